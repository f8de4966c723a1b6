//! The few words of a frozen text that a correction changes, or that its undoing puts back; and the version that follows.

use std::ops::Range;
use std::sync::Arc;

use automerge::transaction::{CommitOptions, Transactable as _};
use automerge::{ActorId, Automerge, AutomergeError, ROOT, ReadDoc as _};
use dires_domain::heads::Heads;
use dires_domain::suggestion::proposals;
use dires_domain::text::Draft;

use crate::papers::live::Live;
use crate::papers::step::{Seal, freeze};
use crate::papers::{Asker, PaperError, decided_before};
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// Puts words in the place of others and freezes the version that says so: the document as it is then, and the version.
pub(super) async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    (paper, held): (&Paper, &Live),
    doc: Arc<Automerge>,
    (range, former, words): (&Range<usize>, &str, &str),
) -> Result<(Automerge, Version), PaperError> {
    let mut doc = Arc::unwrap_or_clone(doc).with_actor(ActorId::random());
    replace(&mut doc, range, (former, words), asker.now.timestamp())?;
    let change = doc.get_last_local_change().ok_or(StorageError::Absent)?;
    let heads = Heads::of(&doc.get_heads());
    let by = (asker.person, asker.now);
    tx.write_frozen(held.document, &change, &heads, by).await?;
    let version = sealed(tx, asker, paper, &doc, &heads).await?;
    if !tx.move_paper(paper.id, paper.revision, paper.stage).await? {
        return Err(decided_before(tx, paper.id).await?);
    }
    Ok((doc, version))
}

/// Only the characters that differ are written anew, so that whatever holds on to the others finds them.
fn replace(
    doc: &mut Automerge,
    range: &Range<usize>,
    (former, words): (&str, &str),
    time: i64,
) -> Result<(), PaperError> {
    let (head, tail) = shared(former, words);
    let (removed, added) = (
        &former[head..former.len() - tail],
        &words[head..words.len() - tail],
    );
    let at = range.start + former[..head].encode_utf16().count();
    let length = isize::try_from(removed.encode_utf16().count()).unwrap_or(isize::MAX);
    let (_, body) = doc.get(ROOT, "body")?.ok_or(StorageError::Absent)?;
    let options = |(): &()| CommitOptions::default().with_time(time);
    doc.transact_with::<_, _, AutomergeError, _>(options, |edit| {
        edit.splice_text(&body, at, length, added)
    })
    .map_err(|failure| failure.error)?;
    Ok(())
}

/// How many bytes two words begin with, and end with, alike.
fn shared(one: &str, other: &str) -> (usize, usize) {
    let alike = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs
            .take_while(|(a, b)| a == b)
            .map(|(a, _)| a.len_utf8())
            .sum()
    };
    let head = alike(&mut one.chars().zip(other.chars()));
    let (one, other) = (&one[head..], &other[head..]);
    let tail = alike(&mut one.chars().rev().zip(other.chars().rev()));
    (head, tail)
}

async fn sealed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    doc: &Automerge,
    heads: &Heads,
) -> Result<Version, PaperError> {
    let draft = Draft::read(doc, None)?;
    let suggestions = proposals(&draft).len();
    let mut perimeter = tx.territories().await?;
    perimeter.retain(|it| paper.sheet.perimeter.contains(&it.id));
    let seal = Seal {
        paper,
        perimeter: &perimeter,
        text: &draft.settled(),
        suggestions,
        heads,
        at: asker.now,
        by: Some(asker.person),
    };
    freeze(tx, &seal).await
}

#[cfg(test)]
mod tests {
    use super::shared;

    #[test]
    fn what_two_words_share_is_counted_once() {
        for (one, other, expected) in [
            ("élèves", "élèvent", (7, 0)),
            ("aa", "aaa", (2, 0)),
            ("le rail", "les rail", (2, 5)),
            ("rail", "rial", (1, 1)),
            ("a", "b", (0, 0)),
        ] {
            assert_eq!(shared(one, other), expected, "{one} {other}");
        }
    }
}
