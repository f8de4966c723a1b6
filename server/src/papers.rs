//! What people do with texts: each action is one function inside one unit of work, which the pages and the API call.
//!
//! An action locks the text's live document first, then the text: the database decides who came first.

pub mod amendments;
pub mod authors;
pub mod board;
pub mod brief;
pub mod comments;
pub mod compare;
pub mod consultation;
pub mod correct;
pub mod create;
pub mod form;
pub mod images;
pub mod live;
pub mod moments;
pub mod navette;
pub mod notify;
pub mod opinion;
pub mod overview;
pub mod passage;
pub mod position;
pub mod reading;
pub mod receipt;
pub mod reservations;
pub mod sheet;
pub mod situation;
pub mod step;
pub mod suggestions;

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::circuit::{Action, Refusal};
use dires_domain::comment;
use dires_domain::conditions::Missing;
use dires_domain::decision::Conclusion;
use dires_domain::deed::Deed;
use dires_domain::ids::{BodyId, PaperId, PersonId, TerritoryId};
use dires_domain::people::Mandate;
use dires_domain::sheet::SheetFault;
use dires_domain::standing::Standing;
use dires_domain::text::{Malformed, NotCanonical};

use crate::storage::journal::Line;
use crate::storage::papers::Paper;
use crate::storage::suggestions::Decided;
use crate::storage::{StorageError, Tx};

/// Who acts, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// The person.
    pub person: PersonId,
    /// Their mandates; only those in force today count.
    pub mandates: &'a [Mandate],
    /// The instant.
    pub now: DateTime<Utc>,
    /// The day in France.
    pub today: NaiveDate,
}

impl Asker<'_> {
    /// The territories for which they sit in a body today.
    pub fn seats_in(&self, body: BodyId) -> Vec<TerritoryId> {
        let sits = |mandate: &&Mandate| {
            mandate.term.in_force(self.today) && mandate.seats.iter().any(|it| it.body == body)
        };
        let theirs = self.mandates.iter().filter(sits);
        let mut seats: Vec<_> = theirs.filter_map(|it| it.territory).collect();
        seats.sort_unstable();
        seats.dedup();
        seats
    }

    /// The territories of a text's perimeter for which they read it: what their own and the perimeter's comments are shown
    /// by.
    pub fn territories(&self, paper: &Paper) -> Vec<TerritoryId> {
        comment::territories(&paper.placement(), self.mandates, self.today)
    }
}

/// Why an action was not done. Nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// There is no such text, or it is not theirs to know of: the same answer.
    #[error("no such text")]
    NotFound,
    /// They may not do this, or nobody may at this stage.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// They may, and something is missing.
    #[error("missing: {0:?}")]
    Missing(Vec<Missing>),
    /// Someone decided before; what they did, if the journal tells.
    #[error("someone decided before")]
    DecidedBefore(Option<Box<Line>>),
    /// The words have changed since they were read.
    #[error("the text has changed since it was read")]
    TextChanged,
    /// A reserve or a return without a word.
    #[error("a reserve needs its text")]
    NoWords,
    /// A reserve or a motive of more than [`LONGEST_WORDS`] characters.
    #[error("a reserve or a motive is too long")]
    TooManyWords,
    /// A name of a state of more than [`moments::LONGEST_NAME`] characters.
    #[error("a name is too long")]
    LongName,
    /// The territory named is not one for which they may do this.
    #[error("not for this territory")]
    NotForTerritory,
    /// The sheet cannot say this.
    #[error("the sheet has faults: {0:?}")]
    Sheet(Vec<SheetFault>),
    /// The suggestion is not in the text any more; what was decided on it, if anything was.
    #[error("the suggestion is gone")]
    SuggestionGone(Option<Box<Decided>>),
    /// The live text cannot be written now.
    #[error("the live text cannot be written now")]
    NotWritten,
    /// Something is not done with an amendment.
    #[error("an amendment: {0:?}")]
    Amendment(amendments::Fault),
    /// A comment cannot be that.
    #[error("a comment is refused: {0:?}")]
    Comment(comments::Fault),
    /// A reserve cannot be that.
    #[error("a reserve is refused: {0:?}")]
    Reservation(reservations::Fault),
    /// A correction of form, or its contest, cannot be that.
    #[error("a correction of form is refused: {0:?}")]
    Form(form::Fault),
    /// A change of the navette cannot be labelled so.
    #[error("a label is refused: {0:?}")]
    Navette(navette::Fault),
    /// They write for none of the territories of the perimeter.
    #[error("none of the territories is theirs")]
    NotTheirs,
    /// The votes give the other result.
    #[error("the votes give the other result")]
    OtherResult(Box<Conclusion>),
    /// A written consultation cannot be that.
    #[error("a consultation is refused: {0:?}")]
    Consultation(Box<consultation::Fault>),
    /// An image is refused.
    #[error("an image is refused: {0:?}")]
    Image(images::Fault),
    /// The live document does not read as a text.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// What cannot have canonical bytes.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// The live document cannot be made.
    #[error(transparent)]
    Document(#[from] automerge::AutomergeError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<images::Fault> for PaperError {
    fn from(fault: images::Fault) -> Self {
        Self::Image(fault)
    }
}

