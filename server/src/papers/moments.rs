//! The moments of a text since its last version: listed, opened, named.

use std::collections::{BTreeSet, HashMap, HashSet};

use automerge::{Automerge, ChangeHash};
use chrono::DateTime;
use dires_domain::circuit::Action;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::stretch::{Stretch, stretches};
use dires_domain::text::Text;

use super::{Asker, PaperError, allowed, live, readable};
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// The longest name of a state, in characters.
pub const LONGEST_NAME: usize = 100;

/// What has become of a text, as far as it is told.
#[derive(Debug)]
pub struct History {
    /// The text.
    pub paper: Paper,
    /// Its versions, last first.
    pub versions: Vec<Version>,
    /// The stretches of writing since the last of them, last first.
    pub stretches: Vec<Stretch>,
    /// The state at the end of each of them, by the number of its last change.
    pub states: HashMap<i64, Heads>,
    /// The names of its states, by [`Heads::token`].
    pub names: HashMap<String, String>,
    /// Whether the asker may name them.
    pub may_name: bool,
}

/// The history of a text that the asker may read.
pub async fn history(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<History, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let versions = tx.versions(id).await?;
    let stretches = since(tx, &paper, &versions).await?;
    Ok(History {
        states: states(tx, &paper, &stretches).await?,
        stretches,
        names: tx.state_names(id).await?,
        may_name: allowed(tx, asker, &paper, Action::Write, None)
            .await
            .is_ok(),
        paper,
        versions,
    })
}

/// The stretches of writing since the last version, last first.
pub async fn since(
    tx: &mut Tx,
    paper: &Paper,
    versions: &[Version],
) -> Result<Vec<Stretch>, PaperError> {
    let Some(document) = paper.document else {
        return Ok(Vec::new());
    };
    let frozen = versions.first().map(|version| version.frozen_at);
    let written = tx
        .written_after(document, frozen.unwrap_or(DateTime::UNIX_EPOCH))
        .await?;
    let mut stretches = stretches(&written);
    stretches.reverse();
    Ok(stretches)
}

/// The words of a text after its change number `seq`, and their state.
///
/// Errors: [`PaperError::NotFound`] where there is no such change.
pub async fn at(tx: &mut Tx, paper: &Paper, seq: i64) -> Result<(Text, Heads), PaperError> {
    let document = paper.document.ok_or(PaperError::NotFound)?;
    let doc = live::load(tx, document).await?;
    let states = states_of(tx, document, &doc, seq, |it| it == seq).await?;
    let (_, heads) = states.last().ok_or(PaperError::NotFound)?;
    Ok((Text::read(doc.as_ref(), Some(heads))?, Heads::of(heads)))
}

/// The state that a text was in at the end of each stretch, by the number of its last change.
pub async fn states(
    tx: &mut Tx,
    paper: &Paper,
    stretches: &[Stretch],
) -> Result<HashMap<i64, Heads>, PaperError> {
    let (Some(document), Some(last)) = (paper.document, stretches.first()) else {
        return Ok(HashMap::new());
    };
    let doc = live::load(tx, document).await?;
    let ends: HashSet<i64> = stretches.iter().map(|it| it.last).collect();
    let states = states_of(tx, document, &doc, last.last, |seq| ends.contains(&seq)).await?;
    let states = states
        .into_iter()
        .map(|(seq, heads)| (seq, Heads::of(&heads)));
    Ok(states.collect())
}

/// The states of a document after the changes that are `wanted`, none after the number `last`. A state is the changes so
/// far that none of them follows.
pub(super) async fn states_of(
    tx: &mut Tx,
    document: DocumentId,
    doc: &Automerge,
    last: i64,
    wanted: impl Fn(i64) -> bool,
) -> Result<Vec<(i64, Vec<ChangeHash>)>, PaperError> {
    let hashes = tx.hashes_until(document, last).await?;
    let metadata = doc.get_changes_meta(&[]);
    let changes = metadata.iter().map(|change| (&change.hash.0[..], change));
    let changes: HashMap<&[u8], _> = changes.collect();
    let mut heads: BTreeSet<ChangeHash> = BTreeSet::new();
    let mut states = Vec::new();
    for (seq, hash) in hashes {
        let Some(change) = changes.get(hash.as_slice()) else {
            return Err(StorageError::impossible("change", "not in its document").into());
        };
        for followed in &change.deps {
            heads.remove(followed);
        }
        heads.insert(change.hash);
        if wanted(seq) {
            states.push((seq, heads.iter().copied().collect()));
        }
    }
    Ok(states)
}

/// Names a state of a text, or takes its name away. The caller saves.
///
/// Errors: [`PaperError::NotFound`] where the text was never in it; what [`Action::Write`] asks for;
/// [`PaperError::LongName`] beyond [`LONGEST_NAME`].
pub async fn name(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    heads: &Heads,
    name: &str,
) -> Result<(), PaperError> {
    let paper = readable(tx, asker, id).await?;
    allowed(tx, asker, &paper, Action::Write, None).await?;
    live::at(tx, &paper, heads).await?;
    let name = name.trim();
    if name.chars().count() > LONGEST_NAME {
        return Err(PaperError::LongName);
    }
    let had = tx.state_names(id).await?.remove(&heads.token());
    if had.as_deref().unwrap_or_default() == name {
        return Ok(());
    }
    tx.name_state(id, heads, name, asker.person, asker.now)
        .await?;
    let line = naming(tx, asker, &paper, heads, (had, name)).await?;
    Ok(tx.note(line).await?)
}

/// The line of the journal that says that a state was named, or is not any more.
async fn naming(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    heads: &Heads,
    (had, name): (Option<String>, &str),
) -> Result<NewLine, PaperError> {
    let (deed, said) = match name {
        "" => (Deed::StateUnnamed, had.unwrap_or_default()),
        name => (Deed::StateNamed, name.to_owned()),
    };
    let versions = tx.versions(paper.id).await?;
    let version = versions.iter().find(|it| it.heads == *heads);
    Ok(NewLine {
        paper: paper.id,
        at: asker.now,
        person: Some(asker.person),
        territory: asker.territories(paper).first().copied(),
        deed,
        moved: None,
        version: version.map(|it| it.id),
        motive: String::new(),
        detail: Detail::from([("nom".to_owned(), said)]),
    })
}
