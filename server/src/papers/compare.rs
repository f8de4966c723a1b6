//! Two moments of a text, one beside the other.

use std::collections::HashMap;

use dires_domain::heads::Heads;
use dires_domain::ids::PaperId;
use dires_domain::redline::Redline;
use dires_domain::stretch::Stretch;
use dires_domain::text::{Canonical, Text};

use super::{Asker, PaperError, live, moments, readable};
use crate::storage::Tx;
use crate::storage::papers::Paper;
use crate::storage::readings::Reading;
use crate::storage::versions::Version;

/// A moment of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The version with this number.
    Version(i32),
    /// As it was at the end of a stretch of writing since the last version, by the number of its last change.
    At(i64),
    /// As the asker said that they had read it.
    Reading,
    /// As it is stored now.
    Now,
}

/// What two moments of a text are.
#[derive(Debug)]
pub struct Compared {
    /// The text.
    pub paper: Paper,
    /// Its versions, last first.
    pub versions: Vec<Version>,
    /// The earlier moment, and the later.
    pub moments: (Moment, Moment),
    /// The stretches of writing since the last of them, last first.
    pub stretches: Vec<Stretch>,
    /// The state at the end of each, by the number of its last change, where any state of the text has a name.
    pub states: HashMap<i64, Heads>,
    /// The names of its states, by [`Heads::token`].
    pub names: HashMap<String, String>,
    /// The asker's bookmark in it.
    pub reading: Option<Reading>,
    /// The state of the later moment.
    pub heads: Heads,
    /// What changed from one to the other.
    pub redline: Redline,
}

impl Compared {
    /// The slugs of the territories that a version speaks for; of none, where the moment is not one.
    pub fn perimeter(&self, moment: Moment) -> Option<&[String]> {
        let Moment::Version(number) = moment else {
            return None;
        };
        let version = self.versions.iter().find(|it| it.number == number);
        version.map(|it| it.perimeter.as_slice())
    }
}

/// What changed between two moments of a text that the asker may read. What is not asked for is what one would ask: from
/// the last version to now while the text is written, else from the version before the last to the last.
///
/// Errors: [`PaperError::NotFound`] where the text, a version, or anything to compare is not there.
pub async fn compare(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    asked_for: (Option<Moment>, Option<Moment>),
) -> Result<Compared, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let versions = tx.versions(id).await?;
    let (before, after) = usual(&paper, &versions);
    let (Some(before), Some(after)) = (asked_for.0.or(before), asked_for.1.or(after)) else {
        return Err(PaperError::NotFound);
    };
    let stretches = moments::since(tx, &paper, &versions).await?;
    // Those before the last version are of a stage at which the asker may have had nothing to read.
    let is_open = |moment| match moment {
        Moment::At(seq) => stretches.iter().any(|stretch| stretch.last == seq),
        Moment::Version(_) | Moment::Reading | Moment::Now => true,
    };
    if !is_open(before) || !is_open(after) {
        return Err(PaperError::NotFound);
    }
    let reading = tx.reading(asker.person, id).await?;
    let (old, _) = text(tx, &paper, &versions, reading.as_ref(), before).await?;
    let (new, heads) = text(tx, &paper, &versions, reading.as_ref(), after).await?;
    let names = tx.state_names(id).await?;
    Ok(Compared {
        states: if names.is_empty() {
            HashMap::new()
        } else {
            moments::states(tx, &paper, &stretches).await?
        },
        stretches,
        names,
        paper,
        versions,
        moments: (before, after),
        reading,
        heads,
        redline: Redline::between(&old, &new),
    })
}

/// Whether people may write in it now, so that it may differ from its last version.
pub fn is_written(paper: &Paper) -> bool {
    use dires_domain::circuit::Stage;
    matches!(paper.stage, Stage::Drafting | Stage::Directions)
}

/// The two moments that one asks for who does not say.
pub fn usual(paper: &Paper, versions: &[Version]) -> (Option<Moment>, Option<Moment>) {
    let mut numbers = versions
        .iter()
        .map(|version| Moment::Version(version.number));
    let after = if is_written(paper) {
        Some(Moment::Now)
    } else {
        numbers.next()
    };
    (numbers.next(), after)
}

async fn text(
    tx: &mut Tx,
    paper: &Paper,
    versions: &[Version],
    reading: Option<&Reading>,
    moment: Moment,
) -> Result<(Text, Heads), PaperError> {
    let (text, heads) = match moment {
        Moment::Now => live::look(tx, paper).await?,
        Moment::At(seq) => moments::at(tx, paper, seq).await?,
        Moment::Reading => {
            let reading = reading.ok_or(PaperError::NotFound)?;
            (
                live::at(tx, paper, &reading.heads).await?,
                reading.heads.clone(),
            )
        }
        Moment::Version(number) => {
            let version = versions.iter().find(|version| version.number == number);
            let version = version.ok_or(PaperError::NotFound)?;
            let bytes = tx.version_bytes(version.id).await?;
            (
                Canonical::parse(&bytes)?.text().clone(),
                version.heads.clone(),
            )
        }
    };
    Ok((text.normalised(), heads))
}
