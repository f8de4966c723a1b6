//! Giving, ending and cancelling the mandates of a person.

use axum::extract::{Path, State};
use chrono::NaiveDate;
use dires_domain::appointment::{self, Appointment, Fault};
use dires_domain::ids::{BodyId, MandateId, PersonId, TerritoryId};
use dires_domain::people::{Body, Function, Mandate, Seat, Term, Territory};
use uuid::Uuid;

use super::go;
use super::parts::Names;
use super::person::{Typed, person_page, read_id};
use crate::app::App;
use crate::meetings::convene;
use crate::papers::notify;
use crate::web::messages::secretariat as say;
use crate::web::{Answer, Faults, Form, Frame, Office, Problem};

/// Gives the person a mandate.
pub async fn give(
    State(app): State<App>,
    Office(by): Office,
    frame: Frame,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let person = read_id(&id)?;
    let mut tx = app.db.write().await?;
    tx.person(person).await?.ok_or(Problem::NotFound)?;
    let names = Names::read(&mut tx).await?;
    match asked(&form, &names).and_then(|asked| asked.mandate(person, &names)) {
        Ok(mandate) => {
            let (now, by) = (app.clock.now(), Some(by.person.id));
            tx.give_mandate(&mandate, now, by).await?;
            notify::welcome(&mut tx, person, now, app.clock.today()).await?;
            convene::welcome(&mut tx, person, now, app.clock.today()).await?;
            tx.save().await?;
            app.hub.refresh_all();
            app.events.stirred();
            Ok(go(&app, &page_of(person), say::MANDATE_GIVEN))
        }
        Err(faults) => {
            drop(tx);
            let mut page = person_page(&app, frame, person).await?;
            page.typed = Typed::of(&form);
            page.faults = faults;
            page.refuse()
        }
    }
}

