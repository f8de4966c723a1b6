//! How many meetings a year the association wants of a body.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::{body_page, go, named};
use crate::app::App;
use crate::web::messages::meetings as say;
use crate::web::{Answer, Form, Frame, Office, page_with};

/// The most that can be wanted.
const MOST: u16 = 366;

/// Records it; an empty field says that the association does not say.
pub async fn set(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path(slug): Path<String>,
    form: Form,
) -> Answer {
    let typed = form.text("rythme");
    let wanted = match read(typed) {
        Ok(wanted) => wanted,
        Err(sentence) => {
            let mut page = body_page(&app, frame, &slug).await?;
            typed.clone_into(&mut page.rhythm);
            page.rhythm_faults.add("rythme", sentence);
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let mut tx = app.db.write().await?;
    let body = named(&mut tx, &slug).await?;
    tx.set_rhythm(body.id, wanted).await?;
    tx.save().await?;
    let path = format!("/secretariat/instances/{slug}");
    Ok(go(&app, &path, say::RHYTHM_RECORDED))
}

/// What was typed, read as a number of meetings; or what is wrong with it.
fn read(typed: &str) -> Result<Option<u16>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    let wanted = typed.parse().ok().filter(|wanted| *wanted <= MOST);
    wanted.map(Some).ok_or(say::BAD_RHYTHM)
}
