//! The frozen versions of a text: their bytes, their hash, and the document from which they were frozen.

use automerge::{Automerge, ChangeHash};
use dires_domain::ids::PaperId;
use dires_domain::text::{Canonical, Text};
use sha2::{Digest, Sha256};

use super::{Fault, Report, VersionFault};
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// Notes what is wrong with the versions of a text, first to last. A text entered as adopted before the tool existed
/// has no document: only its bytes are looked at.
pub async fn check(
    tx: &mut Tx,
    paper: PaperId,
    title: &str,
    doc: Option<&Automerge>,
    report: &mut Report,
) -> Result<(), StorageError> {
    for version in tx.versions(paper).await?.into_iter().rev() {
        let bytes = tx.version_bytes(version.id).await?;
        report.versions += 1;
        if let Err(fault) = examine(&version, &bytes, doc) {
            let fault = Fault::Version(title.to_owned(), version.number, fault);
            report.faults.push(fault);
        }
    }
    Ok(())
}

fn examine(version: &Version, bytes: &[u8], doc: Option<&Automerge>) -> Result<(), VersionFault> {
    if hex::encode(Sha256::digest(bytes)) != version.sha256 {
        return Err(VersionFault::Sha256);
    }
    let canonical = Canonical::parse(bytes).map_err(|_| VersionFault::NotCanonical)?;
    if canonical.text().title != version.title || canonical.perimeter() != version.perimeter {
        return Err(VersionFault::Otherwise);
    }
    match doc {
        Some(doc) if frozen_again(version, &canonical, doc).as_deref() != Some(bytes) => {
            Err(VersionFault::NotTheDocument)
        }
        _ => Ok(()),
    }
}

/// The bytes that freezing the document at the version's state would give today.
fn frozen_again(version: &Version, canonical: &Canonical, doc: &Automerge) -> Option<Vec<u8>> {
    let heads: Option<Vec<ChangeHash>> = version
        .heads
        .as_slice()
        .iter()
        .map(|hash| hash.parse().ok())
        .collect();
    let text = Text::read(doc, Some(&heads?)).ok()?;
    let again = Canonical::new(canonical.nature(), &version.perimeter, text).ok()?;
    Some(again.to_bytes())
}