/// Sets the last day of a mandate.
pub async fn end(
    State(app): State<App>,
    _: Office,
    frame: Frame,
    Path((id, mandate)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let person = read_id(&id)?;
    let mandate: MandateId = mandate.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = app.db.write().await?;
    let mandates = tx.mandates_of(person).await?;
    let held = mandates.iter().find(|it| it.id == mandate);
    let held = held.ok_or(Problem::NotFound)?;
    let territory = match held.territory {
        Some(territory) => tx.territory(territory).await?,
        None => None,
    };
    match last_day(&form, held, territory.as_ref()) {
        Ok(until) => {
            tx.end_mandate(person, mandate, until).await?;
            tx.save().await?;
            app.hub.refresh_all();
            Ok(go(&app, &page_of(person), &say::mandate_ends(until)))
        }
        Err(sentence) => {
            drop(tx);
            let mut page = person_page(&app, frame, person).await?;
            page.refused_end = Some((mandate, form.text("fin").to_owned(), sentence));
            page.refuse()
        }
    }
}

/// Cancels a mandate that has not begun.
pub async fn cancel(
    State(app): State<App>,
    _: Office,
    Path((id, mandate)): Path<(String, String)>,
    _form: Form,
) -> Answer {
    let person = read_id(&id)?;
    let mandate: MandateId = mandate.parse().map_err(|_| Problem::NotFound)?;
    let mut tx = app.db.write().await?;
    if !tx
        .cancel_mandate(person, mandate, app.clock.today())
        .await?
    {
        return Err(Problem::NotFound);
    }
    tx.save().await?;
    app.hub.refresh_all();
    Ok(go(&app, &page_of(person), say::MANDATE_CANCELLED))
}

fn page_of(person: PersonId) -> String {
    format!("/secretariat/personnes/{person}")
}

fn last_day(form: &Form, held: &Mandate, home: Option<&Territory>) -> Result<NaiveDate, String> {
    let until = form.date("fin").ok().flatten().ok_or(say::NO_END)?;
    let asked = Appointment {
        function: held.function,
        territory: home,
        seats: &[],
        since: held.term.since,
        until: Some(until),
    };
    match appointment::check(&asked) {
        Ok(()) => Ok(until),
        Err(faults) => Err(say::fault(faults[0], "").1),
    }
}

/// A mandate whose fields were read, and not weighed yet.
struct Asked {
    function: Function,
    territory: Option<TerritoryId>,
    seats: Vec<Body>,
    since: NaiveDate,
    until: Option<NaiveDate>,
}

fn asked(form: &Form, names: &Names) -> Result<Asked, Faults> {
    let mut faults = Faults::default();
    let function = form.parse("fonction");
    if function.is_none() {
        faults.add("fonction", say::NO_FUNCTION);
    }
    let since = form.date("depuis").ok().flatten();
    if since.is_none() {
        faults.add("depuis", say::NO_SINCE);
    }
    let until = form.date("jusquau");
    if until.is_err() {
        faults.add("jusquau", say::NOT_A_DATE);
    }
    let ticked = |body: &&Body| {
        let mut ids = form.all("instances").map(str::parse::<BodyId>);
        ids.any(|id| id.as_ref() == Ok(&body.id))
    };
    match (function, since, until) {
        (Some(function), Some(since), Ok(until)) => Ok(Asked {
            function,
            territory: form.parse("territoire"),
            seats: names.bodies.iter().filter(ticked).cloned().collect(),
            since,
            until,
        }),
        _ => Err(faults),
    }
}

impl Asked {
    fn mandate(self, person: PersonId, names: &Names) -> Result<Mandate, Faults> {
        let home = self.territory;
        let territory = names.territories.iter().find(|it| Some(it.id) == home);
        let asked = Appointment {
            function: self.function,
            territory,
            seats: &self.seats,
            since: self.since,
            until: self.until,
        };
        appointment::check(&asked).map_err(|faults| said(&faults, names))?;
        let term = Term::new(self.since, self.until);
        Ok(Mandate {
            id: MandateId(Uuid::now_v7()),
            person,
            territory: territory.map(|it| it.id),
            function: self.function,
            term: term.map_err(|_| said(&[Fault::EndsBeforeStart], names))?,
            seats: self.seats.iter().map(seat).collect(),
        })
    }
}

fn seat(body: &Body) -> Seat {
    Seat {
        body: body.id,
        conducts: body.conducts,
    }
}

fn said(found: &[Fault], names: &Names) -> Faults {
    let mut faults = Faults::default();
    for fault in found {
        let body = match fault {
            Fault::SeatOfOthers(body) => names.body(*body),
            _ => "",
        };
        let (field, sentence) = say::fault(*fault, body);
        faults.add(field, sentence);
    }
    faults
}

#[cfg(test)]
mod tests {
    use crate::web::testing::TestApp;

    async fn body(app: &TestApp, slug: &str) -> String {
        let mut tx = app.app.db.read().await.unwrap();
        let bodies = tx.bodies().await.unwrap();
        let found = bodies.iter().find(|body| body.slug == slug);
        found.unwrap().id.to_string()
    }

    #[tokio::test]
    async fn rights_follow_the_mandate_from_its_first_day_to_its_last() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let technician = app.person("technique@sicoval.exemple.fr").await;
        let page = format!("/secretariat/personnes/{technician}");
        let fields = [
            ("fonction", "secretariat"),
            ("territoire", ""),
            ("depuis", "2026-03-02"),
        ];
        office
            .submit(&format!("{page}/mandats"), &fields)
            .await
            .assert_status(303)
            .assert_goes_to(&page);
        let mut promoted = app.as_technician("sicoval");
        promoted
            .get("/secretariat/instances")
            .await
            .assert_status(200);

        let mut tx = app.app.db.read().await.unwrap();
        let mandates = tx.mandates_of(technician).await.unwrap();
        drop(tx);
        let given = mandates.iter().find(|it| it.territory.is_none()).unwrap();
        let end = format!("{page}/mandats/{}/fin", given.id);
        office
            .submit(&end, &[("fin", "2026-03-01")])
            .await
            .assert_status(422)
            .assert_shows("ne peut pas finir avant d’avoir commencé")
            .assert_shows(r#"value="2026-03-01""#);
        office
            .submit(&end, &[("fin", "2026-03-02")])
            .await
            .assert_goes_to(&page);
        app.clock.set("2026-03-03T09:00:00Z");
        let mut demoted = app.as_technician("sicoval");
        demoted
            .get("/secretariat/instances")
            .await
            .assert_status(404);
        let mut office = app.as_secretariat();
        office.get(&page).await.assert_shows("Mandats passés");
    }

    #[tokio::test]
    async fn a_mandate_that_cannot_be_is_refused_with_a_sentence() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let home = app.territory("sicoval").await.to_string();
        let directions = body(&app, "conference-des-directions").await;
        let presidencies = body(&app, "conference-des-presidences").await;
        let person = app.person("technique@sicoval.exemple.fr").await;
        let path = format!("/secretariat/personnes/{person}/mandats");
        let since = ("depuis", "2026-03-02");
        let at_home = ("territoire", home.as_str());
        let direction = ("fonction", "direction");
        for (fields, sentence) in [
            (vec![at_home, since], "Choisissez une fonction."),
            (vec![direction, at_home], "Saisissez le premier jour"),
            (vec![direction, since], "Choisissez le territoire"),
            (
                vec![direction, since, ("instances", &directions)],
                "On siège pour un territoire",
            ),
            (
                vec![direction, at_home, since, ("instances", &presidencies)],
                "ne donne pas de siège",
            ),
            (
                vec![direction, at_home, since, ("jusquau", "2026-03-01")],
                "ne peut pas finir avant d’avoir commencé",
            ),
            (
                vec![direction, at_home, since, ("jusquau", "demain")],
                "ou laissez ce champ vide",
            ),
            (
                vec![("fonction", "secretariat"), at_home, since],
                "ne représente aucun territoire",
            ),
            (
                vec![direction, at_home, ("depuis", "2019-01-01")],
                "n’est pas membre de l’association du premier au dernier jour",
            ),
        ] {
            let refused = office.submit(&path, &fields).await;
            refused.assert_status(422).assert_shows(sentence);
        }
        let mut tx = app.app.db.read().await.unwrap();
        assert_eq!(tx.mandates_of(person).await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_mandate_to_come_can_be_cancelled() {
        let app = TestApp::new().await;
        let mut office = app.as_secretariat();
        let home = app.territory("sicoval").await.to_string();
        let person = app.person("technique@sicoval.exemple.fr").await;
        let page = format!("/secretariat/personnes/{person}");
        let fields = [
            ("fonction", "direction"),
            ("territoire", &home),
            ("depuis", "2026-04-01"),
        ];
        office
            .submit(&format!("{page}/mandats"), &fields)
            .await
            .assert_status(303);
        office.get(&page).await.assert_shows("Mandats à venir");
        let mut tx = app.app.db.read().await.unwrap();
        let mandates = tx.mandates_of(person).await.unwrap();
        drop(tx);
        for (mandate, status) in [(&mandates[0], 404), (&mandates[1], 303)] {
            let path = format!("{page}/mandats/{}/annuler", mandate.id);
            office.submit(&path, &[]).await.assert_status(status);
        }
        office.get(&page).await.assert_lacks("Mandats à venir");
    }
}
