//! `/secretariat/courriels`: what waits to be sent, what was refused and why, and trying it again.

use askama::Template;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::go;
use crate::app::App;
use crate::storage::outbox::Shown;
use crate::web::messages::mail as say;
use crate::web::{Answer, Form, Frame, Office, Problem, dates, page};

/// How many are shown at most.
const MOST: i64 = 200;

#[derive(Template)]
#[template(path = "pages/secretariat/outbox.html")]
struct Outbox {
    frame: Frame,
    /// Whether a mail server is set up, and who writes.
    from: Option<String>,
    last: Option<String>,
    refused: Vec<Line>,
    waiting: Vec<Line>,
}

struct Line {
    id: Uuid,
    what: &'static str,
    person: String,
    name: String,
    email: String,
    since: String,
    tries: String,
    next: Option<String>,
    fault: Option<String>,
}

/// Shows the page.
pub async fn show(State(app): State<App>, _: Office, frame: Frame) -> Answer {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let shown = tx.undelivered(MOST).await?;
    let lines = |given_up: bool| {
        let these = shown.iter().filter(|it| it.given_up.is_some() == given_up);
        these.map(|it| line(it, now)).collect()
    };
    let from = app.config.smtp.as_ref().map(|smtp| smtp.from.to_string());
    page(&Outbox {
        frame: frame.titled(say::OUTBOX),
        from,
        last: tx.last_delivery().await?.map(dates::instant),
        refused: lines(true),
        waiting: lines(false),
    })
}

/// Tries a mail again, now.
pub async fn retry(
    State(app): State<App>,
    _: Office,
    Path(id): Path<String>,
    _form: Form,
) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = app.db.write().await?;
    let done = tx.retry_mail(id, app.clock.now()).await?;
    tx.save().await?;
    app.events.stirred();
    let sentence = if done {
        say::TRIED_AGAIN
    } else {
        say::NOT_TRIED_AGAIN
    };
    Ok(go(&app, "/secretariat/courriels", sentence))
}

fn line(shown: &Shown, now: DateTime<Utc>) -> Line {
    let later = shown.attempts > 0 && shown.given_up.is_none() && shown.next_at > now;
    Line {
        id: shown.id,
        what: say::kind(shown.kind),
        person: shown.person.to_string(),
        name: shown.name.clone(),
        email: shown.email.clone(),
        since: dates::instant(shown.made_at),
        tries: say::tries(shown.attempts),
        next: later.then(|| dates::instant(shown.next_at)),
        fault: shown.fault.clone(),
    }
}

#[cfg(test)]
mod tests {
    use dires_domain::mail::MailKind;

    use crate::config::{Smtp, Tls};
    use crate::storage::outbox::NewMail;
    use crate::web::testing::TestApp;

    fn smtp() -> Smtp {
        Smtp {
            host: "127.0.0.1".to_owned(),
            port: 25,
            tls: Tls::None,
            account: None,
            from: "dires@exemple.fr".parse().unwrap(),
            timeout: std::time::Duration::from_secs(1),
        }
    }

    #[tokio::test]
    async fn the_secretariat_is_told_that_no_mail_goes_and_nobody_else_is() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let page = office.get("/secretariat/courriels").await;
        page.assert_status(200).assert_shows("n’est pas configuré");
        let mut direction = app.as_direction("sicoval");
        direction
            .get("/secretariat/courriels")
            .await
            .assert_status(404);
        direction.get("/compte").await.assert_lacks("Courriels");
    }

    #[tokio::test]
    async fn what_is_refused_is_shown_with_its_reason_and_tried_again_when_asked() {
        let app = TestApp::with(|config| config.smtp = Some(smtp())).await;
        let person = app.person("technique@sicoval.exemple.fr").await;
        let now = app.app.clock.now();
        let mut tx = app.app.db.write().await.unwrap();
        let new = NewMail {
            kind: MailKind::Invitation,
            subject: person.0,
            occasion: 1,
            person,
            at: now,
        };
        assert!(tx.write_mail(&new).await.unwrap());
        let mail = tx.claim_mail(now, now).await.unwrap().unwrap();
        let said = "Le serveur répond : 550 inconnu <ici>";
        assert!(tx.give_mail_up(&mail, said, now).await.unwrap());
        tx.save().await.unwrap();

        let mut office = app.as_secretariat();
        let path = format!("/secretariat/courriels/{}", mail.id);
        office
            .get("/secretariat/courriels")
            .await
            .assert_shows("technique@sicoval.exemple.fr")
            .assert_shows("550 inconnu &#60;ici&#62;")
            .assert_shows(&path);
        let mut direction = app.as_direction("sicoval");
        direction.submit(&path, &[]).await.assert_status(404);
        office.submit(&path, &[]).await.assert_status(303);
        let mut tx = app.app.db.write().await.unwrap();
        let again = tx.claim_mail(now, now).await.unwrap();
        assert_eq!(again.map(|it| it.attempt), Some(2));
    }
}
