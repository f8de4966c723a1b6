//! Texts on an agenda: in the very version that they have when they are put there, frozen then where people still write.

use dires_domain::ids::{MeetingId, PaperId, PointId};
use dires_domain::meeting::agenda::{Point, TextPut};
use dires_domain::meeting::readiness::{TextNow, looks_at};
use dires_domain::people::{Body, Territory};
use uuid::Uuid;

use super::agenda::Arranged;
use super::{MeetingError, serves};
use crate::papers::step::{Seal, freeze};
use crate::papers::{Asker, PaperError, images, live, readable};
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// Puts a text at the end of the agenda, as it is now.
pub async fn put(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    paper: PaperId,
) -> Result<PointId, MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let on_it = |point: &&Point| point.text.is_some_and(|text| text.paper == paper);
    if let Some(point) = agenda.points.iter().find(on_it) {
        return Err(MeetingError::TextTwice(point.id));
    }
    let version = version_now(tx, asker, &agenda, paper).await?;
    let point = Point {
        id: PointId(Uuid::now_v7()),
        title: version.title.clone(),
        text: Some(TextPut {
            paper,
            version: version.id,
        }),
        guests: Vec::new(),
    };
    agenda.add(tx, &point).await?;
    Ok(point.id)
}

/// Puts the text of a point as it is now, instead of the version that was there.
pub async fn renew(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    point: PointId,
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let text = agenda.point(point)?.text.ok_or(MeetingError::NoText)?;
    let version = version_now(tx, asker, &agenda, text.paper).await?;
    Ok(tx.put_version(point, version.id, &version.title).await?)
}

/// The version that a text has now, frozen if its words were none.
async fn version_now(
    tx: &mut Tx,
    asker: &Asker<'_>,
    agenda: &Arranged,
    paper: PaperId,
) -> Result<Version, MeetingError> {
    let body = tx.body(agenda.meeting.sheet.body).await?;
    let body = body.ok_or(MeetingError::NoBody)?;
    let live = live::hold(tx, paper).await?;
    let paper = match readable(tx, asker, paper).await {
        Err(PaperError::NotFound) => return Err(MeetingError::NoText),
        other => other?,
    };
    if !looks_at(&body, paper.stage) {
        return Err(MeetingError::TextElsewhere(paper.stage));
    }
    let Some(live) = live else {
        let last = tx.last_version(paper.id).await?;
        return Ok(last.ok_or(StorageError::Absent)?);
    };
    let (text, suggestions) = live::settled(tx, live.document).await?;
    let missing = images::missing(tx, paper.id, &text).await?;
    if !missing.is_empty() {
        return Err(PaperError::Missing(missing).into());
    }
    let perimeter = perimeter(tx, &paper).await?;
    let seal = Seal {
        paper: &paper,
        perimeter: &perimeter,
        text: &text,
        suggestions,
        heads: &live.heads,
        at: asker.now,
        by: Some(asker.person),
    };
    Ok(freeze(tx, &seal).await?)
}

async fn perimeter(tx: &mut Tx, paper: &Paper) -> Result<Vec<Territory>, StorageError> {
    let mut territories = tx.territories().await?;
    territories.retain(|it| paper.sheet.perimeter.contains(&it.id));
    Ok(territories)
}

/// Where the text of a point stands now: none for a point without one.
pub async fn now(tx: &mut Tx, point: &Point) -> Result<Option<TextNow>, StorageError> {
    let Some(put) = point.text else {
        return Ok(None);
    };
    let paper = tx.paper(put.paper).await?.ok_or(StorageError::Absent)?;
    let last = tx.last_version(put.paper).await?;
    let last = last.ok_or(StorageError::Absent)?;
    let heads = tx.heads_of(put.paper).await?;
    let mut slugs: Vec<_> = perimeter(tx, &paper).await?;
    slugs.sort_by(|a, b| a.slug.cmp(&b.slug));
    let same_perimeter = slugs.iter().map(|it| &it.slug).eq(last.perimeter.iter());
    let same_words = heads.is_none_or(|heads| heads == last.heads);
    Ok(Some(TextNow {
        point: point.id,
        stage: paper.stage,
        unchanged: last.id == put.version && same_words && same_perimeter,
    }))
}

/// The texts that this body may be shown and that its agenda does not have yet, last first.
pub async fn proposed(
    tx: &mut Tx,
    asker: &Asker<'_>,
    body: &Body,
    points: &[Point],
) -> Result<Vec<Paper>, StorageError> {
    if !serves(asker) {
        return Ok(Vec::new());
    }
    let mut papers = tx.papers().await?;
    let on_it = |paper: &Paper| {
        let mut texts = points.iter().filter_map(|point| point.text);
        texts.any(|text| text.paper == paper.id)
    };
    papers.retain(|paper| looks_at(body, paper.stage) && !paper.prior && !on_it(paper));
    papers.retain(|paper| crate::papers::may_read(asker, paper));
    Ok(papers)
}
