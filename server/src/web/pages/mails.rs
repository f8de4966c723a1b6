//! `/compte/courriels`, where somebody chooses how often they want mail, and `/courriels/arret/{secret}`, which a digest's
//! links open: it stops news, and nothing else.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::PersonId;
use dires_domain::mail::Rhythm;

use crate::app::App;
use crate::entropy::Token;
use crate::storage::mail_choices::MailChoice;
use crate::web::messages::mail as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, cookies, page};

/// A rhythm in the form: its code, its name, and whether it is the one in force.
pub type RhythmLine = (&'static str, &'static str, bool);

/// The rhythms to choose from.
pub fn rhythms(chosen: Rhythm) -> Vec<RhythmLine> {
    let line = |it: &Rhythm| (it.code(), say::rhythm(*it), *it == chosen);
    Rhythm::ALL.iter().map(line).collect()
}

/// Records what somebody chose.
pub async fn choose(State(app): State<App>, someone: Someone, form: Form) -> Answer {
    let Some(news) = form.parse::<Rhythm>("nouvelles") else {
        return Err(Problem::Refused {
            sentence: say::NO_CHOICE.to_owned(),
            missing: Vec::new(),
        });
    };
    let choice = MailChoice {
        news,
        tasks_with_digest: form.text("taches") == "resume",
    };
    let fresh = Token::new(&*app.entropy);
    let mut tx = app.db.write().await?;
    tx.choose_mail(someone.person.id, choice, fresh.secret())
        .await?;
    tx.save().await?;
    app.events.stirred();
    let said = [(
        header::SET_COOKIE,
        cookies::say_next(&app.config, say::CHOSEN),
    )];
    Ok((said, Redirect::to("/compte#courriels")).into_response())
}

#[derive(Template)]
#[template(path = "pages/mail_stop.html")]
struct Stop {
    frame: Frame,
    path: String,
    email: String,
    done: bool,
}

/// Shows what the link would stop. It does nothing by itself: mail scanners open links too.
pub async fn ask(State(app): State<App>, frame: Frame, Path(secret): Path<String>) -> Answer {
    let mut tx = app.db.read().await?;
    let person = tx
        .whose_stop_secret(&secret)
        .await?
        .ok_or(Problem::NotFound)?;
    let email = email(&mut tx, person).await?;
    let choice = tx.mail_choice(person).await?;
    page(&Stop {
        frame: frame.titled(say::STOP),
        path: format!("/courriels/arret/{secret}"),
        email,
        done: choice.news == Rhythm::Never,
    })
}

/// Stops news. The secret is the right to, so that a mail program may do it in one step (RFC 8058), without a session.
pub async fn stop(State(app): State<App>, frame: Frame, Path(secret): Path<String>) -> Answer {
    let mut tx = app.db.write().await?;
    let person = tx
        .whose_stop_secret(&secret)
        .await?
        .ok_or(Problem::NotFound)?;
    tx.stop_news(person).await?;
    let email = email(&mut tx, person).await?;
    tx.save().await?;
    app.events.stirred();
    page(&Stop {
        frame: frame.titled(say::STOP),
        path: String::new(),
        email,
        done: true,
    })
}

async fn email(tx: &mut crate::storage::Tx, person: PersonId) -> Result<String, Problem> {
    let person = tx.person(person).await?.ok_or(Problem::NotFound)?;
    Ok(person.email)
}

#[cfg(test)]
mod tests {
    use dires_domain::mail::Rhythm;

    use crate::storage::mail_choices::MailChoice;
    use crate::web::testing::TestApp;

    const EMAIL: &str = "direction@sicoval.exemple.fr";

    async fn choice(app: &TestApp) -> MailChoice {
        let person = app.person(EMAIL).await;
        let mut tx = app.app.db.read().await.unwrap();
        tx.mail_choice(person).await.unwrap()
    }

    /// The secret of a digest that was sent to them.
    async fn secret(app: &TestApp) -> String {
        let person = app.person(EMAIL).await;
        let mut tx = app.app.db.write().await.unwrap();
        let secret = tx.stop_secret(person, "un-secret").await.unwrap();
        tx.save().await.unwrap();
        secret
    }

    #[tokio::test]
    async fn somebody_chooses_their_rhythms() {
        let app = TestApp::new().await;
        let mut direction = app.as_direction("sicoval");
        let fields = [("nouvelles", "chaque-semaine"), ("taches", "resume")];
        let page = direction.submit("/compte/courriels", &fields).await;
        page.assert_status(303);
        let weekly = MailChoice {
            news: Rhythm::Weekly,
            tasks_with_digest: true,
        };
        assert_eq!(choice(&app).await, weekly);
        let wrong = [("nouvelles", "chaque-heure")];
        let page = direction.submit("/compte/courriels", &wrong).await;
        page.assert_status(422).assert_shows("Choisissez un rythme");
        assert_eq!(choice(&app).await, weekly);
        app.anyone()
            .submit_bare("/compte/courriels", &fields)
            .await
            .assert_status(303);
        direction
            .submit_bare("/compte/courriels", &[("nouvelles", "jamais")])
            .await
            .assert_status(403);
        assert_eq!(choice(&app).await, weekly);
    }

    #[tokio::test]
    async fn the_link_of_a_digest_shows_a_button_and_only_the_button_stops_news() {
        let app = TestApp::new().await;
        let path = format!("/courriels/arret/{}", secret(&app).await);
        let mut anyone = app.anyone();
        let page = anyone.get(&path).await;
        page.assert_status(200)
            .assert_shows("Ne plus recevoir de nouvelles")
            .assert_shows("convocations");
        assert_eq!(choice(&app).await, MailChoice::default());
        anyone.submit_bare(&path, &[]).await.assert_status(200);
        let stopped = MailChoice {
            news: Rhythm::Never,
            tasks_with_digest: false,
        };
        assert_eq!(choice(&app).await, stopped);
        for _ in 0..2 {
            let page = anyone.get(&path).await;
            page.assert_status(200).assert_shows("ne reçoit plus");
        }
    }

    #[tokio::test]
    async fn a_mail_program_stops_news_in_one_step_and_no_other_site_does() {
        let app = TestApp::new().await;
        let path = format!("/courriels/arret/{}", secret(&app).await);
        let one_click = [("List-Unsubscribe", "One-Click")];
        let elsewhere = app.anyone();
        let mut elsewhere = elsewhere.with_header("origin", "https://ailleurs.example");
        elsewhere
            .submit_bare(&path, &one_click)
            .await
            .assert_status(403);
        assert_eq!(choice(&app).await, MailChoice::default());
        let page = app.anyone().submit_bare(&path, &one_click).await;
        page.assert_status(200);
        assert_eq!(choice(&app).await.news, Rhythm::Never);
    }

    #[tokio::test]
    async fn another_secret_stops_nothing() {
        let app = TestApp::new().await;
        secret(&app).await;
        for secret in ["autre", "%00", "un-secre"] {
            let path = format!("/courriels/arret/{secret}");
            app.anyone().get(&path).await.assert_status(404);
            app.anyone()
                .submit_bare(&path, &[])
                .await
                .assert_status(404);
        }
        assert_eq!(choice(&app).await, MailChoice::default());
    }
}
