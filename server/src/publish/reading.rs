//! All that a public page says of one text, read back from the bytes that were hashed.

use chrono::{DateTime, Utc};
use dires_domain::text::Canonical;

use crate::storage::adoptions::AdoptionRecord;
use crate::storage::published::Published;
use crate::storage::{StorageError, Tx};

/// A published text, whole.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What lists say of it.
    pub text: Published,
    /// The bytes whose SHA-256 is printed.
    pub bytes: Vec<u8>,
    /// What these bytes say.
    pub canonical: Canonical,
    /// How it was adopted.
    pub record: AdoptionRecord,
    /// The published text that it corrects.
    pub corrects: Option<Published>,
    /// The published texts that correct it, the most recent first.
    pub corrected_by: Vec<Published>,
}

/// The text of an address, if everyone may read it at this instant.
pub async fn read(
    tx: &mut Tx,
    year: i16,
    slug: &str,
    at: DateTime<Utc>,
) -> Result<Option<Reading>, StorageError> {
    let all = tx.public_texts(at).await?;
    let found = all
        .iter()
        .find(|text| text.year == year && text.slug == slug);
    let Some(text) = found.cloned() else {
        return Ok(None);
    };
    let bytes = tx.version_bytes(text.version).await?;
    Ok(Some(Reading {
        canonical: parse(&bytes)?,
        record: tx.adoption_record(text.paper).await?,
        corrects: all
            .iter()
            .find(|one| Some(one.paper) == text.corrects)
            .cloned(),
        corrected_by: all
            .iter()
            .filter(|one| one.corrects == Some(text.paper))
            .cloned()
            .collect(),
        bytes,
        text,
    }))
}

/// The first words of a text, at most `limit` characters.
pub async fn summary(tx: &mut Tx, text: &Published, limit: usize) -> Result<String, StorageError> {
    let bytes = tx.version_bytes(text.version).await?;
    Ok(parse(&bytes)?.text().summary(limit))
}

fn parse(bytes: &[u8]) -> Result<Canonical, StorageError> {
    Canonical::parse(bytes).map_err(|error| StorageError::impossible("version", error))
}
