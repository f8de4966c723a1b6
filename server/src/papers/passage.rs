//! A passage's history: who wrote it, when, and what stood there before. For the territories of the perimeter alone.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use dires_domain::anchor::Element;
use dires_domain::authorship::{self, Came, traced};
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::stretch::{Stretch, Written, stretches};
use dires_domain::text::Text;

use super::authors::seen_by;
use super::{Asker, PaperError, live, moments, readable};
use crate::storage::Tx;
use crate::storage::papers::Paper;
use crate::storage::versions::Version;

/// How many moments are looked at one by one, the last ones; what is older is one moment.
const MOST: usize = 200;

/// What became of a passage.
#[derive(Debug)]
pub struct Life {
    /// The text.
    pub paper: Paper,
    /// The block that it stands in, and what happened there, last first; none where it is not in the text any more.
    pub told: Option<(Text, Vec<Told>)>,
}

/// What happened there in one go.
#[derive(Debug)]
pub struct Told {
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it ended.
    pub to: DateTime<Utc>,
    /// Who did it, in the order in which they came.
    pub by: Vec<(Option<PersonId>, Option<TerritoryId>)>,
    /// What.
    pub came: Came,
}

/// What became of a passage of a text, named by its first character.
///
/// Errors: [`PaperError::NotFound`] for who has no mandate of a territory of the perimeter, and where nothing was written
/// here.
pub async fn life(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    passage: &Element,
) -> Result<Life, PaperError> {
    let paper = readable(tx, asker, id).await?;
    let document = seen_by(&paper, asker).ok_or(PaperError::NotFound)?;
    let spans = spans(tx, asker, &paper, document).await?;
    let doc = live::load(tx, document).await?;
    let (moments, written) = moments_of(tx, document, &doc, &spans).await?;
    let trace = traced(&doc, &moments, passage)?;
    let told = trace.map(|trace| {
        let steps = trace.steps.into_iter().map(|step| {
            let span = &spans[step.moment];
            let mut by: Vec<_> = step
                .changes
                .iter()
                .filter_map(|it| written.get(&it.0[..]))
                .collect();
            by.sort_by_key(|it| it.seq);
            Told {
                from: by.first().map_or(span.from, |it| it.at),
                to: by.last().map_or(span.to, |it| it.at),
                by: each_once(&by, span),
                came: step.came,
            }
        });
        (trace.text, steps.collect())
    });
    Ok(Life { paper, told })
}

/// The stretches of writing of a text, in order of time. What was written before a version that did not speak for any of the
/// asker's territories, who may not have read it then, is one of them.
async fn spans(
    tx: &mut Tx,
    asker: &Asker<'_>,
    paper: &Paper,
    document: DocumentId,
) -> Result<Vec<Stretch>, PaperError> {
    let written = tx.written_after(document, DateTime::UNIX_EPOCH).await?;
    let theirs = asker.territories(paper);
    let territories = tx.territories().await?.into_iter();
    let slugs = territories.filter(|it| theirs.contains(&it.id));
    let slugs: Vec<String> = slugs.map(|it| it.slug).collect();
    let mut versions = tx.versions(paper.id).await?;
    versions.reverse();
    let mut spans = Vec::new();
    let mut rest = &written[..];
    for version in &versions {
        let (before, after) = rest.split_at(rest.partition_point(|it| it.at <= version.frozen_at));
        spans.extend(told_to(&slugs, version, before));
        rest = after;
    }
    spans.extend(stretches(rest));
    Ok(with_the_oldest_as_one(spans))
}

fn told_to(slugs: &[String], version: &Version, written: &[Written]) -> Vec<Stretch> {
    let stretches = stretches(written);
    if version.perimeter.iter().any(|slug| slugs.contains(slug)) {
        return stretches;
    }
    stretches.into_iter().reduce(joined).into_iter().collect()
}

fn with_the_oldest_as_one(mut spans: Vec<Stretch>) -> Vec<Stretch> {
    let recent = spans.split_off(spans.len().saturating_sub(MOST));
    let oldest = spans.into_iter().reduce(joined);
    oldest.into_iter().chain(recent).collect()
}

fn joined(mut one: Stretch, next: Stretch) -> Stretch {
    (one.last, one.to) = (next.last, next.to);
    one.changes += next.changes;
    for writer in next.writers {
        if !one.writers.contains(&writer) {
            one.writers.push(writer);
        }
    }
    one
}

/// The moments at the ends of these stretches, and whose each change is.
async fn moments_of(
    tx: &mut Tx,
    document: DocumentId,
    doc: &automerge::Automerge,
    spans: &[Stretch],
) -> Result<(Vec<authorship::Moment>, HashMap<Vec<u8>, Written>), PaperError> {
    let written = tx.change_authors(document).await?;
    let last = spans.last().map_or(0, |it| it.last);
    let wanted = |seq| spans.binary_search_by_key(&seq, |it| it.last).is_ok();
    let states = moments::states_of(tx, document, doc, last, wanted).await?;
    let mut moments: Vec<authorship::Moment> = Vec::new();
    for (_, heads) in states {
        moments.push(authorship::Moment {
            heads,
            changes: Vec::new(),
        });
    }
    for (hash, change) in &written {
        let at = spans.partition_point(|it| it.last < change.seq);
        if let (Some(moment), Ok(hash)) = (moments.get_mut(at), hash.as_slice().try_into()) {
            moment.changes.push(automerge::ChangeHash(hash));
        }
    }
    Ok((moments, written))
}

/// Who wrote these changes; where only the form is another, who wrote then.
fn each_once(by: &[&Written], span: &Stretch) -> Vec<(Option<PersonId>, Option<TerritoryId>)> {
    if by.is_empty() {
        return span.writers.clone();
    }
    let mut writers = Vec::new();
    for change in by {
        if !writers.contains(&change.by) {
            writers.push(change.by);
        }
    }
    writers
}
