//! `/secretariat/territoires/{slug}`: what is said of one member; setting its last day ends its mandates with it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use dires_domain::ids::TerritoryId;
use dires_domain::people::{Membership, Term, Territory};

use super::go;
use super::territories::named;
use crate::app::App;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{members, secretariat as say};
use crate::web::{Answer, Faults, Form, Frame, Office, page, page_with};

/// How many colours there are.
const COLOURS: i16 = 10;

/// The form of a member, to add one or to change it.
#[derive(Template)]
#[template(path = "pages/secretariat/territory.html")]
pub struct TerritoryPage {
    frame: Frame,
    slug: Option<String>,
    typed: TypedTerritory,
    /// What is wrong with what was typed.
    pub faults: Faults,
}

/// What the form of a member holds.
#[derive(Debug, Default)]
pub struct TypedTerritory {
    /// Its name.
    pub name: String,
    membership: String,
    colour: String,
    since: String,
    until: String,
}

/// Shows what is said of a member.
pub async fn show(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path(slug): Path<String>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let territory = named(&mut tx, &slug).await?;
    let frame = frame.titled(territory.name.clone());
    let typed = TypedTerritory::as_stored(&territory);
    page(&TerritoryPage::new(frame, Some(slug), typed))
}

/// Changes what is said of a member.
pub async fn change(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path(slug): Path<String>,
    form: Form,
) -> Answer {
    let mut tx = app.db.write().await?;
    let stored = named(&mut tx, &slug).await?;
    let typed = TypedTerritory::of(&form);
    let mut faults = typed.faults();
    let read = typed.territory(stored.id, stored.slug);
    if let Some(sentence) = outlasting(&mut tx, read.as_ref()).await? {
        faults.add("jusquau", sentence);
    }
    let Some(territory) = read.filter(|_| faults.is_empty()) else {
        let mut page = TerritoryPage::new(frame.titled(stored.name), Some(slug), typed);
        page.faults = faults;
        return page.refuse();
    };
    tx.change_territory(&territory).await?;
    let ended = match territory.term.until {
        Some(until) => tx.end_mandates_for(territory.id, until).await?,
        None => 0,
    };
    tx.save().await?;
    app.hub.refresh_all();
    let sentence = say::territory_changed(&territory.name, ended);
    Ok(go(&app, "/secretariat/territoires", &sentence))
}

/// Why a territory cannot leave on that day: mandates for it start later.
async fn outlasting(
    tx: &mut Tx,
    territory: Option<&Territory>,
) -> Result<Option<String>, StorageError> {
    let Some((territory, until)) = territory.and_then(|it| Some((it, it.term.until?))) else {
        return Ok(None);
    };
    let many = tx.mandates_after(territory.id, until).await?;
    Ok((many > 0).then(|| say::mandates_to_come(many)))
}

impl TerritoryPage {
    /// The form, holding that; `slug` of the member that it changes.
    pub fn new(frame: Frame, slug: Option<String>, typed: TypedTerritory) -> Self {
        Self {
            frame,
            slug,
            typed,
            faults: Faults::default(),
        }
    }

    /// Answers with it, saying that something was refused.
    pub fn refuse(&self) -> Answer {
        page_with(StatusCode::UNPROCESSABLE_ENTITY, self)
    }

    fn memberships(&self) -> Vec<(&'static str, &'static str, bool)> {
        let chosen = |it: &Membership| it.code() == self.typed.membership;
        let all = Membership::ALL.iter();
        all.map(|it| (it.code(), members::membership(*it), chosen(it)))
            .collect()
    }

    fn colours(&self) -> Vec<(i16, &'static str, bool)> {
        (0..COLOURS)
            .map(|it| (it, members::colour(it), it.to_string() == self.typed.colour))
            .collect()
    }
}

impl TypedTerritory {
    /// A member to be, from today.
    pub fn empty(today: NaiveDate) -> Self {
        Self {
            membership: Membership::Member.code().to_owned(),
            since: today.to_string(),
            ..Self::default()
        }
    }

