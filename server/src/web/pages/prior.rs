//! `/secretariat/textes-anterieurs/nouveau`: a text adopted before the tool existed is entered as such.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use dires_domain::ids::{BodyId, TerritoryId};
use dires_domain::paper::PaperKind;
use dires_domain::people::{Body, BodyKind, Strand, Territory};
use dires_domain::sheet::Sheet;
use dires_domain::text::{LeadingHeading, Text, read_file};

use super::papers::asker;
use crate::app::App;
use crate::publish::prior::{self, NotEntered, Prior};
use crate::storage::Tx;
use crate::web::messages::{papers as texts, publication as say, words};
use crate::web::{Answer, Faults, Form, Frame, Problem, Someone, cookies, page_with};

#[derive(Template)]
#[template(path = "pages/prior.html")]
struct Page {
    frame: Frame,
    typed: Form,
    faults: Faults,
    lists: Lists,
}

/// What can be chosen.
struct Lists {
    territories: Vec<Territory>,
    bodies: Vec<Body>,
    strands: Vec<Strand>,
}

impl Page {
    fn kinds(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let chosen = self.typed.text("nature");
        let kind = move |kind: &PaperKind| (kind.code(), words::kind(*kind), kind.code() == chosen);
        PaperKind::ALL.iter().map(kind)
    }

    fn chosen(&self, field: &str, id: &impl ToString) -> bool {
        let id = id.to_string();
        self.typed.all(field).any(|value| value == id)
    }
}

/// Shows the empty form.
pub async fn show(State(app): State<App>, frame: Frame, someone: Someone) -> Answer {
    office_only(&app, &someone)?;
    draw(&app, frame, Form::default(), Faults::default()).await
}

/// Enters the text.
pub async fn submit(State(app): State<App>, frame: Frame, someone: Someone, form: Form) -> Answer {
    office_only(&app, &someone)?;
    let prior = match read(&app, &form) {
        Ok(prior) => prior,
        Err(faults) => return draw(&app, frame, form, faults).await,
    };
    match prior::enter(&app.db, &asker(&app, &someone), &prior).await {
        Ok(publication) => {
            let sentence = say::published(&publication, app.clock.now());
            let said = [(
                header::SET_COOKIE,
                cookies::say_next(&app.config, &sentence),
            )];
            Ok((said, Redirect::to(&publication.path())).into_response())
        }
        Err(error) => {
            let territories = app.db.read().await?.territories().await?;
            let faults = faults(error, &territories)?;
            draw(&app, frame, form, faults).await
        }
    }
}

fn office_only(app: &App, someone: &Someone) -> Result<(), Problem> {
    if prior::may(&asker(app, someone), &[]) {
        Ok(())
    } else {
        Err(Problem::Forbidden(say::OFFICE_ONLY.to_owned()))
    }
}

fn read(app: &App, form: &Form) -> Result<Prior, Faults> {
    let mut faults = Faults::default();
    let kind = form.parse::<PaperKind>("nature");
    let body = form.parse::<BodyId>("instance");
    let decided_on = form.date("date");
    let text = words_of(app, form);
    if kind.is_none() {
        faults.add("nature", say::NO_KIND);
    }
    if body.is_none() {
        faults.add("instance", say::NO_BODY);
    }
    match decided_on {
        Ok(Some(_)) => {}
        Ok(None) => faults.add("date", say::NO_DAY),
        Err(_) => faults.add("date", say::NOT_A_DAY),
    }
    if let Err(sentence) = &text {
        faults.add("texte", *sentence);
    }
    let (Some(kind), Some(body), Ok(Some(decided_on)), Ok(text)) = (kind, body, decided_on, text)
    else {
        return Err(faults);
    };
    Ok(Prior {
        sheet: sheet(form, kind),
        text,
        body,
        decided_on,
        demonstration: false,
    })
}

fn sheet(form: &Form, kind: PaperKind) -> Sheet {
    Sheet {
        kind,
        title: form.text("titre").to_owned(),
        perimeter: form
            .all("territoires")
            .filter_map(|id| id.parse::<TerritoryId>().ok())
            .collect(),
        strand: form.parse("volet"),
        addressee: form.text("destinataire").to_owned(),
        deadline: None,
        call: None,
    }
}

/// The words of the file, or else those that were pasted.
fn words_of(app: &App, form: &Form) -> Result<Text, &'static str> {
    use dires_domain::text::Unreadable;
    let bytes = form
        .file("fichier")
        .map_or_else(|| form.raw("texte").as_bytes(), |file| &file.bytes);
    if bytes.len() > app.config.file_limit {
        return Err(texts::FILE_TOO_LARGE);
    }
    read_file(bytes, LeadingHeading::BecomesTitle).map_err(|error| match error {
        Unreadable::TooLong(_) => texts::FILE_TOO_LARGE,
        Unreadable::NotUtf8 => texts::FILE_NOT_UTF8,
        Unreadable::NotText => texts::FILE_NOT_MARKDOWN,
    })
}

