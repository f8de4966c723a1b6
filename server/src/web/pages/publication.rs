//! `/textes/{id}/publication`: the secretariat publishes an adopted text, now or from a minute on.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use chrono::{DateTime, Utc};
use dires_domain::ids::PaperId;

use crate::app::App;
use crate::publish::order::{self, NotPublished, Order};
use crate::storage::papers::Paper;
use crate::storage::publications::Publication;
use crate::web::messages::{papers, publication as say};
use crate::web::pages::papers::asker;
use crate::web::pages::papers::show::identified;
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, cookies, dates, page_with};

#[derive(Template)]
#[template(path = "pages/publication.html")]
struct Page {
    frame: Frame,
    paper: Paper,
    /// The whole address that the text has or would have.
    address: String,
    path: String,
    sha256: String,
    /// When it is or will be public, once it is published.
    since: Option<String>,
    visible: bool,
    later: bool,
    minute: String,
    faults: Faults,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    later: bool,
    minute: String,
}

/// Shows the address that the text has, or would have.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let nothing = (Typed::default(), Faults::default());
    draw(&app, frame, &someone, id, nothing).await
}

/// Publishes.
pub async fn submit(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let typed = Typed {
        later: form.text("quand") == "embargo",
        minute: form.text("minute").to_owned(),
    };
    let embargo = match read(&form) {
        Ok(embargo) => embargo,
        Err(faults) => return draw(&app, frame, &someone, id, (typed, faults)).await,
    };
    let order = Order { paper: id, embargo };
    match order::publish(&app.db, &asker(&app, &someone), &order).await {
        Ok(publication) => {
            app.events.changed(id);
            let sentence = say::published(&publication, app.clock.now());
            let said = [(
                header::SET_COOKIE,
                cookies::say_next(&app.config, &sentence),
            )];
            let here = format!("/textes/{id}/publication");
            Ok((said, Redirect::to(&here)).into_response())
        }
        Err(NotPublished::Past) => {
            let mut faults = Faults::default();
            faults.add("minute", say::PAST);
            draw(&app, frame, &someone, id, (typed, faults)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form) -> Result<Option<DateTime<Utc>>, Faults> {
    let mut faults = Faults::default();
    match form.text("quand") {
        "maintenant" => return Ok(None),
        "embargo" => match dates::from_field(form.text("minute")) {
            Some(minute) => return Ok(Some(minute)),
            None => faults.add("minute", say::NOT_A_MINUTE),
        },
        _ => faults.add("quand", say::NO_CHOICE),
    }
    Err(faults)
}

async fn draw(
    app: &App,
    frame: Frame,
    someone: &Someone,
    id: PaperId,
    (typed, faults): (Typed, Faults),
) -> Answer {
    let mut tx = app.db.read().await?;
    let paper = order::allowed(&mut tx, &asker(app, someone), id).await?;
    let known = tx.publication_of(id).await?;
    let shown = match &known {
        Some(known) => known.clone(),
        None => order::proposed(&mut tx, id, app.clock.now()).await?,
    };
    let versions = tx.versions(id).await?;
    let version = versions
        .into_iter()
        .find(|version| version.id == shown.version);
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = Page {
        frame: frame.titled(format!("Publier – {}", paper.sheet.title)),
        address: format!("{}{}", app.config.public_url, shown.path()),
        path: shown.path(),
        sha256: version.map(|version| version.sha256).unwrap_or_default(),
        since: known
            .as_ref()
            .map(|known| dates::instant(known.visible_from)),
        visible: known.is_some_and(|known: Publication| known.visible_from <= app.clock.now()),
        later: typed.later,
        minute: typed.minute,
        paper,
        faults,
    };
    page_with(status, &page)
}

impl From<NotPublished> for Problem {
    fn from(error: NotPublished) -> Self {
        match error {
            NotPublished::Unknown => Self::NotFound,
            NotPublished::Refused(refusal) => Self::Forbidden(papers::refusal(&refusal)),
            NotPublished::Already(_) => Self::Conflict(say::ALREADY.to_owned()),
            NotPublished::Past => Self::BadRequest(say::PAST.to_owned()),
            NotPublished::Storage(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::storage::fixture::{Adopted, House, day};
    use crate::web::testing::TestApp;

    async fn adopted(app: &TestApp) -> String {
        let house = House::of(&app.app.db).await;
        let text = Adopted {
            title: "Eau",
            bytes: b"---\nversion: 1\nnature: dire\ntitre: \"Eau\"\np\xc3\xa9rim\xc3\xa8tre:\n  - sicoval\n---\n\nMot.\n",
            perimeter: &["sicoval"],
            decided_on: day(1, 9),
            corrects: None,
        };
        let (paper, _) = house.adopted(&app.app.db, &text).await;
        format!("/textes/{paper}/publication")
    }

    #[tokio::test]
    async fn the_secretariat_publishes_now_and_once() {
        let app = TestApp::new().await;
        let path = adopted(&app).await;
        let mut office = app.as_secretariat();
        office
            .get(&path)
            .await
            .assert_status(200)
            .assert_shows("/dires/2026/eau");
        app.anyone().get("/dires/2026/eau").await.assert_status(404);
        office
            .submit(&path, &[("quand", "maintenant")])
            .await
            .assert_goes_to(&path);
        app.anyone().get("/dires/2026/eau").await.assert_status(200);
        office
            .submit(&path, &[("quand", "maintenant")])
            .await
            .assert_status(409);
        office
            .get(&path)
            .await
            .assert_status(200)
            .assert_shows("public depuis le");
    }

    #[tokio::test]
    async fn an_embargo_is_a_minute_to_come() {
        let app = TestApp::new().await;
        let path = adopted(&app).await;
        let mut office = app.as_secretariat();
        for (fields, said) in [
            (vec![], "Choisissez"),
            (
                vec![("quand", "embargo"), ("minute", "demain")],
                "à l’heure de Paris",
            ),
            (
                vec![("quand", "embargo"), ("minute", "2026-03-02T09:59")],
                "est passée",
            ),
        ] {
            office
                .submit(&path, &fields)
                .await
                .assert_status(422)
                .assert_shows(said);
        }
        let fields = [("quand", "embargo"), ("minute", "2026-03-05T07:30")];
        office.submit(&path, &fields).await.assert_goes_to(&path);
        app.clock.set("2026-03-05T06:29:59Z");
        app.anyone().get("/dires/2026/eau").await.assert_status(404);
        app.clock.set("2026-03-05T06:30:00Z");
        app.anyone().get("/dires/2026/eau").await.assert_status(200);
    }

    #[tokio::test]
    async fn others_may_not() {
        let app = TestApp::new().await;
        let path = adopted(&app).await;
        let now = [("quand", "maintenant")];
        app.as_direction("sicoval")
            .submit(&path, &now)
            .await
            .assert_status(403);
        app.as_direction("grand-montauban")
            .submit(&path, &now)
            .await
            .assert_status(404);
        app.anyone().get("/dires/2026/eau").await.assert_status(404);
    }
}
