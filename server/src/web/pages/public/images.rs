//! `/dires/{annee}/images/{fichier}`: the images of published texts, beside the files that name them.

use axum::extract::{Path, State};
use dires_domain::text::ImageFile;

use crate::app::App;
use crate::papers::images::shows;
use crate::web::pages::papers::images::served;
use crate::web::{Answer, Problem};

/// How long a copy may be kept: the name is the hash of the bytes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Gives an image that a published text of the year shows.
pub async fn show(State(app): State<App>, Path((year, name)): Path<(String, String)>) -> Answer {
    let year: i16 = year.parse().map_err(|_| Problem::NotFound)?;
    let file = ImageFile::parse(&name).ok_or(Problem::NotFound)?;
    let mut tx = app.db.read().await?;
    let now = app.clock.now();
    for (paper, version) in tx.published_with_image(year, file, now).await? {
        if shows(&tx.version_bytes(version).await?, file)?
            && let Some(bytes) = tx.image_bytes(paper, file).await?
        {
            return Ok(served(file, bytes, FOREVER));
        }
    }
    Err(Problem::NotFound)
}
