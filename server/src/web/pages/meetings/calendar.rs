//! `/calendrier/{secret}.ics`: a person's meetings, by what they may see when it is read; and `/compte/calendrier`, where
//! its address is made, shown once, and revoked.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::ids::PersonId;

use super::go;
use crate::app::App;
use crate::entropy::Token;
use crate::meetings::{ics, year};
use crate::papers::Asker;
use crate::storage::{StorageError, Tx};
use crate::web::entry::entry;
use crate::web::messages::meetings as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, page};

/// How far back a calendar goes.
const PAST: TimeDelta = TimeDelta::days(366);

/// How exactly it is noted when a calendar was read.
const NOTED: TimeDelta = TimeDelta::hours(1);

/// Nobody keeps it but who asked.
const PRIVATE: (header::HeaderName, &str) = (header::CACHE_CONTROL, "private, no-store");

#[derive(Template)]
#[template(path = "pages/meetings/feed.html")]
struct FeedPage {
    frame: Frame,
    address: String,
    webcal: String,
}

/// Gives the calendar whose secret this is.
pub async fn feed(State(app): State<App>, Path(file): Path<String>) -> Answer {
    let secret = file.strip_suffix(".ics").ok_or(Problem::NotFound)?;
    let token = Token::presented(secret);
    let mut tx = app.db.read().await?;
    let found = tx.whose_calendar(token.hash()).await?;
    let (person, read_at) = found.ok_or(Problem::NotFound)?;
    let words = calendar(&mut tx, &app, person).await?;
    drop(tx);
    note(&app, person, read_at).await;
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    Ok(([kind, PRIVATE], words).into_response())
}

async fn calendar(tx: &mut Tx, app: &App, person: PersonId) -> Result<String, StorageError> {
    let mandates = tx.mandates_of(person).await?;
    let asker = Asker {
        person,
        mandates: &mandates,
        now: app.clock.now(),
        today: app.clock.today(),
    };
    let seen = year::from(tx, &asker, asker.now - PAST).await?;
    let mut entries = Vec::new();
    for (meeting, sight) in &seen {
        let entry = entry(tx, &app.config, meeting, sight).await?;
        entries.push((meeting, entry));
    }
    let association = tx.association().await?;
    let name = association.map(|(name, _)| name).unwrap_or_default();
    Ok(ics::feed(&say::calendar(&name), entries, asker.now))
}

/// A reading that cannot be noted (read-only database) is still one.
async fn note(app: &App, person: PersonId, read_at: Option<DateTime<Utc>>) {
    let now = app.clock.now();
    if read_at.is_some_and(|at| now - at < NOTED) {
        return;
    }
    let noted = async {
        let mut tx = app.db.write().await?;
        tx.calendar_was_read(person, now).await?;
        tx.save().await
    };
    if let Err(error) = noted.await {
        tracing::warn!(%error, "a calendar's last reading could not be noted");
    }
}

/// Makes an address, which ends the one before, and shows it once; or revokes it.
pub async fn change(State(app): State<App>, someone: Someone, frame: Frame, form: Form) -> Answer {
    let mut tx = app.db.write().await?;
    if form.text("action") == "revoquer" {
        tx.revoke_calendar_feed(someone.person.id).await?;
        tx.save().await?;
        return Ok(go(&app, "/compte#calendrier", say::FEED_REVOKED));
    }
    let token = Token::new(&*app.entropy);
    tx.make_calendar_feed(someone.person.id, token.hash(), app.clock.now())
        .await?;
    tx.save().await?;
    made(&app, frame, &token)
}

/// The only page that ever shows the secret: no cache keeps it.
fn made(app: &App, frame: Frame, token: &Token) -> Answer {
    let address = format!(
        "{}/calendrier/{}.ics",
        app.config.public_url,
        token.secret()
    );
    let webcal = address
        .split_once("://")
        .map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    let shown: Response = page(&FeedPage {
        frame: frame.titled(say::FEED_MADE),
        address,
        webcal,
    })?;
    Ok(([PRIVATE], shown).into_response())
}
