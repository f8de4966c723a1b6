//! `/invitation/{jeton}`: someone who was invited chooses a password.
//!
//! Opening the link changes nothing, because mail scanners open links too; sending the form uses it up.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::people::Person;

use crate::app::App;
use crate::entropy::Token;
use crate::password;
use crate::storage::StorageError;
use crate::web::messages::invitation as say;
use crate::web::{Answer, Faults, Form, Frame, Problem, cookies, dates, page_with, sessions};

#[derive(Template)]
#[template(path = "pages/invitation.html")]
struct Invitation {
    frame: Frame,
    person: Person,
    until: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "pages/invitation_over.html")]
struct Over {
    frame: Frame,
}

/// Shows the form, or that the link no longer holds.
pub async fn show(State(app): State<App>, frame: Frame, Path(token): Path<String>) -> Answer {
    draw(&app, frame, &Token::presented(&token), Faults::default()).await
}

/// Sets the password, ends every session that the person had, and opens one.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    Path(token): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let token = Token::presented(&token);
    let faults = faults(&form);
    if !faults.is_empty() {
        return draw(&app, frame, &token, faults).await;
    }
    if pending(&app, &token).await?.is_none() {
        return over(frame);
    }
    let hash = password::hash(form.raw("mot_de_passe").to_owned()).await?;
    let mut tx = app.db.write().await?;
    let Some(person) = tx
        .use_invitation(token.hash(), hash, app.clock.now())
        .await?
    else {
        return over(frame);
    };
    tx.end_sessions_of(person).await?;
    let cookie = sessions::open(&app, &mut tx, person, &headers).await?;
    tx.save().await?;
    let welcome = cookies::say_next(&app.config, say::WELCOME);
    let mut response = Redirect::to("/compte").into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response.headers_mut().append(header::SET_COOKIE, welcome);
    Ok(response)
}

fn faults(form: &Form) -> Faults {
    let mut faults = Faults::default();
    let chosen = form.raw("mot_de_passe");
    if chosen.chars().count() < password::LEAST {
        faults.add("mot_de_passe", say::TOO_SHORT);
    } else if chosen.len() > password::MOST {
        faults.add("mot_de_passe", say::TOO_LONG);
    } else if chosen != form.raw("confirmation") {
        faults.add("confirmation", say::NOT_THE_SAME);
    }
    faults
}

async fn draw(app: &App, frame: Frame, token: &Token, faults: Faults) -> Answer {
    let Some((person, until)) = pending(app, token).await? else {
        return over(frame);
    };
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let invitation = Invitation {
        frame: frame.titled(say::TITLE),
        person,
        until,
        faults,
    };
    page_with(status, &invitation)
}

/// Who is invited, and until when, if the link still holds.
async fn pending(app: &App, token: &Token) -> Result<Option<(Person, String)>, Problem> {
    let mut tx = app.db.read().await?;
    let Some(invitation) = tx.invitation(token.hash(), app.clock.now()).await? else {
        return Ok(None);
    };
    let person = tx
        .person(invitation.person)
        .await?
        .ok_or(StorageError::Absent)?;
    Ok(Some((person, dates::instant(invitation.expires_at))))
}

fn over(frame: Frame) -> Answer {
    let over = Over {
        frame: frame.titled(say::OVER),
    };
    page_with(StatusCode::GONE, &over)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::entropy::{SystemEntropy, Token};
    use crate::storage::testing::on_both_engines;
    use crate::web::testing::TestApp;

    const EMAIL: &str = "technique@sicoval.exemple.fr";
    const CHOSEN: &str = "quatre mots au hasard";

    async fn invite(app: &TestApp) -> String {
        let token = Token::new(&SystemEntropy);
        let person = app.person(EMAIL).await;
        let mut tx = app.app.db.write().await.unwrap();
        tx.invite(token.hash(), person, app.app.clock.now(), None)
            .await
            .unwrap();
        tx.save().await.unwrap();
        format!("/invitation/{}", token.secret())
    }

    #[tokio::test]
    async fn an_invitation_gives_a_password_once() {
        on_both_engines(|db| async move {
            let app = TestApp::on(db).await;
            let link = invite(&app).await;
            let mut old_session = app.logged_in(EMAIL);
            old_session.get("/compte").await.assert_status(200);
            let mut browser = app.anyone();
            browser
                .get(&link)
                .await
                .assert_status(200)
                .assert_shows("9\u{a0}mars 2026");
            let fields = [("mot_de_passe", CHOSEN), ("confirmation", CHOSEN)];
            browser
                .submit(&link, &fields)
                .await
                .assert_goes_to("/compte");
            browser
                .get("/compte")
                .await
                .assert_status(200)
                .assert_shows("mot de passe est enregistré");
            browser
                .get("/compte")
                .await
                .assert_lacks("mot de passe est enregistré");
            old_session.get("/compte").await.assert_status(303);

            let mut other = app.anyone();
            other
                .get(&link)
                .await
                .assert_status(410)
                .assert_shows("ne peut plus servir");
            other.submit(&link, &fields).await.assert_status(410);
            let fields = [("courriel", EMAIL), ("mot_de_passe", CHOSEN)];
            other
                .submit("/connexion", &fields)
                .await
                .assert_goes_to("/tableau");
        })
        .await;
    }

    #[tokio::test]
    async fn an_expired_or_unknown_link_says_so() {
        let app = TestApp::new().await;
        let link = invite(&app).await;
        app.clock.advance(TimeDelta::days(7));
        let mut browser = app.anyone();
        browser
            .get(&link)
            .await
            .assert_status(410)
            .assert_shows("secrétariat");
        browser.get("/invitation/inconnue").await.assert_status(410);
    }

    #[tokio::test]
    async fn a_short_or_different_password_is_refused_and_the_link_still_holds() {
        let app = TestApp::new().await;
        let link = invite(&app).await;
        let mut browser = app.anyone();
        let short = [
            ("mot_de_passe", "onze lettre"),
            ("confirmation", "onze lettre"),
        ];
        browser
            .submit(&link, &short)
            .await
            .assert_status(422)
            .assert_shows("mot_de_passe-erreur");
        let different = [
            ("mot_de_passe", CHOSEN),
            ("confirmation", "quatre mots au hazard"),
        ];
        browser
            .submit(&link, &different)
            .await
            .assert_status(422)
            .assert_shows("confirmation-erreur");
        browser.get(&link).await.assert_status(200);
    }
}
