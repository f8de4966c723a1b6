//! The images of a text: sent by who writes it, shown to who reads it, there before anything is sealed.

mod picture;

use dires_domain::circuit::Action;
use dires_domain::conditions::Missing;
use dires_domain::ids::PaperId;
use dires_domain::text::{Canonical, ImageFile, Text};

use super::consultation::seen;
use super::{Asker, PaperError, readable};
use crate::storage::images::NewImage;
use crate::storage::{StorageError, Tx};

pub use picture::{Fault, LONGEST_SIDE, MOST_PIXELS, Picture, picture};

/// Refuses who may add an image neither to a text now nor to an amendment of it.
pub async fn may_add(tx: &mut Tx, asker: &Asker<'_>, id: PaperId) -> Result<(), PaperError> {
    let paper = readable(tx, asker, id).await?;
    let placement = paper.placement();
    let amends = placement.allows(Action::Amend, asker.mandates, asker.today);
    if amends.is_err() {
        super::allowed(tx, asker, &paper, Action::Write, None).await?;
    }
    Ok(())
}

/// Keeps an image under a text, whose images weigh at most `quota` bytes together. The caller saves.
pub async fn add(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    picture: Picture,
    quota: usize,
) -> Result<(), PaperError> {
    may_add(tx, asker, id).await?;
    if tx.image_bytes(id, picture.file).await?.is_some() {
        return Ok(());
    }
    let there = usize::try_from(tx.images_weight(id).await?).unwrap_or(usize::MAX);
    if there.saturating_add(picture.bytes.len()) > quota {
        return Err(Fault::Full(quota).into());
    }
    let new = NewImage {
        paper: id,
        file: picture.file,
        width: picture.width,
        height: picture.height,
        bytes: picture.bytes,
        by: asker.person,
        at: asker.now,
    };
    Ok(tx.keep_image(new).await?)
}

/// The bytes of an image of a text that the asker may read; or of the version on which a body in which they sit is
/// consulted, if that one shows it.
///
/// Errors: [`PaperError::NotFound`] for everything else.
pub async fn bytes(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: PaperId,
    file: ImageFile,
) -> Result<Vec<u8>, PaperError> {
    let (paper, consultations) = seen(tx, asker, id).await?;
    let mut shown = super::may_read(asker, &paper);
    for consultation in consultations {
        if shown {
            break;
        }
        let version = tx.version_bytes(consultation.version).await?;
        shown = shows(&version, file)?;
    }
    let bytes = if shown {
        tx.image_bytes(id, file).await?
    } else {
        None
    };
    bytes.ok_or(PaperError::NotFound)
}

/// Whether a version, of which these are the bytes, shows an image.
pub fn shows(version: &[u8], file: ImageFile) -> Result<bool, StorageError> {
    let canonical =
        Canonical::parse(version).map_err(|error| StorageError::impossible("version", error))?;
    let mut images = canonical.text().images();
    Ok(images.any(|(image, _)| image.file == file))
}

/// What the images of a text lack before it can be sealed, by their numbers.
pub async fn missing(tx: &mut Tx, id: PaperId, text: &Text) -> Result<Vec<Missing>, StorageError> {
    if text.images().next().is_none() {
        return Ok(Vec::new());
    }
    let stored = tx.image_files(id).await?;
    let mut missing = Vec::new();
    for (number, (image, alt)) in (1..).zip(text.images()) {
        let silent = alt.is_empty() && !image.decorative;
        missing.extend(silent.then_some(Missing::Alt(number)));
        let absent = !stored.contains(&image.file);
        missing.extend(absent.then_some(Missing::Image(number)));
    }
    Ok(missing)
}
