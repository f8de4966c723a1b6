//! A text adopted before the tool existed: its words, the body and the day are entered; no vote is invented.

use chrono::NaiveDate;
use dires_domain::circuit::{Action, Stage};
use dires_domain::deed::Deed;
use dires_domain::ids::{BodyId, PaperId, TerritoryId, VersionId};
use dires_domain::sheet::{Sheet, SheetFault};
use dires_domain::standing::Placement;
use dires_domain::text::{Canonical, Text};
use uuid::Uuid;

use super::order::{self, NotPublished};
use crate::papers::{Asker, PaperError, live};
use crate::storage::decisions::Decision;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::NewPaper;
use crate::storage::publications::Publication;
use crate::storage::versions::NewVersion;
use crate::storage::{Db, StorageError, Tx};

/// How often an address is sought again when others publish at the same time.
const TRIES: usize = 5;

/// The text as it is entered.
#[derive(Debug, Clone)]
pub struct Prior {
    /// What is said of it. Its territories need not belong to the association any more.
    pub sheet: Sheet,
    /// Its words; the title they bring is not heard.
    pub text: Text,
    /// The body that adopted it.
    pub body: BodyId,
    /// The day it did.
    pub decided_on: NaiveDate,
    /// Whether it is a demonstration.
    pub demonstration: bool,
}

/// Why a text is not entered. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotEntered {
    /// Only the secretariat enters such texts.
    #[error("not for them")]
    NotTheirs,
    /// The sheet cannot say this.
    #[error("the sheet has faults: {0:?}")]
    Sheet(Vec<SheetFault>),
    /// It has no words.
    #[error("no text")]
    NoText,
    /// There is no such body.
    #[error("no such body")]
    NoBody,
    /// It cannot have been adopted on a day that has not come.
    #[error("{0} has not come")]
    Future(NaiveDate),
    /// Its document cannot be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// It cannot be published.
    #[error(transparent)]
    Publication(#[from] NotPublished),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Enters the text and publishes it at once.
pub async fn enter(db: &Db, asker: &Asker<'_>, prior: &Prior) -> Result<Publication, NotEntered> {
    let mut tries = 1;
    loop {
        let mut tx = db.write().await?;
        match enter_in(&mut tx, asker, prior).await {
            Ok(publication) => {
                tx.save().await?;
                return Ok(publication);
            }
            Err(NotEntered::Publication(NotPublished::Storage(StorageError::Duplicate(_))))
                if tries < TRIES =>
            {
                tries += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// The same inside a unit of work, which the caller saves.
pub async fn enter_in(
    tx: &mut Tx,
    asker: &Asker<'_>,
    prior: &Prior,
) -> Result<Publication, NotEntered> {
    check(tx, asker, prior).await?;
    let paper = create(tx, asker, prior).await?;
    let version = freeze(tx, asker, prior, paper).await?;
    tx.record_decision(&decision(asker, prior, paper, version))
        .await?;
    tx.note(line(asker, paper, version)).await?;
    let proposed = order::proposed(tx, paper, asker.now).await?;
    Ok(order::write(tx, asker, &proposed).await?)
}

async fn check(tx: &mut Tx, asker: &Asker<'_>, prior: &Prior) -> Result<(), NotEntered> {
    if !may(asker, &prior.sheet.perimeter) {
        return Err(NotEntered::NotTheirs);
    }
    let territories = tx.territories().await?;
    let mut faults = prior.sheet.faults(&territories, asker.today);
    let known = |id: TerritoryId| territories.iter().any(|territory| territory.id == id);
    faults.retain(|fault| match fault {
        SheetFault::NotInForce(id) => !known(*id),
        fault => *fault != SheetFault::NoCall,
    });
    if !faults.is_empty() {
        return Err(NotEntered::Sheet(faults));
    }
    if prior
        .text
        .blocks
        .iter()
        .all(|block| block.text().trim().is_empty())
    {
        return Err(NotEntered::NoText);
    }
    tx.body(prior.body).await?.ok_or(NotEntered::NoBody)?;
    let future = prior.decided_on > asker.today;
    if future {
        Err(NotEntered::Future(prior.decided_on))
    } else {
        Ok(())
    }
}

/// Whether the asker may enter a text for these territories: whoever publishes the association's texts.
pub fn may(asker: &Asker<'_>, perimeter: &[TerritoryId]) -> bool {
    let adopted = Placement {
        stage: Stage::Publication,
        perimeter: perimeter.to_vec(),
    };
    adopted
        .allows(Action::Publish, asker.mandates, asker.today)
        .is_ok()
}

async fn create(tx: &mut Tx, asker: &Asker<'_>, prior: &Prior) -> Result<PaperId, NotEntered> {
    let paper = PaperId(Uuid::now_v7());
    tx.create_paper(&NewPaper {
        id: paper,
        sheet: prior.sheet.clone(),
        stage: Stage::Publication,
        corrects: None,
        prior: true,
        demonstration: prior.demonstration,
        at: asker.now,
        by: asker.person,
        territory: None,
    })
    .await?;
    let document = live::create(tx, asker, paper, None, titled(prior)).await?;
    live::set_frozen(tx, document, true).await?;
    Ok(paper)
}

fn titled(prior: &Prior) -> Text {
    Text {
        title: prior.sheet.title.trim().to_owned(),
        ..prior.text.clone()
    }
}

async fn freeze(
    tx: &mut Tx,
    asker: &Asker<'_>,
    prior: &Prior,
    paper: PaperId,
) -> Result<VersionId, NotEntered> {
    let territories = tx.territories().await?;
    let signs = |id: &TerritoryId| prior.sheet.perimeter.contains(id);
    let perimeter: Vec<String> = territories
        .into_iter()
        .filter(|territory| signs(&territory.id))
        .map(|territory| territory.slug)
        .collect();
    let canonical = Canonical::new(prior.sheet.kind.code(), &perimeter, titled(prior))
        .map_err(PaperError::from)?;
    let live = live::hold(tx, paper).await?.ok_or(StorageError::Absent)?;
    let version = tx
        .freeze(NewVersion {
            paper,
            stage: Stage::Adoption,
            title: canonical.text().title.clone(),
            heads: live.heads,
            perimeter,
            bytes: canonical.to_bytes(),
            at: asker.now,
            by: Some(asker.person),
        })
        .await?;
    Ok(version.id)
}

fn decision(asker: &Asker<'_>, prior: &Prior, paper: PaperId, version: VersionId) -> Decision {
    Decision {
        id: Uuid::now_v7(),
        paper,
        version,
        body: prior.body,
        rule: None,
        rule_confirmed: false,
        on: prior.decided_on,
        adopted: true,
        explanation: String::new(),
        recorded_at: asker.now,
        recorded_by: Some(asker.person),
        chair: None,
        second_call: false,
        written: false,
        attendance: Vec::new(),
        votes: Vec::new(),
    }
}

fn line(asker: &Asker<'_>, paper: PaperId, version: VersionId) -> NewLine {
    NewLine {
        paper,
        at: asker.now,
        person: Some(asker.person),
        territory: None,
        deed: Deed::EnteredPrior,
        moved: None,
        version: Some(version),
        motive: String::new(),
        detail: Detail::new(),
    }
}