/// The longest reserve or motive, in characters: some pages of a book.
pub const LONGEST_WORDS: usize = 20_000;

/// Refuses a reserve or a motive that is longer than [`LONGEST_WORDS`].
fn short_enough(words: &str) -> Result<(), PaperError> {
    if words.chars().count() > LONGEST_WORDS {
        return Err(PaperError::TooManyWords);
    }
    Ok(())
}

/// The text, if the asker may read it.
pub async fn readable(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Paper, PaperError> {
    let paper = tx.paper(id).await?.ok_or(PaperError::NotFound)?;
    let allowed = paper
        .placement()
        .allows(Action::Read, asker.mandates, asker.today);
    allowed.map_err(|_| PaperError::NotFound)?;
    Ok(paper)
}

/// Whether the asker may read a text today.
pub fn may_read(asker: &Asker<'_>, paper: &Paper) -> bool {
    let placement = paper.placement();
    placement
        .allows(Action::Read, asker.mandates, asker.today)
        .is_ok()
}

/// As what the asker may do this with the text, or what happened before when the text has moved since it was read.
async fn allowed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    action: Action,
    revision: Option<i64>,
) -> Result<Vec<Standing>, PaperError> {
    let allowed = paper
        .placement()
        .allows(action, asker.mandates, asker.today);
    match allowed {
        Err(Refusal::NotAtThisStage { .. })
            if revision.is_some_and(|read| read != paper.revision) =>
        {
            Err(decided_before(tx, paper.id).await?)
        }
        other => Ok(other?),
    }
}

/// The last thing that was decided on a text.
async fn decided_before(tx: &mut Tx, paper: PaperId) -> Result<PaperError, PaperError> {
    let lines = tx.journal(paper, 20).await?;
    let decided = lines.into_iter().find(|line| {
        let changes = matches!(line.deed, Deed::SheetEdited | Deed::AmendmentAccepted);
        line.after.is_some() || changes
    });
    Ok(PaperError::DecidedBefore(decided.map(Box::new)))
}

/// The standing for this territory, or the only territory there is when none is named.
fn standing_for(
    standings: &[Standing],
    territory: Option<TerritoryId>,
) -> Result<TerritoryId, PaperError> {
    let mut theirs: Vec<_> = standings.iter().filter_map(|it| it.territory).collect();
    theirs.dedup();
    match territory {
        Some(named) if theirs.contains(&named) => Ok(named),
        None if theirs.len() == 1 => Ok(theirs[0]),
        _ => Err(PaperError::NotForTerritory),
    }
}