/// The fields at fault; what is no fault of a field stays a problem.
fn faults(error: NotEntered, territories: &[Territory]) -> Result<Faults, Problem> {
    let mut faults = Faults::default();
    match error {
        NotEntered::NotTheirs => return Err(Problem::Forbidden(say::OFFICE_ONLY.to_owned())),
        NotEntered::Sheet(found) => {
            for fault in found {
                let (field, sentence) = texts::sheet_fault(fault, territories);
                faults.add(field, sentence);
            }
        }
        NotEntered::NoText => faults.add("texte", say::NO_TEXT),
        NotEntered::NoBody => faults.add("instance", say::NO_BODY),
        NotEntered::Future(day) => faults.add("date", say::future(day)),
        NotEntered::Publication(error) => return Err(error.into()),
        NotEntered::Storage(error) => return Err(error.into()),
        NotEntered::Paper(error) => return Err(Problem::Internal(error.to_string())),
    }
    Ok(faults)
}

async fn draw(app: &App, frame: Frame, typed: Form, faults: Faults) -> Answer {
    let lists = lists(&mut app.db.read().await?).await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let frame = frame.titled("Saisir un texte adopté avant l’outil");
    page_with(
        status,
        &Page {
            frame,
            typed,
            faults,
            lists,
        },
    )
}

async fn lists(tx: &mut Tx) -> Result<Lists, Problem> {
    let mut bodies = tx.bodies().await?;
    bodies.retain(|body| body.kind == BodyKind::Political);
    Ok(Lists {
        territories: tx.territories().await?,
        bodies,
        strands: tx.strands().await?,
    })
}

#[cfg(test)]
mod tests {
    use crate::storage::fixture::House;
    use crate::web::testing::TestApp;

    const PATH: &str = "/secretariat/textes-anterieurs/nouveau";

    #[tokio::test]
    async fn the_secretariat_enters_a_text_without_inventing_votes() {
        let app = TestApp::new().await;
        let house = House::of(&app.app.db).await;
        let (sicoval, assembly) = (house.sicoval.to_string(), house.assembly.to_string());
        let mut office = app.as_secretariat();
        office
            .get(PATH)
            .await
            .assert_status(200)
            .assert_shows("Assemblée générale");
        let fields = [
            ("nature", "dire"),
            ("titre", "Le projet de coopération"),
            ("territoires", sicoval.as_str()),
            ("instance", assembly.as_str()),
            ("date", "2023-06-30"),
            ("texte", "# Trois axes\n\nDialoguer, coopérer, fédérer.\n"),
        ];
        let path = "/dires/2023/le-projet-de-cooperation";
        office.submit(PATH, &fields).await.assert_goes_to(path);
        let page = app.anyone().get(path).await;
        page.assert_status(200)
            .assert_shows("avant que l’association ne se serve de cet outil")
            .assert_shows("30\u{a0}juin 2023")
            .assert_shows("Dialoguer, coopérer, fédérer.");
        assert!(!page.text.contains("<table"), "no votes are known");
        office
            .submit(PATH, &fields)
            .await
            .assert_goes_to(&format!("{path}-2"));
    }

    #[tokio::test]
    async fn each_mistake_is_said_and_what_was_typed_is_kept() {
        let app = TestApp::new().await;
        let house = House::of(&app.app.db).await;
        let assembly = house.assembly.to_string();
        let mut office = app.as_secretariat();
        let page = office.submit(PATH, &[("titre", "Gardé")]).await;
        page.assert_status(422)
            .assert_shows("Choisissez la nature")
            .assert_shows("Choisissez l’instance")
            .assert_shows("Indiquez le jour")
            .assert_shows("value=\"Gardé\"");
        let fields = [
            ("nature", "dire"),
            ("titre", "Gardé"),
            ("instance", assembly.as_str()),
            ("date", "2026-03-03"),
            ("texte", "Mot."),
        ];
        office
            .submit(PATH, &fields)
            .await
            .assert_status(422)
            .assert_shows("au moins un territoire");
    }

    #[tokio::test]
    async fn others_may_not() {
        let app = TestApp::new().await;
        app.as_direction("sicoval")
            .get(PATH)
            .await
            .assert_status(403);
        app.as_presidency("sicoval")
            .submit(PATH, &[])
            .await
            .assert_status(403);
    }
}
