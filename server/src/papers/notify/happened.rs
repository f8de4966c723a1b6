//! What happens to a text between two of its moves: amendments, reserves, corrections of form, comments that name somebody.
//!
//! Each is told once: its occasion is the number of its line in the journal, so call these right after the line is noted.

use dires_domain::circuit::Action;
use dires_domain::comment::Audience;
use dires_domain::ids::{PaperId, PersonId, TerritoryId};
use dires_domain::mail::MailKind;
use dires_domain::people::Function;

use super::{Awaited, Known, belongs, everyone, tasks, write};
use crate::papers::{Asker, PaperError, comments::named};
use crate::storage::comments::Mentioned;
use crate::storage::papers::Paper;
use crate::storage::{StorageError, Tx};

/// Tells the présidences and the directions of the perimeter that this happened, but whoever did it.
pub async fn happened(
    tx: &mut Tx,
    by: &Asker<'_>,
    paper: PaperId,
    kind: MailKind,
) -> Result<(), StorageError> {
    let told = |to: &Asker<'_>, paper: &Paper| follows(to, paper) && belongs(to, paper);
    tell_those(tx, by, paper, (kind, Some(by.person)), told).await
}

/// Tells those who may contest a correction of form, but whoever made it.
pub async fn corrected(tx: &mut Tx, by: &Asker<'_>, paper: PaperId) -> Result<(), StorageError> {
    let told = (MailKind::FormCorrected, Some(by.person));
    tell_those(tx, by, paper, told, may_contest).await
}

/// Whether somebody may contest the corrections of a text today.
pub fn may_contest(asker: &Asker<'_>, paper: &Paper) -> bool {
    let placement = paper.placement();
    placement
        .allows(Action::ContestForm, asker.mandates, asker.today)
        .is_ok()
}

/// Asks anew for the positions of these territories, which have just been voided.
pub async fn ask_again(
    tx: &mut Tx,
    by: &Asker<'_>,
    paper: PaperId,
    voided: &[TerritoryId],
) -> Result<(), StorageError> {
    if voided.is_empty() {
        return Ok(());
    }
    let known = Known::read(tx).await?;
    let asked = |to: &Asker<'_>, paper: &Paper| {
        let again = |it: Awaited| matches!(it, Awaited::TakePosition(id) if voided.contains(&id));
        tasks(to, paper, &known).iter().any(|it| again(it.awaited))
    };
    tell_those(tx, by, paper, (MailKind::TakePosition, None), asked).await
}

/// Tells those whom a comment names and who are shown it, but its author. Whoever has not looked since they were named before
/// has been told already.
pub async fn mentioned(
    tx: &mut Tx,
    by: &Asker<'_>,
    paper: &Paper,
    audience: Audience,
    whom: &[Mentioned],
) -> Result<(), PaperError> {
    if whom.is_empty() {
        return Ok(());
    }
    for (person, mandates) in everyone(tx, by.today).await? {
        let to = Asker {
            person,
            mandates: &mandates,
            ..*by
        };
        let theirs = to.territories(paper);
        let is_named = whom.iter().any(|one| match one {
            Mentioned::Person(one) => *one == person,
            Mentioned::Territory(one) => theirs.contains(one),
        });
        let hears = person != by.person && is_named && audience.holds(&theirs);
        let papers = std::slice::from_ref(paper);
        if hears && named::calls(tx, &to, papers).await?.is_empty() {
            let occasion = by.now.timestamp_micros();
            write(tx, &to, MailKind::Mentioned, paper, occasion).await?;
        }
    }
    Ok(())
}

async fn tell_those(
    tx: &mut Tx,
    by: &Asker<'_>,
    paper: PaperId,
    (kind, but): (MailKind, Option<PersonId>),
    told: impl Fn(&Asker<'_>, &Paper) -> bool,
) -> Result<(), StorageError> {
    let paper = tx.paper(paper).await?.ok_or(StorageError::Absent)?;
    let occasion = tx.last_line(paper.id).await?;
    for (person, mandates) in everyone(tx, by.today).await? {
        let to = Asker {
            person,
            mandates: &mandates,
            ..*by
        };
        if Some(person) != but && told(&to, &paper) {
            write(tx, &to, kind, &paper, occasion).await?;
        }
    }
    Ok(())
}

/// Whether they lead a territory of the perimeter, or its administration.
fn follows(to: &Asker<'_>, paper: &Paper) -> bool {
    let leads = [Function::Presidency, Function::Direction];
    let within = |id: TerritoryId| paper.sheet.perimeter.contains(&id);
    to.mandates.iter().any(|it| {
        leads.contains(&it.function)
            && it.term.in_force(to.today)
            && it.territory.is_some_and(within)
    })
}
