//! The file of a meeting: each point that somebody sees, its text in the very version, what changed since the body saw it
//! last, and the avis received. A text is shown to who may read it, and to nobody else.

use dires_domain::heads::Heads;
use dires_domain::ids::{MeetingId, PaperId};
use dires_domain::meeting::Sight;
use dires_domain::meeting::agenda::{Point, TextPut};
use dires_domain::meeting::readiness::{Unready, astray};
use dires_domain::paper::Opinion;
use dires_domain::people::{Body, Territory};

use super::{MeetingError, texts};
use crate::papers::{Asker, may_read};
use crate::storage::meetings::Meeting;
use crate::storage::opinions::GivenOpinion;
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// A point of the file.
#[derive(Debug, Clone)]
pub struct PointFile {
    /// The point.
    pub point: Point,
    /// Its place in the agenda, from 1.
    pub rank: usize,
    /// Its text, for who may read it.
    pub text: Option<TextFile>,
    /// What is wrong with its text: for the secretariat.
    pub astray: Option<Unready>,
}

/// A text of the file.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// The text.
    pub paper: PaperId,
    /// The version that is put.
    pub version: Version,
    /// The number of the version that the body saw before, if it saw one.
    pub seen_before: Option<i32>,
    /// The avis on that version, by territory of its perimeter; none: it gave none on these words.
    pub opinions: Vec<(Territory, Option<(Opinion, String)>)>,
}

/// The points that somebody sees.
pub async fn points(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: &Meeting,
    sight: &Sight,
) -> Result<Vec<PointFile>, MeetingError> {
    let body = tx.body(meeting.sheet.body).await?;
    let body = body.ok_or(MeetingError::NoBody)?;
    let mut points = Vec::new();
    for (rank, point) in (1..).zip(tx.agenda(meeting.id).await?) {
        if !sight.shows(point.id) {
            continue;
        }
        let text = match point.text {
            Some(put) => text(tx, asker, meeting.id, &body, put).await?,
            None => None,
        };
        let now = match sight {
            Sight::Office => texts::now(tx, &point).await?,
            _ => None,
        };
        points.push(PointFile {
            astray: now.and_then(|now| astray(&body, now)),
            point,
            rank,
            text,
        });
    }
    Ok(points)
}

async fn text(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meeting: MeetingId,
    body: &Body,
    put: TextPut,
) -> Result<Option<TextFile>, StorageError> {
    let paper = tx.paper(put.paper).await?.ok_or(StorageError::Absent)?;
    if !may_read(asker, &paper) {
        return Ok(None);
    }
    let versions = tx.versions(paper.id).await?;
    let version = versions.into_iter().find(|it| it.id == put.version);
    let version = version.ok_or(StorageError::Absent)?;
    Ok(Some(TextFile {
        paper: paper.id,
        seen_before: seen_before(tx, meeting, body, &version).await?,
        opinions: opinions(tx, &paper, &version.heads).await?,
        version,
    }))
}

/// How many lines of a text's journal are looked at.
const LINES: i64 = 200;

/// The version that the body saw last before this one: it was put to another of its meetings, or stood before it when the
/// text came to it or left it.
async fn seen_before(
    tx: &mut Tx,
    meeting: MeetingId,
    body: &Body,
    version: &Version,
) -> Result<Option<i32>, StorageError> {
    let mut numbers = tx.versions_put(body.id, version.paper, meeting).await?;
    if body.conducts.is_some() {
        let lines = tx.journal(version.paper, LINES).await?;
        let its = lines
            .iter()
            .filter(|line| line.before == body.conducts || line.after == body.conducts);
        numbers.extend(its.filter_map(|line| line.version));
    }
    numbers.retain(|number| *number < version.number);
    Ok(numbers.into_iter().max())
}

async fn opinions(
    tx: &mut Tx,
    paper: &Paper,
    on: &Heads,
) -> Result<Vec<(Territory, Option<(Opinion, String)>)>, StorageError> {
    let given = tx.opinions(paper.id).await?;
    if given.is_empty() {
        return Ok(Vec::new());
    }
    let mut territories = tx.territories().await?;
    territories.retain(|it| paper.sheet.perimeter.contains(&it.id));
    let of = |territory: &Territory| {
        let on_these = |it: &&GivenOpinion| it.territory == territory.id && it.heads == *on;
        let said = given.iter().find(on_these);
        said.map(|it| (it.word, it.reservation.clone()))
    };
    let said = territories.into_iter().map(|it| {
        let said = of(&it);
        (it, said)
    });
    Ok(said.collect())
}
