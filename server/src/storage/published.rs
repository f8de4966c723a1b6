//! What everyone may read: published texts whose minute has come.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::ids::{PaperId, VersionId};
use dires_domain::paper::PaperKind;
use dires_domain::people::Membership;
use serde::Deserialize;
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StorageError, Tx};

/// Something that has a name, and a slug in addresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
}

/// A territory that signs a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The territory.
    pub territory: Named,
    /// De droit or associé.
    pub membership: Membership,
}

/// A territory that belongs to the association on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Its name.
    pub name: String,
    /// Heard, but without a vote.
    pub associate: bool,
}

/// A published text, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The text.
    pub paper: PaperId,
    /// Its kind.
    pub kind: PaperKind,
    /// The title of the version that was adopted.
    pub title: String,
    /// To whom it is addressed; empty when it says nobody.
    pub addressee: String,
    /// The volet it belongs to, if any.
    pub strand: Option<Named>,
    /// The territories of the version, in the order of their slugs.
    pub signatories: Vec<Signatory>,
    /// The year of its address.
    pub year: i16,
    /// The end of its address.
    pub slug: String,
    /// The day it was adopted.
    pub decided_on: NaiveDate,
    /// The body that adopted it.
    pub body: String,
    /// The minute from which everyone reads it.
    pub visible_from: DateTime<Utc>,
    /// The version that was adopted.
    pub version: VersionId,
    /// SHA-256 of its canonical bytes, in hexadecimal.
    pub sha256: String,
    /// Whether it was adopted before the tool existed.
    pub prior: bool,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// The published text that it corrects.
    pub corrects: Option<PaperId>,
}

impl Published {
    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/dires/{}/{}", self.year, self.slug)
    }
}

#[derive(Deserialize)]
struct Perimeter {
    territories: Vec<String>,
}

#[derive(FromRow)]
struct Row {
    paper_id: Uuid,
    kind: String,
    title: String,
    addressee: String,
    strand_slug: Option<String>,
    strand_name: Option<String>,
    perimeter: Json<Perimeter>,
    year: i16,
    slug: String,
    decided_on: NaiveDate,
    body: String,
    visible_from: DateTime<Utc>,
    version_id: Uuid,
    sha256: String,
    prior: bool,
    demonstration: bool,
    corrects: Option<Uuid>,
}

#[derive(FromRow)]
struct TerritoryRow {
    slug: String,
    name: String,
    membership: String,
}

impl Tx {
    /// Every published text that is visible at the instant, the most recently adopted first.
    pub async fn public_texts(
        &mut self,
        at: DateTime<Utc>,
    ) -> Result<Vec<Published>, StorageError> {
        let rows: Vec<Row> = self
            .query(
                "select paper.id as paper_id, paper.kind, version.title, paper.addressee,
                        strand.slug as strand_slug, strand.name as strand_name, version.perimeter,
                        publication.year, publication.slug, decision.decided_on, body.name as body,
                        publication.visible_from, version.id as version_id, version.sha256,
                        paper.prior, paper.demonstration, paper.corrects
                 from publication
                 join paper on paper.id = publication.paper_id
                 join version on version.id = publication.version_id
                 join decision on decision.id = (
                   select adoption.id from decision adoption
                   where adoption.paper_id = paper.id and adoption.adopted
                   order by adoption.recorded_at desc, adoption.id desc limit 1)
                 join body on body.id = decision.body_id
                 left join strand on strand.id = paper.strand_id
                 where publication.visible_from <= $1
                 order by decision.decided_on desc, publication.visible_from desc, paper.id desc",
            )
            .bind(at)
            .all()
            .await?;
        let territories = self.signatories().await?;
        rows.into_iter()
            .map(|row| read(row, &territories))
            .collect()
    }

    /// Who speaks on a day: the members de droit by slug, then the associates.
    pub async fn voices(&mut self, on: NaiveDate) -> Result<Vec<Voice>, StorageError> {
        let rows: Vec<TerritoryRow> = self
            .query(
                "select slug, name, membership from territory
                 where since <= $1 and (until is null or until >= $1)
                 order by case membership when 'de-droit' then 0 else 1 end, slug",
            )
            .bind(on)
            .all()
            .await?;
        let signatories: Result<Vec<Signatory>, _> = rows.into_iter().map(signatory).collect();
        let voice = |one: Signatory| Voice {
            associate: one.membership == Membership::Associate,
            name: one.territory.name,
        };
        Ok(signatories?.into_iter().map(voice).collect())
    }

    async fn signatories(&mut self) -> Result<Vec<Signatory>, StorageError> {
        let rows: Vec<TerritoryRow> = self
            .query("select slug, name, membership from territory")
            .all()
            .await?;
        rows.into_iter().map(signatory).collect()
    }
}

fn signatory(row: TerritoryRow) -> Result<Signatory, StorageError> {
    Ok(Signatory {
        membership: row
            .membership
            .parse()
            .map_err(|error| StorageError::impossible("territory", error))?,
        territory: Named {
            slug: row.slug,
            name: row.name,
        },
    })
}

fn read(row: Row, territories: &[Signatory]) -> Result<Published, StorageError> {
    let find = |slug: &String| {
        let found = territories.iter().find(|one| one.territory.slug == *slug);
        let unknown = || StorageError::impossible("version", format!("no territory {slug}"));
        found.cloned().ok_or_else(unknown)
    };
    Ok(Published {
        paper: PaperId(row.paper_id),
        kind: row
            .kind
            .parse()
            .map_err(|error| StorageError::impossible("paper", error))?,
        title: row.title,
        addressee: row.addressee,
        strand: row
            .strand_slug
            .zip(row.strand_name)
            .map(|(slug, name)| Named { slug, name }),
        signatories: row
            .perimeter
            .territories
            .iter()
            .map(find)
            .collect::<Result<_, _>>()?,
        year: row.year,
        slug: row.slug,
        decided_on: row.decided_on,
        body: row.body,
        visible_from: row.visible_from,
        version: VersionId(row.version_id),
        sha256: row.sha256,
        prior: row.prior,
        demonstration: row.demonstration,
        corrects: row.corrects.map(PaperId),
    })
}

#[cfg(test)]
mod tests;
