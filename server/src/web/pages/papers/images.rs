//! `/textes/{id}/images`: the editor sends images there; `/textes/{id}/images/{fichier}` gives one to who reads the text.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use dires_domain::text::ImageFile;
use serde::Serialize;
use serde_json::json;
use tokio::sync::Semaphore;

use super::asker;
use super::show::identified;
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::images::{self, Fault, Picture};
use crate::web::{Answer, Problem, Someone, refusal};

/// Decoding takes memory: one image at a time.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// What a browser may do with an image that is opened by itself: show it.
const POLICY: &str = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";

/// The image that was kept, as the text is to name it.
#[derive(Serialize)]
struct Kept {
    file: String,
    width: u16,
    height: u16,
}

/// Keeps an image: the body is its file.
pub async fn add(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    sent: Result<Bytes, BytesRejection>,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    // Nothing is decoded for who may not write.
    let allowed = async { images::may_add(&mut app.db.read().await?, &asker, id).await };
    if let Err(error) = allowed.await {
        return told(&app, error).await;
    }
    let picture = match decoded(sent, app.config.file_limit).await? {
        Ok(picture) => picture,
        Err(fault) => return told(&app, fault.into()).await,
    };
    let kept = Kept {
        file: picture.file.to_string(),
        width: picture.width,
        height: picture.height,
    };
    let added = async {
        let mut tx = app.db.write().await?;
        images::add(&mut tx, &asker, id, picture, app.config.images_limit).await?;
        Ok::<_, PaperError>(tx.save().await?)
    };
    match added.await {
        Ok(()) => Ok((StatusCode::CREATED, Json(kept)).into_response()),
        Err(error) => told(&app, error).await,
    }
}

async fn decoded(
    sent: Result<Bytes, BytesRejection>,
    limit: usize,
) -> Result<Result<Picture, Fault>, Problem> {
    let sent = match sent {
        Ok(sent) if sent.len() <= limit => sent,
        Ok(_) => return Ok(Err(Fault::TooHeavy(limit))),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Ok(Err(Fault::TooHeavy(limit)));
        }
        Err(rejection) => return Err(Problem::BadRequest(rejection.body_text())),
    };
    let turn = ONE_AT_A_TIME.acquire().await;
    let turn = turn.map_err(|error| Problem::Internal(error.to_string()))?;
    let picture = tokio::task::spawn_blocking(move || {
        let picture = images::picture(&sent);
        drop(turn);
        picture
    });
    let picture = picture.await;
    picture.map_err(|error| Problem::Internal(error.to_string()))
}

/// What the editor shows of a refusal; what it never asks for is told as everywhere.
async fn told(app: &App, error: PaperError) -> Answer {
    let heavy = matches!(error, PaperError::Image(Fault::TooHeavy(_)));
    match refusal::problem(app, error).await {
        problem @ (Problem::Refused { .. } | Problem::Conflict(_) | Problem::Forbidden(_)) => {
            let face = problem.face();
            let status = if heavy {
                StatusCode::PAYLOAD_TOO_LARGE
            } else {
                face.status
            };
            Ok((status, Json(json!({ "message": face.sentence }))).into_response())
        }
        problem => Err(problem),
    }
}

/// Gives an image.
pub async fn show(
    State(app): State<App>,
    someone: Someone,
    Path((id, name)): Path<(String, String)>,
) -> Answer {
    let id = identified(&id)?;
    let file = ImageFile::parse(&name).ok_or(Problem::NotFound)?;
    let mut tx = app.db.read().await?;
    match images::bytes(&mut tx, &asker(&app, &someone), id, file).await {
        Ok(bytes) => Ok(served(file, bytes, "private, max-age=31536000, immutable")),
        Err(error) => Err(refusal::problem(&app, error).await),
    }
}

/// The answer that is an image; its bytes are those of its name, for ever.
pub fn served(file: ImageFile, bytes: Vec<u8>, kept: &'static str) -> Response {
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, file.format.media_type()),
        (header::CACHE_CONTROL, kept),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, bytes).into_response()
}
