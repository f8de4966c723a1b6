//! `/secretariat/personnes`: everyone, with their mandates in force, and adding somebody.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use dires_domain::ids::PersonId;
use dires_domain::people::{Mandate, Person};
use dires_domain::text::fold;
use serde::Deserialize;
use uuid::Uuid;

use super::go;
use super::parts::{MandateLine, Names};
use crate::app::App;
use crate::storage::Tx;
use crate::storage::people::Account;
use crate::web::messages::secretariat as say;
use crate::web::{Answer, Faults, Form, Frame, Office, Problem, page_with};

/// The longest address to which mail goes, in bytes (RFC 5321, 4.5.3.1.3, without its brackets).
const LONGEST_EMAIL: usize = 254;

#[derive(Template)]
#[template(path = "pages/secretariat/people.html")]
struct People {
    frame: Frame,
    search: String,
    lines: Vec<Line>,
    everyone: usize,
    /// How many mails were refused.
    refused: i64,
    name: String,
    email: String,
    faults: Faults,
}

struct Line {
    account: Account,
    mandates: Vec<MandateLine>,
}

/// What the address says.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    recherche: String,
}

/// Shows the list, or those whom a search finds.
pub async fn show(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Answer {
    let people = people(&app, frame, asked.recherche).await?;
    page_with(StatusCode::OK, &people)
}

/// Adds a person, and goes to their page.
pub async fn add(State(app): State<App>, _: Office, frame: Frame, form: Form) -> Answer {
    let mut tx = app.db.write().await?;
    let faults = faults(&mut tx, &form).await?;
    if !faults.is_empty() {
        drop(tx);
        let mut people = people(&app, frame, String::new()).await?;
        form.text("nom").clone_into(&mut people.name);
        form.text("courriel").clone_into(&mut people.email);
        people.faults = faults;
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &people);
    }
    let person = Person {
        id: PersonId(Uuid::now_v7()),
        name: form.text("nom").to_owned(),
        email: form.text("courriel").to_owned(),
    };
    tx.add_person(&person, None, false, app.clock.now()).await?;
    tx.save().await?;
    let path = format!("/secretariat/personnes/{}", person.id);
    Ok(go(&app, &path, &say::person_added(&person.name)))
}

async fn faults(tx: &mut Tx, form: &Form) -> Result<Faults, Problem> {
    let mut faults = Faults::default();
    if form.text("nom").is_empty() {
        faults.add("nom", say::NO_NAME);
    } else if form.text("nom").chars().count() > say::LONGEST_NAME {
        faults.add("nom", say::LONG_NAME);
    }
    let email = form.text("courriel");
    if !is_email(email) {
        faults.add("courriel", say::NOT_AN_EMAIL);
    } else if let Some(known) = tx.credentials(email).await? {
        let name = tx.person(known.person).await?.map(|person| person.name);
        faults.add("courriel", say::known_email(&name.unwrap_or_default()));
    }
    Ok(faults)
}

/// Whether mail could go there: one `@`, something before it, a dotted name after it, no blank.
fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let labels: Vec<&str> = host.split('.').collect();
    !local.is_empty()
        && text.len() <= LONGEST_EMAIL
        && labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
        && !host.contains('@')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

async fn people(app: &App, frame: Frame, search: String) -> Result<People, Problem> {
    let mut tx = app.db.read().await?;
    let names = Names::read(&mut tx).await?;
    let mandates = tx.everyones_mandates(app.clock.today()).await?;
    let accounts = tx.accounts().await?;
    let everyone = accounts.len();
    let mut lines: Vec<Line> = accounts
        .into_iter()
        .map(|account| line(&names, &mandates, account))
        .collect();
    lines.retain(|line| line.is_found_by(&search));
    Ok(People {
        frame: frame.titled(say::PEOPLE),
        search,
        lines,
        everyone,
        refused: tx.mail_counts(app.clock.now()).await?.given_up,
        name: String::new(),
        email: String::new(),
        faults: Faults::default(),
    })
}

fn line(names: &Names, mandates: &[Mandate], account: Account) -> Line {
    let held = mandates.iter().filter(|it| it.person == account.person.id);
    Line {
        mandates: held.map(|mandate| names.line(mandate)).collect(),
        account,
    }
}

impl Line {
    /// Whether every word of a search is in the name, the address, a function or a territory.
    fn is_found_by(&self, search: &str) -> bool {
        let mut told = format!("{} {}", self.account.person.name, self.account.person.email);
        for mandate in &self.mandates {
            told.push(' ');
            told.push_str(mandate.function);
            if let Some(territory) = &mandate.territory {
                told.push(' ');
                told.push_str(&territory.name);
            }
        }
        let told = fold(&told);
        search
            .split_whitespace()
            .all(|word| told.contains(&fold(word)))
    }
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn the_secretariat_finds_and_adds_people() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        office
            .get("/secretariat/personnes?recherche=SICOVAL%20presidence")
            .await
            .assert_status(200)
            .assert_shows("presidence@sicoval.exemple.fr")
            .assert_lacks("direction@sicoval.exemple.fr");
        let fields = [
            ("nom", "Cabinet"),
            ("courriel", "cabinet@sicoval.exemple.fr"),
        ];
        let added = office.submit("/secretariat/personnes", &fields).await;
        added.assert_status(303);
        let path = added.header("location").unwrap().to_owned();
        office
            .get(&path)
            .await
            .assert_shows("Donnez-lui un mandat")
            .assert_shows("cabinet@sicoval.exemple.fr");
    }

    #[tokio::test]
    async fn a_known_or_impossible_address_is_said_and_what_was_typed_is_kept() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        for (email, sentence) in [
            ("DIRECTION@sicoval.exemple.fr", "est déjà celle de"),
            ("direction", "Saisissez une adresse électronique"),
            ("a@b@c.fr", "Saisissez une adresse électronique"),
            ("", "Saisissez une adresse électronique"),
        ] {
            office
                .submit(
                    "/secretariat/personnes",
                    &[("nom", "Essai"), ("courriel", email)],
                )
                .await
                .assert_status(422)
                .assert_shows(sentence)
                .assert_shows(r#"aria-describedby="courriel-erreur""#)
                .assert_shows(&format!(r#"value="{email}""#))
                .assert_shows(r#"value="Essai""#);
        }
    }

    #[tokio::test]
    async fn these_pages_do_not_exist_for_others() {
        let app = TestApp::new().await;
        for path in ["personnes", "territoires", "instances"] {
            let path = format!("/secretariat/{path}");
            app.as_presidency("sicoval")
                .get(&path)
                .await
                .assert_status(404);
            app.anyone().get(&path).await.assert_status(303);
        }
    }
}
