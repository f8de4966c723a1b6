//! Who is written to when something happens to a text: rows of the outbox, in the unit of work of what happened.
//!
//! What is asked of people is what their board says ([`super::board`]); it is looked at again when the mail is sent.

mod happened;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::{Action, Stage};
use dires_domain::ids::{PaperId, PersonId};
use dires_domain::mail::MailKind;
use dires_domain::people::Mandate;

use super::board::{Awaited, Known, tasks};
use super::{Asker, consultation};
use crate::storage::outbox::NewMail;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

pub use happened::may_contest;
pub(super) use happened::{ask_again, corrected, happened, mentioned};

/// Writes to everyone of whom the text asks something now, once for each of its moves; and says the news to
/// the others of the perimeter, but to whoever did it.
pub async fn tell(
    tx: &mut Tx,
    by: &Asker<'_>,
    paper: PaperId,
    news: Option<MailKind>,
) -> Result<(), StorageError> {
    tell_but(tx, (by.now, by.today), Some(by.person), paper, news).await
}

/// The same of what happened by itself, at an instant of a day: nobody did it, and nobody is left out.
pub async fn tell_all(
    tx: &mut Tx,
    at: (DateTime<Utc>, NaiveDate),
    paper: PaperId,
    news: Option<MailKind>,
) -> Result<(), StorageError> {
    tell_but(tx, at, None, paper, news).await
}

async fn tell_but(
    tx: &mut Tx,
    (now, today): (DateTime<Utc>, NaiveDate),
    by: Option<PersonId>,
    paper: PaperId,
    news: Option<MailKind>,
) -> Result<(), StorageError> {
    let paper = tx.paper(paper).await?.ok_or(StorageError::Absent)?;
    let known = Known::read(tx).await?;
    let occasion = tx.last_move(paper.id).await?;
    for (person, mandates) in everyone(tx, today).await? {
        let asker = Asker {
            person,
            mandates: &mandates,
            now,
            today,
        };
        let awaited = asked(&asker, &paper, &known, occasion);
        let is_told = awaited.is_empty() && Some(person) != by && belongs(&asker, &paper);
        for kind in awaited.into_iter().chain(news.filter(|_| is_told)) {
            write(tx, &asker, kind, &paper, occasion).await?;
        }
    }
    Ok(())
}

/// Writes to a person of everything that awaits them and was not said yet: they may have a new mandate.
pub async fn welcome(
    tx: &mut Tx,
    person: PersonId,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<(), StorageError> {
    let mandates = tx.mandates_of(person).await?;
    let asker = Asker {
        person,
        mandates: &mandates,
        now,
        today,
    };
    let known = Known::read(tx).await?;
    for paper in tx.papers().await? {
        let occasion = tx.last_move(paper.id).await?;
        for kind in asked(&asker, &paper, &known, occasion) {
            write(tx, &asker, kind, &paper, occasion).await?;
        }
    }
    consultation::welcome(tx, &asker).await
}

/// Which kind of mail says that this awaits; none for what only the board shows. A text that never moved asks nobody to
/// write: that it was started is news.
pub const fn kind(awaited: Awaited) -> Option<MailKind> {
    Some(match awaited {
        Awaited::Write => MailKind::Rewrite,
        Awaited::GiveOpinion(_) => MailKind::GiveOpinion,
        Awaited::TakePosition(_) => MailKind::TakePosition,
        Awaited::Forward => MailKind::Forward,
        Awaited::Approve => MailKind::Approve,
        Awaited::RecordAdoption => MailKind::RecordAdoption,
        Awaited::Publish => MailKind::Publish,
        // A consultation writes its own mails.
        Awaited::ReadComments | Awaited::Answer(_) | Awaited::Reserve(_) => return None,
    })
}

/// The news that a move makes.
pub(super) const fn news(action: Action) -> Option<MailKind> {
    Some(match action {
        Action::Submit => MailKind::Submitted,
        Action::Forward => MailKind::Forwarded,
        Action::SendBack => MailKind::SentBack,
        Action::Approve => MailKind::Approved,
        Action::Adopt => MailKind::Adopted,
        Action::Refuse => MailKind::Refused,
        Action::Withdraw => MailKind::Withdrawn,
        _ => return None,
    })
}

/// Whether somebody has a mandate of the text's perimeter and may read it today.
pub fn belongs(asker: &Asker<'_>, paper: &Paper) -> bool {
    let placement = paper.placement();
    let standings = placement.allows(Action::Read, asker.mandates, asker.today);
    let mut territories = standings.iter().flatten().filter_map(|it| it.territory);
    territories.any(|it| paper.sheet.perimeter.contains(&it))
}

fn asked(asker: &Asker<'_>, paper: &Paper, known: &Known, occasion: i64) -> Vec<MailKind> {
    let first_draft = paper.stage == Stage::Drafting && occasion == 0;
    let mut kinds: Vec<_> = tasks(asker, paper, known)
        .iter()
        .filter(|_| !first_draft)
        .filter_map(|task| kind(task.awaited))
        .collect();
    kinds.dedup();
    kinds
}

/// Everyone who has a mandate on a day, with their mandates.
pub(super) async fn everyone(
    tx: &mut Tx,
    on: NaiveDate,
) -> Result<HashMap<PersonId, Vec<Mandate>>, StorageError> {
    let mut everyone: HashMap<PersonId, Vec<Mandate>> = HashMap::new();
    for mandate in tx.everyones_mandates(on).await? {
        everyone.entry(mandate.person).or_default().push(mandate);
    }
    Ok(everyone)
}

async fn write(
    tx: &mut Tx,
    to: &Asker<'_>,
    kind: MailKind,
    paper: &Paper,
    occasion: i64,
) -> Result<(), StorageError> {
    let new = NewMail {
        kind,
        subject: paper.id.0,
        occasion,
        person: to.person,
        at: to.now,
    };
    tx.write_mail(&new).await?;
    Ok(())
}
