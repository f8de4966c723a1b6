//! Answering a consultation, and changing one's answer until it closes.

use dires_domain::decision::who_may_answer;
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::paper::Vote;

use super::{Fault, seen, voters};
use crate::papers::{Asker, PaperError, live, receipt, short_enough};
use crate::storage::Tx;
use crate::storage::consultations::{Answered, Consultation};
use crate::storage::journal::{Detail, NewLine};

/// An answer as it is given.
#[derive(Debug, Clone)]
pub struct NewAnswer {
    /// For whom; may be left out by who sits for one territory only.
    pub territory: Option<TerritoryId>,
    /// What it says.
    pub vote: Option<Vote>,
    /// What it says beside; may be empty.
    pub words: String,
}

/// Records the answer, which replaces the territory's former one. The caller saves, then tells open pages.
pub async fn answer(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    new: &NewAnswer,
) -> Result<(Consultation, Answered), PaperError> {
    seen(tx, asker, id).await?;
    // Whoever holds the document comes before the closing, or after it.
    live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let consultation = open_now(tx, asker, id).await?;
    let territory = speaks_for(tx, asker, &consultation, new.territory).await?;
    short_enough(&new.words)?;
    let answered = Answered {
        territory,
        vote: new
            .vote
            .filter(|vote| *vote != Vote::Absent)
            .ok_or(Fault::NoAnswer)?,
        words: new.words.trim().to_owned(),
        person: asker.person,
        at: asker.now,
    };
    tx.answer_consultation(consultation.id, &answered).await?;
    note(tx, &consultation, &answered).await?;
    receipt::send(tx, asker, id).await?;
    Ok((consultation, answered))
}

async fn open_now(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Consultation, PaperError> {
    let (_, consultations) = seen(tx, asker, id).await?;
    let last = consultations.into_iter().next().ok_or(Fault::None)?;
    if last.is_open(asker.now) {
        return Ok(last);
    }
    let closed = last
        .ended
        .map_or(last.closes_at, |(at, _)| at.min(last.closes_at));
    Err(Fault::Closed(closed).into())
}

/// The territory for which the asker answers: one of theirs, that votes.
async fn speaks_for(
    tx: &mut Tx,
    asker: &Asker<'_>,
    consultation: &Consultation,
    named: Option<TerritoryId>,
) -> Result<TerritoryId, PaperError> {
    let seats = asker.seats_in(consultation.body);
    let territory = match (named, seats.as_slice()) {
        (_, []) => return Err(Fault::NotSeated.into()),
        (Some(named), seats) if seats.contains(&named) => named,
        (Some(_), _) => return Err(Fault::OtherTerritory.into()),
        (None, [only]) => *only,
        (None, _) => return Err(PaperError::NotForTerritory),
    };
    let (rule, voters) = voters(tx, consultation, asker.today).await?;
    if voters.iter().any(|it| it.id == territory) {
        return Ok(territory);
    }
    let known = tx.territories_in_force(asker.today).await?;
    let heard = known.iter().find(|it| it.id == territory);
    match heard.filter(|it| !who_may_answer(rule.as_ref(), it)) {
        Some(heard) => Err(Fault::Heard(heard.id).into()),
        None => Err(Fault::NotSeated.into()),
    }
}

/// That it answered, and not what: that is shown when the consultation is closed.
async fn note(
    tx: &mut Tx,
    consultation: &Consultation,
    answered: &Answered,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper: consultation.paper,
        at: answered.at,
        person: Some(answered.person),
        territory: Some(answered.territory),
        deed: Deed::ConsultationAnswered,
        moved: None,
        version: Some(consultation.version),
        motive: String::new(),
        detail: Detail::new(),
    };
    Ok(tx.note(line).await?)
}
