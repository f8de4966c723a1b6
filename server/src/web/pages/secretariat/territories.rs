//! `/secretariat/territoires`: the members, and adding one.

use askama::Template;
use axum::extract::State;
use dires_domain::ids::TerritoryId;
use dires_domain::people::Territory;
use dires_domain::text::slug;
use uuid::Uuid;

use super::go;
use super::territory::{TerritoryPage, TypedTerritory};
use crate::app::App;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{members, secretariat as say};
use crate::web::{Answer, Form, Frame, Office, Problem, dates, page};

#[derive(Template)]
#[template(path = "pages/secretariat/territories.html")]
struct Territories {
    frame: Frame,
    members: Vec<Line>,
    former: Vec<Line>,
}

struct Line {
    territory: Territory,
    membership: &'static str,
    term: String,
    people: usize,
}

/// Shows the members, and those that were.
pub async fn show(State(app): State<App>, _: Office, frame: Frame) -> Answer {
    let today = app.clock.today();
    let mut tx = app.db.read().await?;
    let mandates = tx.everyones_mandates(today).await?;
    let territories = tx.territories().await?;
    let line = |territory: Territory| Line {
        membership: members::membership(territory.membership),
        term: dates::term(territory.term),
        people: mandates
            .iter()
            .filter(|it| it.territory == Some(territory.id))
            .count(),
        territory,
    };
    let (former, members) = territories
        .into_iter()
        .partition::<Vec<_>, _>(|it| it.term.until.is_some_and(|until| until < today));
    page(&Territories {
        frame: frame.titled(say::TERRITORIES),
        members: members.into_iter().map(line).collect(),
        former: former.into_iter().map(line).collect(),
    })
}

/// Shows the form that adds a member.
pub async fn new(State(app): State<App>, _: Office, frame: Frame) -> Answer {
    let typed = TypedTerritory::empty(app.clock.today());
    page(&TerritoryPage::new(
        frame.titled(say::NEW_TERRITORY),
        None,
        typed,
    ))
}

/// Adds a member.
pub async fn add(State(app): State<App>, _: Office, frame: Frame, form: Form) -> Answer {
    let typed = TypedTerritory::of(&form);
    let mut tx = app.db.write().await?;
    let (name, mut faults) = (typed.name.clone(), typed.faults());
    let slug = slug(&name);
    if !name.is_empty() && slug.is_empty() {
        faults.add("nom", say::NO_ADDRESS);
    }
    if is_taken(&mut tx, &slug).await? {
        faults.add("nom", say::KNOWN_TERRITORY);
    }
    let read = typed.territory(TerritoryId(Uuid::now_v7()), slug);
    let Some(territory) = read.filter(|_| faults.is_empty()) else {
        let mut page = TerritoryPage::new(frame.titled(say::NEW_TERRITORY), None, typed);
        page.faults = faults;
        return page.refuse();
    };
    tx.add_territory(&territory).await?;
    tx.save().await?;
    let sentence = say::territory_added(&name);
    Ok(go(&app, "/secretariat/territoires", &sentence))
}

async fn is_taken(tx: &mut Tx, slug: &str) -> Result<bool, StorageError> {
    let territories = tx.territories().await?;
    Ok(territories.iter().any(|it| it.slug == slug))
}

/// The territory that an address names.
pub async fn named(tx: &mut Tx, slug: &str) -> Result<Territory, Problem> {
    let territories = tx.territories().await?;
    let mut found = territories.into_iter().filter(|it| it.slug == slug);
    found.next().ok_or(Problem::NotFound)
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn a_territory_is_added() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        office
            .get("/secretariat/territoires")
            .await
            .assert_status(200)
            .assert_shows("Grand Montauban")
            .assert_shows("Membre associé");
        let fields = [
            ("nom", "Agglo Foix-Varilhes"),
            ("adhesion", "de-droit"),
            ("couleur", "5"),
            ("depuis", "2026-03-02"),
        ];
        office
            .submit("/secretariat/territoires/nouveau", &fields)
            .await
            .assert_goes_to("/secretariat/territoires");
        office
            .get("/secretariat/territoires/agglo-foix-varilhes")
            .await
            .assert_status(200)
            .assert_shows("2026-03-02");
        office
            .submit("/secretariat/territoires/nouveau", &fields)
            .await
            .assert_status(422)
            .assert_shows("porte déjà ce nom");
    }

    #[tokio::test]
    async fn what_is_missing_is_said() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let fields = [
            ("nom", ""),
            ("depuis", "2026-03-02"),
            ("jusquau", "2026-03-01"),
        ];
        office
            .submit("/secretariat/territoires/nouveau", &fields)
            .await
            .assert_status(422)
            .assert_shows("Saisissez un nom.")
            .assert_shows("Choisissez entre membre de droit et membre associé.")
            .assert_shows("Choisissez une couleur.")
            .assert_shows("avant d’y entrer");
        let fields = [
            ("nom", "…"),
            ("adhesion", "associe"),
            ("couleur", "12"),
            ("depuis", ""),
        ];
        office
            .submit("/secretariat/territoires/nouveau", &fields)
            .await
            .assert_status(422)
            .assert_shows("Choisissez une couleur.")
            .assert_shows("Saisissez le premier jour");
    }
}
