//! Starting a text: its sheet, its live document with its first change, its journal's first line.

use dires_domain::circuit::{Action, Stage};
use dires_domain::deed::Deed;
use dires_domain::ids::{PaperId, TerritoryId};
use dires_domain::mail::MailKind;
use dires_domain::people::Mandate;
use dires_domain::sheet::Sheet;
use dires_domain::standing::Placement;
use dires_domain::text::Text;
use uuid::Uuid;

use super::{Asker, PaperError, live, notify};
use crate::storage::Tx;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::NewPaper;

/// A text as it starts.
#[derive(Debug, Clone)]
pub struct Start {
    /// What is said of it; its title becomes the live text's.
    pub sheet: Sheet,
    /// Its words; the title they bring is not heard.
    pub text: Text,
    /// The published text that it corrects.
    pub corrects: Option<PaperId>,
    /// Whether it is a demonstration.
    pub demonstration: bool,
}

/// The territories for which someone may start a text.
pub fn home(asker: &Asker<'_>) -> Vec<TerritoryId> {
    let theirs: Vec<_> = asker
        .mandates
        .iter()
        .filter_map(|it| it.territory)
        .collect();
    writing_for(asker.mandates, &theirs, asker)
}

fn writing_for(
    mandates: &[Mandate],
    perimeter: &[TerritoryId],
    asker: &Asker<'_>,
) -> Vec<TerritoryId> {
    let draft = Placement {
        stage: Stage::Drafting,
        perimeter: perimeter.to_vec(),
    };
    let standings = draft.allows(Action::Write, mandates, asker.today);
    let mut territories: Vec<_> = standings
        .unwrap_or_default()
        .iter()
        .filter_map(|standing| standing.territory)
        .collect();
    territories.dedup();
    territories
}

/// Starts a text in rédaction. The caller saves.
pub async fn create(tx: &mut Tx, asker: &Asker<'_>, start: Start) -> Result<PaperId, PaperError> {
    let territories = tx.territories().await?;
    let faults = start.sheet.faults(&territories, asker.today);
    if !faults.is_empty() {
        return Err(PaperError::Sheet(faults));
    }
    let territory = writing_for(asker.mandates, &start.sheet.perimeter, asker);
    let territory = *territory.first().ok_or(PaperError::NotTheirs)?;
    let paper = PaperId(Uuid::now_v7());
    let text = Text {
        title: start.sheet.title.trim().to_owned(),
        ..start.text
    };
    tx.create_paper(&NewPaper {
        id: paper,
        sheet: start.sheet,
        stage: Stage::Drafting,
        corrects: start.corrects,
        prior: false,
        demonstration: start.demonstration,
        at: asker.now,
        by: asker.person,
        territory: Some(territory),
    })
    .await?;
    live::create(tx, asker, paper, Some(territory), text).await?;
    note(tx, asker, paper, territory, start.corrects).await?;
    notify::tell(tx, asker, paper, Some(MailKind::Started)).await?;
    Ok(paper)
}

async fn note(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    territory: TerritoryId,
    corrects: Option<PaperId>,
) -> Result<(), PaperError> {
    let line = NewLine {
        paper,
        at: asker.now,
        person: Some(asker.person),
        territory: Some(territory),
        deed: Deed::Created,
        moved: None,
        version: None,
        motive: String::new(),
        detail: corrects
            .map(|id| ("corrige".to_owned(), id.to_string()))
            .into_iter()
            .collect::<Detail>(),
    };
    Ok(tx.note(line).await?)
}
