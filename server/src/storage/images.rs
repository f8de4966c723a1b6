//! The images of each text, under the hash of their bytes.

use chrono::{DateTime, Utc};
use dires_domain::ids::{PaperId, PersonId, VersionId};
use dires_domain::text::{ImageFile, ImageFormat};
use uuid::Uuid;

use super::{StorageError, Tx};

/// An image to keep.
#[derive(Debug, Clone)]
pub struct NewImage {
    /// The text.
    pub paper: PaperId,
    /// Its file.
    pub file: ImageFile,
    /// Its width in pixels.
    pub width: u16,
    /// Its height in pixels.
    pub height: u16,
    /// Its bytes, of which the file has the hash.
    pub bytes: Vec<u8>,
    /// Who sent it.
    pub by: PersonId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// Keeps an image under its text. One that is there already stays as it is.
    pub async fn keep_image(&mut self, new: NewImage) -> Result<(), StorageError> {
        let size = i64::try_from(new.bytes.len()).unwrap_or(i64::MAX);
        self.query(
            "insert into image (paper_id, hash, media_type, width, height, size, bytes, uploaded_by, uploaded_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             on conflict (paper_id, hash) do nothing",
        )
        .bind(new.paper.0)
        .bind(hex::encode(new.file.hash))
        .bind(new.file.format.media_type())
        .bind(i64::from(new.width))
        .bind(i64::from(new.height))
        .bind(size)
        .bind(new.bytes)
        .bind(new.by.0)
        .bind(new.at)
        .execute()
        .await?;
        Ok(())
    }

    /// The bytes of an image of a text.
    pub async fn image_bytes(
        &mut self,
        paper: PaperId,
        file: ImageFile,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let row: Option<(Vec<u8>,)> = self
            .query("select bytes from image where paper_id = $1 and hash = $2 and media_type = $3")
            .bind(paper.0)
            .bind(hex::encode(file.hash))
            .bind(file.format.media_type())
            .optional()
            .await?;
        Ok(row.map(|(bytes,)| bytes))
    }

    /// The files of the images of a text, whether it shows them or not.
    pub async fn image_files(&mut self, paper: PaperId) -> Result<Vec<ImageFile>, StorageError> {
        let rows: Vec<(String, String)> = self
            .query("select hash, media_type from image where paper_id = $1 order by hash")
            .bind(paper.0)
            .all()
            .await?;
        rows.iter().map(|(hash, kind)| read(hash, kind)).collect()
    }

    /// How much the images of a text weigh together, in bytes.
    pub async fn images_weight(&mut self, paper: PaperId) -> Result<i64, StorageError> {
        let (weight,): (i64,) = self
            .query("select cast(coalesce(sum(size), 0) as bigint) from image where paper_id = $1")
            .bind(paper.0)
            .one()
            .await?;
        Ok(weight)
    }

    /// Gives a text the images of another.
    pub async fn copy_images(&mut self, from: PaperId, to: PaperId) -> Result<(), StorageError> {
        self.query(
            "insert into image (paper_id, hash, media_type, width, height, size, bytes, uploaded_by, uploaded_at)
             select $2, hash, media_type, width, height, size, bytes, null, uploaded_at
             from image where paper_id = $1",
        )
        .bind(from.0)
        .bind(to.0)
        .execute()
        .await?;
        Ok(())
    }

    /// The published texts of a year, visible at the instant, that have an image: the text and the version that everyone
    /// reads, which may show it or not.
    pub async fn published_with_image(
        &mut self,
        year: i16,
        file: ImageFile,
        at: DateTime<Utc>,
    ) -> Result<Vec<(PaperId, VersionId)>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = self
            .query(
                "select publication.paper_id, publication.version_id from publication
                 join image on image.paper_id = publication.paper_id
                 where publication.year = $1 and publication.visible_from <= $2
                 and image.hash = $3 and image.media_type = $4
                 order by publication.paper_id",
            )
            .bind(year)
            .bind(at)
            .bind(hex::encode(file.hash))
            .bind(file.format.media_type())
            .all()
            .await?;
        let ids = rows.into_iter();
        Ok(ids
            .map(|(paper, version)| (PaperId(paper), VersionId(version)))
            .collect())
    }
}

fn read(hash: &str, media_type: &str) -> Result<ImageFile, StorageError> {
    let mut formats = [ImageFormat::Png, ImageFormat::Jpeg].into_iter();
    let format = formats.find(|it| it.media_type() == media_type);
    let file = format.and_then(|it| ImageFile::parse(&format!("{hash}.{}", it.extension())));
    file.ok_or_else(|| StorageError::impossible("image", format!("{hash}, {media_type}")))
}

#[cfg(test)]
mod tests;
