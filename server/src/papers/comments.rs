//! Comments: what the people of a text's perimeter say of it, without a right to write in it.
//!
//! Each action reads who asks and which thread they are shown; a thread that they are not shown does not exist for them.

pub mod act;
pub mod list;
pub mod named;

use dires_domain::anchor::{Body, Element, NoPassage, Passage, Quote};
use dires_domain::circuit::Action;
use dires_domain::comment::{self, Audience, WordsFault};
use dires_domain::heads::Heads;
use dires_domain::ids::{PaperId, TerritoryId, ThreadId};

use super::{Asker, PaperError, allowed, live, readable, standing_for};
use crate::storage::Tx;
use crate::storage::comments::Thread;
use crate::storage::papers::Paper;

/// Most comments that someone writes in [`PACE_MINUTES`] minutes.
pub const PACE: i64 = 60;

/// Over how many minutes the pace is counted.
pub const PACE_MINUTES: i64 = 10;

/// Most comments on a text.
pub const MOST: i64 = 3_000;

/// Why a comment is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Its words.
    Words(WordsFault),
    /// Its passage.
    Passage(NoPassage),
    /// The server does not know the state of the text in which the passage was chosen: it is not saved yet.
    Unsaved,
    /// More than [`PACE`].
    TooOften,
    /// More than [`MOST`].
    Full,
    /// There is no such thread, or it is not shown to them: the same answer.
    NoThread,
    /// It is somebody else's comment, or none.
    NotYours,
}

impl From<Fault> for PaperError {
    fn from(fault: Fault) -> Self {
        Self::Comment(fault)
    }
}

/// A passage as it was chosen: its first and last characters, in a state of the text.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The name of the first character.
    pub first: String,
    /// The name of the last one.
    pub last: String,
    /// The state.
    pub heads: Heads,
}

/// A thread as it is opened.
#[derive(Debug, Clone)]
pub struct NewThread {
    /// For whom; may be left out by who stands for one territory only.
    pub territory: Option<TerritoryId>,
    /// Whether that territory alone is shown it.
    pub within: bool,
    /// Its passage, from [`passage`]; none for the whole text.
    pub passage: Option<(Passage, Quote)>,
    /// What is said.
    pub words: String,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The thread.
    pub thread: ThreadId,
    /// The territories whose pages are to be told.
    pub shown_to: Vec<TerritoryId>,
    /// Names that were mentioned and are not shown the thread.
    pub unheard: Vec<String>,
}

/// The text, if its comments are shown to the asker.
///
/// Errors: [`PaperError::NotFound`] for who has no mandate of a territory of the perimeter, and where nothing is written
/// here.
pub async fn commented(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<Paper, PaperError> {
    let paper = readable(tx, asker, id).await?;
    if asker.territories(&paper).is_empty() || paper.document.is_none() {
        return Err(PaperError::NotFound);
    }
    Ok(paper)
}

/// The passage that was chosen, with its words as they were read. It loads the text, which takes a while: read it before
/// the unit of work that writes, which others wait for.
pub async fn passage(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    chosen: &Chosen,
) -> Result<(Passage, Quote), PaperError> {
    let paper = commented(tx, asker, id).await?;
    let document = paper.document.ok_or(PaperError::NotFound)?;
    let doc = live::load(tx, document).await?;
    let doc = if Heads::of(&doc.get_heads()) == chosen.heads {
        doc
    } else {
        let heads = live::known(&doc, &chosen.heads).ok_or(Fault::Unsaved)?;
        doc.fork_at(&heads)?.into()
    };
    let end = |name: &str| name.parse::<Element>();
    let (Ok(first), Ok(last)) = (end(&chosen.first), end(&chosen.last)) else {
        return Err(Fault::Passage(NoPassage::Absent).into());
    };
    let found = Body::of(&doc)?.passage(&first, &last);
    Ok(found.map_err(Fault::Passage)?)
}

/// How many threads are open that the asker is shown; none where comments are not theirs to see.
pub async fn open_threads(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
) -> Result<Option<usize>, PaperError> {
    let theirs = asker.territories(paper);
    if theirs.is_empty() || paper.document.is_none() {
        return Ok(None);
    }
    let audiences = tx.open_threads(paper.id).await?;
    let shown = audiences.into_iter().filter(|it| it.holds(&theirs));
    Ok(Some(shown.count()))
}

/// The text, the thread, and the territory for which the asker speaks there.
async fn speaking(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: PaperId,
    thread: ThreadId,
    territory: Option<TerritoryId>,
) -> Result<(Paper, Thread, TerritoryId), PaperError> {
    let paper = commented(tx, asker, paper).await?;
    let thread = shown(tx, asker, &paper, thread).await?;
    let standings = allowed(tx, asker, &paper, Action::Comment, None).await?;
    let territory = standing_for(&standings, territory.or(thread.audience.territory()))?;
    if !thread.audience.hears(territory, &asker.territories(&paper)) {
        return Err(PaperError::NotForTerritory);
    }
    Ok((paper, thread, territory))
}

async fn shown(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    thread: ThreadId,
) -> Result<Thread, PaperError> {
    let thread = tx.thread(paper.id, thread).await?;
    let theirs = asker.territories(paper);
    let shown = thread.filter(|it| it.audience.holds(&theirs));
    Ok(shown.ok_or(Fault::NoThread)?)
}

/// The territories whose people are shown a thread.
fn shown_to(paper: &Paper, audience: Audience) -> Vec<TerritoryId> {
    match audience {
        Audience::Perimeter => paper.sheet.perimeter.clone(),
        Audience::Territory(one) => vec![one],
    }
}

fn worded(typed: &str) -> Result<String, PaperError> {
    Ok(comment::words(typed).map_err(Fault::Words)?)
}
