//! Making a person's invitation link, which is shown once, or goes by mail.

use axum::extract::{Path, State};
use dires_domain::ids::PersonId;
use dires_domain::mail::MailKind;

use super::go;
use super::person::{person_page, read_id};
use crate::app::App;
use crate::entropy::Token;
use crate::storage::outbox::NewMail;
use crate::web::messages::mail as say;
use crate::web::{Answer, Form, Frame, Office, Problem, dates, page};

/// Makes a link with which the person sets a password, and shows it; the links not used before hold no more.
pub async fn make(
    State(app): State<App>,
    Office(by): Office,
    frame: Frame,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let person = read_id(&id)?;
    if form.text("par") == "courriel" && app.config.smtp.is_some() {
        return by_mail(&app, person).await;
    }
    let token = Token::new(&*app.entropy);
    let mut tx = app.db.write().await?;
    tx.person(person).await?.ok_or(Problem::NotFound)?;
    let (now, by) = (app.clock.now(), Some(by.person.id));
    tx.drop_mail(MailKind::Invitation, person.0, person, now)
        .await?;
    let invitation = tx.invite(token.hash(), person, now, by).await?;
    tx.save().await?;
    let mut shown = person_page(&app, frame, person).await?;
    let site = app.config.public_url.trim_end_matches('/');
    shown.link = Some((
        format!("{site}/invitation/{}", token.secret()),
        dates::instant(invitation.expires_at),
    ));
    page(&shown)
}

/// Has the link made when the mail leaves: it is nowhere but in the mail.
async fn by_mail(app: &App, person: PersonId) -> Answer {
    let mut tx = app.db.write().await?;
    tx.person(person).await?.ok_or(Problem::NotFound)?;
    let now = app.clock.now();
    let new = NewMail {
        kind: MailKind::Invitation,
        subject: person.0,
        occasion: now.timestamp_micros(),
        person,
        at: now,
    };
    tx.write_mail(&new).await?;
    tx.save().await?;
    app.events.stirred();
    let path = format!("/secretariat/personnes/{person}");
    Ok(go(app, &path, say::INVITED))
}

#[cfg(test)]
mod tests {
    use crate::entropy::Token;
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn the_link_is_shown_once_and_is_the_invitation() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let person = app.person("technique@sicoval.exemple.fr").await;
        let page = format!("/secretariat/personnes/{person}");
        let shown = office.submit(&format!("{page}/invitation"), &[]).await;
        shown
            .assert_status(200)
            .assert_shows("9\u{a0}mars 2026 à 10\u{a0}h");
        let (_, rest) = shown.text.split_once("/invitation/").unwrap();
        let (secret, _) = rest.split_once('"').unwrap();
        let mut tx = app.app.db.read().await.unwrap();
        let token = Token::presented(secret).hash();
        let invited = tx.invitation(token, app.app.clock.now()).await.unwrap();
        assert_eq!(invited.unwrap().person, person);
        office
            .get(&page)
            .await
            .assert_lacks(secret)
            .assert_shows("9\u{a0}mars 2026 à 10\u{a0}h");
    }
}
