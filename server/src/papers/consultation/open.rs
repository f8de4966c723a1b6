//! Opening a consultation: on which terms, on which version, until when.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::circuit::Action;
use dires_domain::conditions::{Ballot, Request, check};
use dires_domain::decision::{Terms, may_consult};
use dires_domain::deed::Deed;
use dires_domain::ids::{BodyId, ConsultationId, PaperId, TerritoryId};
use dires_domain::paper::ReservationState;
use dires_domain::people::{Body, BodyKind};
use uuid::Uuid;

use super::{Fault, tell};
use crate::clock;
use crate::papers::situation::situation;
use crate::papers::{Asker, PaperError, allowed, decided_before, live, readable};
use crate::storage::Tx;
use crate::storage::consultations::Consultation;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;

/// The longest a consultation may last.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// A consultation as it is asked for.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The body.
    pub body: Option<BodyId>,
    /// Whether its closing decides; otherwise avis are gathered.
    pub decides: bool,
    /// When it closes.
    pub closes_at: DateTime<Utc>,
    /// What became of each reserve, where the closing decides.
    pub reserves: Vec<(TerritoryId, ReservationState)>,
    /// The revision of the text that the asker read.
    pub revision: i64,
}

/// Opens a consultation at once. The caller saves, then tells open pages.
pub async fn open(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    new: &Opening,
) -> Result<Consultation, PaperError> {
    readable(tx, asker, id).await?;
    let live = live::hold(tx, id).await?.ok_or(PaperError::NotFound)?;
    let paper = readable(tx, asker, id).await?;
    allowed(tx, asker, &paper, Action::Consult, Some(new.revision)).await?;
    if let Some(known) = tx.consultation_under_way(id).await? {
        return Err(Fault::UnderWay(known.closes_at).into());
    }
    if paper.revision != new.revision {
        return Err(decided_before(tx, id).await?);
    }
    let body = deciding(tx, new.body).await?;
    let opened = agreed(tx, asker, &paper, new, &body).await?;
    if new.decides {
        settle_reserves(tx, asker, &paper, &live, new).await?;
    }
    tx.open_consultation(&opened).await?;
    note(tx, asker, &opened, &body).await?;
    tell::opened(tx, asker, &opened).await?;
    Ok(opened)
}

async fn deciding(tx: &mut Tx, body: Option<BodyId>) -> Result<Body, PaperError> {
    let Some(body) = body else {
        return Err(Fault::Body.into());
    };
    let found = tx.body(body).await?;
    let political = found.filter(|it| it.kind == BodyKind::Political);
    political.ok_or_else(|| Fault::Body.into())
}

/// The consultation, if the rule of today allows it for so long.
async fn agreed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    new: &Opening,
    body: &Body,
) -> Result<Consultation, PaperError> {
    let rule = tx.rule_in_force(body.id, asker.today).await?;
    let rule = rule.filter(|_| new.decides);
    if new.decides {
        let terms = may_consult(rule.as_ref()).map_err(Fault::Barred)?;
        long_enough(terms, asker.now, new.closes_at)?;
    }
    if new.closes_at <= asker.now {
        return Err(Fault::NotLater.into());
    }
    if new.closes_at - asker.now > LONGEST {
        return Err(Fault::TooLong.into());
    }
    let version = tx.last_version(paper.id).await?;
    Ok(Consultation {
        id: ConsultationId(Uuid::now_v7()),
        paper: paper.id,
        version: version.ok_or(PaperError::NotFound)?.id,
        body: body.id,
        rule: rule.map(|it| it.id),
        opens_at: asker.now,
        closes_at: new.closes_at,
        opened_by: Some(asker.person),
        reminded: 0,
        ended: None,
        explanation: String::new(),
    })
}

/// The first instant at which a consultation that opens then may close, on the clock of Paris.
pub fn earliest_closing(terms: Terms, opens: DateTime<Utc>) -> DateTime<Utc> {
    clock::instant_of(terms.earliest_closing(clock::local(opens)))
}

fn long_enough(terms: Terms, opens: DateTime<Utc>, closes: DateTime<Utc>) -> Result<(), Fault> {
    let earliest = earliest_closing(terms, opens);
    if closes < earliest {
        return Err(Fault::TooShort {
            days: terms.least_days,
            earliest,
        });
    }
    Ok(())
}

/// A text is not decided on while a reserve is undecided, and the closing asks nobody.
async fn settle_reserves(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    held: &live::Live,
    new: &Opening,
) -> Result<(), PaperError> {
    let (text, pending) = live::settled(tx, held.document).await?;
    let situation = situation(tx, paper, &text, pending, &held.heads).await?;
    let request = Request {
        today: asker.today,
        motive: String::new(),
        meeting: None,
        ballot: Some(Ballot {
            reserves: new.reserves.clone(),
            ..Ballot::default()
        }),
    };
    check(Action::Consult, &situation, &request).map_err(PaperError::Missing)?;
    for (territory, state) in &new.reserves {
        tx.decide_reserve(paper.id, *territory, *state).await?;
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    opened: &Consultation,
    body: &Body,
) -> Result<(), PaperError> {
    let kind = if opened.decides() {
        "decision"
    } else {
        "recueil"
    };
    let line = NewLine {
        paper: opened.paper,
        at: opened.opens_at,
        person: Some(asker.person),
        territory: None,
        deed: Deed::ConsultationOpened,
        moved: None,
        version: Some(opened.version),
        motive: String::new(),
        detail: Detail::from([
            ("instance".to_owned(), body.name.clone()),
            ("consultation".to_owned(), kind.to_owned()),
            ("cloture".to_owned(), opened.closes_at.to_rfc3339()),
        ]),
    };
    Ok(tx.note(line).await?)
}