    /// What was typed.
    pub fn of(form: &Form) -> Self {
        Self {
            name: form.text("nom").to_owned(),
            membership: form.text("adhesion").to_owned(),
            colour: form.text("couleur").to_owned(),
            since: form.text("depuis").to_owned(),
            until: form.text("jusquau").to_owned(),
        }
    }

    fn as_stored(territory: &Territory) -> Self {
        let until = territory.term.until;
        Self {
            name: territory.name.clone(),
            membership: territory.membership.code().to_owned(),
            colour: territory.colour.to_string(),
            since: territory.term.since.to_string(),
            until: until.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        if self.name.is_empty() {
            faults.add("nom", say::NO_NAME);
        } else if self.name.chars().count() > say::LONGEST_NAME {
            faults.add("nom", say::LONG_NAME);
        }
        if self.membership.parse::<Membership>().is_err() {
            faults.add("adhesion", say::NO_MEMBERSHIP);
        }
        if self.colour().is_none() {
            faults.add("couleur", say::NO_COLOUR);
        }
        let since = self.since.parse::<NaiveDate>();
        if since.is_err() {
            faults.add("depuis", say::NO_SINCE);
        }
        match (since, self.until()) {
            (_, Err(())) => faults.add("jusquau", say::NOT_A_DATE),
            (Ok(since), Ok(Some(until))) if until < since => {
                faults.add("jusquau", say::LEAVES_BEFORE_JOINING);
            }
            _ => {}
        }
        faults
    }

    /// The territory that it describes, if nothing is wrong but its name.
    pub fn territory(&self, id: TerritoryId, slug: String) -> Option<Territory> {
        let since = self.since.parse().ok()?;
        Some(Territory {
            id,
            slug,
            name: self.name.clone(),
            membership: self.membership.parse().ok()?,
            colour: self.colour()?,
            term: Term::new(since, self.until().ok()?).ok()?,
        })
    }

    fn colour(&self) -> Option<i16> {
        let colour: i16 = self.colour.parse().ok()?;
        (0..COLOURS).contains(&colour).then_some(colour)
    }

    fn until(&self) -> Result<Option<NaiveDate>, ()> {
        match self.until.as_str() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn a_territory_leaves_with_its_mandates() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let path = "/secretariat/territoires/sicoval";
        let fields = |until| {
            [
                ("nom", "Le Sicoval"),
                ("adhesion", "de-droit"),
                ("couleur", "4"),
                ("depuis", "2024-01-01"),
                ("jusquau", until),
            ]
        };
        office
            .submit(path, &fields("2023-12-31"))
            .await
            .assert_status(422)
            .assert_shows("avant d’y entrer");
        office
            .submit(path, &fields("2026-03-31"))
            .await
            .assert_goes_to("/secretariat/territoires");
        office
            .get("/secretariat/territoires")
            .await
            .assert_shows("3 mandats prennent fin le même jour");
        let direction = app.person("direction@sicoval.exemple.fr").await;
        let mut tx = app.app.db.read().await.unwrap();
        let mandates = tx.mandates_of(direction).await.unwrap();
        let last = mandates[0].term.until.unwrap();
        assert_eq!(last.to_string(), "2026-03-31");
        office
            .get("/secretariat/territoires/inconnu")
            .await
            .assert_status(404);
    }

    #[tokio::test]
    async fn a_territory_does_not_leave_before_a_mandate_to_come() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let home = app.territory("sicoval").await.to_string();
        let person = app.person("technique@sicoval.exemple.fr").await;
        let give = format!("/secretariat/personnes/{person}/mandats");
        let fields = [
            ("fonction", "direction"),
            ("territoire", &home),
            ("depuis", "2026-05-01"),
        ];
        office.submit(&give, &fields).await.assert_status(303);
        let fields = [
            ("nom", "Sicoval"),
            ("adhesion", "de-droit"),
            ("couleur", "1"),
            ("depuis", "2024-01-01"),
            ("jusquau", "2026-04-01"),
        ];
        office
            .submit("/secretariat/territoires/sicoval", &fields)
            .await
            .assert_status(422)
            .assert_shows("annulez-les d’abord");
    }
}
