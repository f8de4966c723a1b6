//! `/connexion` and `/deconnexion`: the door, both ways.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Redirect, Response};
use chrono::{DateTime, Utc};
use dires_domain::ids::PersonId;
use serde::Deserialize;

use crate::app::App;
use crate::attempts::Key;
use crate::password;
use crate::storage::people::fold_email;
use crate::web::address::ClientAddress;
use crate::web::messages::login as say;
use crate::web::visit::Visit;
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, cookies, page_with, sessions};

/// No address to which mail goes is longer, in characters (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// Where one goes after the log-in when no page was asked for.
const HOME: &str = "/tableau";

#[derive(Template)]
#[template(path = "pages/login.html")]
struct LogIn {
    frame: Frame,
    suite: String,
    email: String,
    /// Whether the person has this device keep what is needed to write without network.
    keeps: bool,
    faults: Faults,
}

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    suite: Option<String>,
}

/// Shows the form; says so when a session has ended.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let mut frame = Frame::of(&visit).titled(say::TITLE);
    if visit.session_ended {
        frame.message = Some(say::SESSION_ENDED.to_owned());
    }
    let log_in = LogIn {
        suite: asked.suite.unwrap_or_default(),
        email: String::new(),
        keeps: frame.keeps,
        frame,
        faults: Faults::default(),
    };
    page_with(StatusCode::OK, &log_in)
}

/// Checks the address and the password, and opens a session.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let email = fold_email(form.text("courriel"));
    if email.is_empty() || form.raw("mot_de_passe").is_empty() {
        return refuse(
            frame,
            &form,
            StatusCode::UNPROCESSABLE_ENTITY,
            say::EMPTY.to_owned(),
        );
    }
    // What is counted is kept a while: not the megabytes that somebody may send as an address.
    let account = email.chars().take(LONGEST_EMAIL).collect();
    let keys = [Key::Account(account), Key::Address(address)];
    if let Err(until) = app.attempts.begin(&keys, app.clock.now()) {
        return too_many(frame, &form, until, app.clock.now());
    }
    let Some(found) = check(&app, &email, form.raw("mot_de_passe")).await? else {
        return refuse(
            frame,
            &form,
            StatusCode::UNPROCESSABLE_ENTITY,
            say::WRONG.to_owned(),
        );
    };
    app.attempts.succeeded(&keys);
    open(&app, found, &headers, &form).await
}

/// The person whose address and password these are. An unknown address takes as long.
async fn check(app: &App, email: &str, password: &str) -> Result<Option<PersonId>, Problem> {
    let mut tx = app.db.read().await?;
    let found = tx.credentials(email).await?;
    drop(tx);
    let hash = found.as_ref().and_then(|it| it.password_hash.clone());
    let right = password::verify(password.to_owned(), hash).await?;
    Ok(found.filter(|_| right).map(|it| it.person))
}

async fn open(app: &App, person: PersonId, headers: &HeaderMap, form: &Form) -> Answer {
    let mut tx = app.db.write().await?;
    let session = sessions::open(app, &mut tx, person, headers).await?;
    tx.save().await?;
    let device = cookies::keep_on_device(&app.config, keeps(form), app.config.session_life);
    let suite = form.text("suite");
    let suite = if is_inside(suite) { suite } else { HOME };
    let cookies = AppendHeaders([session, device].map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, Redirect::to(suite)).into_response())
}

/// Whether the box « Garder mes textes sur cet appareil » was ticked.
fn keeps(form: &Form) -> bool {
    form.text("garder") == "oui"
}

/// A path of this site, and not the start of another's address.
fn is_inside(path: &str) -> bool {
    let mut rest = path.chars();
    rest.next() == Some('/')
        && !matches!(rest.next(), Some('/' | '\\'))
        && path.chars().all(|c| !c.is_control())
}

fn refuse(frame: Frame, form: &Form, status: StatusCode, sentence: String) -> Answer {
    let mut faults = Faults::default();
    faults.add("courriel", sentence);
    let log_in = LogIn {
        frame: frame.titled(say::TITLE),
        suite: form.text("suite").to_owned(),
        email: form.text("courriel").to_owned(),
        keeps: keeps(form),
        faults,
    };
    page_with(status, &log_in)
}

fn too_many(frame: Frame, form: &Form, until: DateTime<Utc>, now: DateTime<Utc>) -> Answer {
    let seconds = (until - now).num_seconds().max(1);
    let sentence = say::too_many(seconds);
    let mut response = refuse(frame, form, StatusCode::TOO_MANY_REQUESTS, sentence)?;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(response)
}

/// Ends the session, and has the browser forget what it kept of it.
pub async fn leave(State(app): State<App>, someone: Option<Someone>, _form: Form) -> Answer {
    if let Some(someone) = someone {
        let mut tx = app.db.write().await?;
        tx.end_session(someone.session.clone()).await?;
        tx.save().await?;
        app.hub.close_session(&someone.session);
    }
    Ok(gone(&app))
}

/// Ends every session of the person.
pub async fn leave_everywhere(State(app): State<App>, someone: Someone, _form: Form) -> Answer {
    let mut tx = app.db.write().await?;
    tx.end_sessions_of(someone.person.id).await?;
    tx.save().await?;
    app.hub.close_person(someone.person.id);
    Ok(gone(&app))
}

fn gone(app: &App) -> Response {
    let forget = HeaderName::from_static("clear-site-data");
    let headers = [
        (header::SET_COOKIE, cookies::close_session(&app.config)),
        (forget, HeaderValue::from_static(r#""cache", "storage""#)),
    ];
    (headers, Redirect::to("/connexion")).into_response()
}

#[cfg(test)]
mod tests;
