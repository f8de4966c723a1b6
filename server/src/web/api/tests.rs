//! The API keeps to its description, and to the rights of the pages.

use dires_domain::paper::PaperKind;
use dires_domain::sheet::Sheet;
use dires_domain::text::{LeadingHeading, from_markdown};
use serde_json::{Value, json};

use crate::papers::Asker;
use crate::papers::create::{Start, create};
use crate::web::testing::{Browser, Page, TestApp};

/// A text of the Sicoval in rédaction.
async fn draft(app: &TestApp) -> String {
    let person = app.person("direction@sicoval.exemple.fr").await;
    let perimeter = vec![app.territory("sicoval").await];
    let mut tx = app.app.db.write().await.unwrap();
    let mandates = tx.mandates_of(person).await.unwrap();
    let asker = Asker {
        person,
        mandates: &mandates,
        now: app.app.clock.now(),
        today: app.app.clock.today(),
    };
    let sheet = Sheet {
        kind: PaperKind::Dire,
        title: "Eau".to_owned(),
        perimeter,
        strand: None,
        addressee: String::new(),
        deadline: None,
        call: None,
    };
    let text = from_markdown("Partager la ressource.\n", LeadingHeading::Stays);
    let start = Start {
        sheet,
        text,
        corrects: None,
        demonstration: false,
    };
    let paper = create(&mut tx, &asker, start).await.unwrap();
    tx.save().await.unwrap();
    paper.to_string()
}

async fn description(app: &TestApp) -> Value {
    app.anyone()
        .get("/api/openapi.json")
        .await
        .assert_status(200)
        .json()
}

/// Checks an answer against the schema that the description gives for this route and status.
async fn keeps(app: &TestApp, method: &str, route: &str, page: &Page) -> Value {
    let api = description(app).await;
    let status = page.status.as_u16().to_string();
    let answer = &api["paths"][route][method]["responses"][&status];
    assert!(
        answer.is_object(),
        "{method} {route} {status} is not described\n{}",
        page.text
    );
    let kind = page.header("content-type").unwrap();
    let schema = &answer["content"][kind]["schema"];
    assert!(
        schema.is_object(),
        "{method} {route} {status} {kind} is not described"
    );
    conforms(&api, schema, &page.json(), route);
    page.json()
}

/// Whether a value has the shape: types, required and known properties, items, references, alternatives.
fn conforms(api: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let found = api
            .pointer(name.trim_start_matches('#'))
            .expect("a known reference");
        return conforms(api, found, value, at);
    }
    if let Some(alternatives) = schema["oneOf"].as_array() {
        let null = alternatives.iter().any(|one| one["type"] == "null");
        if null && value.is_null() {
            return;
        }
        let other = alternatives.iter().find(|one| one["type"] != "null");
        return conforms(api, other.expect("an alternative"), value, at);
    }
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types = &schema["type"];
    let fits = types == is
        || types
            .as_array()
            .is_some_and(|all| all.iter().any(|one| one == is));
    assert!(fits, "{at}: {value} is no {types}");
    for item in value.as_array().into_iter().flatten() {
        conforms(api, &schema["items"], item, at);
    }
    let Some(fields) = value.as_object() else {
        return;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(
            fields.contains_key(name.as_str().unwrap()),
            "{at} lacks {name}"
        );
    }
    for (name, field) in fields {
        let known = &schema["properties"][name];
        assert!(known.is_object(), "{at}.{name} is not described");
        conforms(api, known, field, &format!("{at}.{name}"));
    }
}

async fn read(someone: &mut Browser, id: &str) -> Value {
    someone
        .get(&format!("/api/textes/{id}"))
        .await
        .assert_status(200)
        .json()
}

fn offers(text: &Value) -> Vec<&str> {
    let actions = text["actions"].as_array().unwrap().iter();
    actions.map(|it| it["action"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_route_is_described_and_nothing_else_is() {
    let app = TestApp::new().await;
    let api = description(&app).await;
    assert!(api["openapi"].as_str().unwrap().starts_with("3.1"));
    let source = include_str!("../routes.rs");
    let mut routes: Vec<&str> = source
        .split('"')
        .filter(|word| word.starts_with("/api/"))
        .collect();
    let mut described: Vec<&str> = api["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    routes.sort_unstable();
    described.sort_unstable();
    assert_eq!(routes, described);
}

#[tokio::test]
async fn a_text_goes_from_hand_to_hand() {
    let app = TestApp::new().await;
    let id = draft(&app).await;
    let (etape, avis) = (
        format!("/api/textes/{id}/etape"),
        format!("/api/textes/{id}/avis"),
    );
    let mut direction = app.as_direction("sicoval");
    let page = direction.get("/api/textes").await;
    let list = keeps(&app, "get", "/api/textes", &page).await;
    assert_eq!(list["papers"][0]["perimeter"], json!(["sicoval"]));
    let page = direction.get(&format!("/api/textes/{id}")).await;
    let text = keeps(&app, "get", "/api/textes/{id}", &page).await;
    assert!(text["document"].as_str().unwrap().starts_with("automerge:"));
    assert!(offers(&text).contains(&"soumettre"));

    let step = json!({"action": "soumettre", "revision": text["revision"]});
    let page = direction.post_json(&etape, &step).await;
    let moved = keeps(&app, "post", "/api/textes/{id}/etape", &page).await;
    assert_eq!(moved["stage"], "conference-des-directions");
    let page = direction.post_json(&etape, &step).await;
    page.assert_status(409);
    keeps(&app, "post", "/api/textes/{id}/etape", &page).await;

    let step = json!({"action": "transmettre", "revision": moved["revision"]});
    let page = direction.post_json(&etape, &step).await;
    page.assert_status(422);
    let problem = keeps(&app, "post", "/api/textes/{id}/etape", &page).await;
    assert!(
        problem["missing"][0].as_str().unwrap().contains("avis"),
        "{problem}"
    );

    let old = json!({"opinion": "favorable", "heads": ["00"], "revision": moved["revision"]});
    direction.post_json(&avis, &old).await.assert_status(409);
    let given =
        json!({"opinion": "favorable", "heads": moved["heads"], "revision": moved["revision"]});
    let page = direction.post_json(&avis, &given).await;
    let said = keeps(&app, "post", "/api/textes/{id}/avis", &page).await;
    assert_eq!(said["opinions"][0]["stands"], true);

    let page = direction.post_json(&etape, &step).await;
    let moved = keeps(&app, "post", "/api/textes/{id}/etape", &page).await;
    assert_eq!(moved["stage"], "conference-des-presidences");
    let position = json!({"position": "approuve", "version": moved["version"]["number"], "revision": moved["revision"]});
    let path = format!("/api/textes/{id}/position");
    direction
        .post_json(&path, &position)
        .await
        .assert_status(403);
    let page = app
        .as_presidency("sicoval")
        .post_json(&path, &position)
        .await;
    let said = keeps(&app, "post", "/api/textes/{id}/position", &page).await;
    assert_eq!(said["positions"][0]["position"], "approuve");
    adopt(&app, &id, &said).await;
}

/// Approval, then a vote of every member, then the public list.
async fn adopt(app: &TestApp, id: &str, text: &Value) {
    let etape = format!("/api/textes/{id}/etape");
    let mut office = app.as_secretariat();
    let step = json!({"action": "approuver", "revision": text["revision"]});
    let approved = office
        .post_json(&etape, &step)
        .await
        .assert_status(200)
        .json();
    let vote = |territory: &str| json!({"territory": territory, "vote": "pour"});
    let votes = json!([
        vote("sicoval"),
        vote("grand-montauban"),
        vote("toulouse-metropole")
    ]);
    let step = |presence: &str| {
        let line =
            json!({"territory": "grand-montauban", "presence": presence, "holder": "sicoval"});
        let ballot = json!({"body": "assemblee-generale", "date": "2026-03-02", "chair": "sicoval",
                            "attendance": [line], "votes": votes});
        json!({"action": "adopter", "revision": approved["revision"], "ballot": ballot})
    };
    office
        .post_json(&etape, &step("present"))
        .await
        .assert_status(422)
        .assert_shows("Grand Montauban siège en personne");
    let adopted = office
        .post_json(&etape, &step("represente"))
        .await
        .assert_status(200)
        .json();
    assert_eq!(adopted["stage"], "publication");
    assert!(offers(&adopted).contains(&"publier"));
    office
        .submit(
            &format!("/textes/{id}/publication"),
            &[("quand", "maintenant")],
        )
        .await
        .assert_status(303);
    let page = app.anyone().get("/api/publications").await;
    let public = keeps(app, "get", "/api/publications", &page).await;
    assert_eq!(
        public["publications"][0]["sha256"],
        adopted["version"]["sha256"]
    );
    let page = app.anyone().get("/dires/2026/eau").await;
    page.assert_status(200)
        .assert_shows("Partager la ressource.")
        .assert_shows("Pour");
}

#[tokio::test]
async fn rights_are_those_of_the_pages() {
    let app = TestApp::new().await;
    let id = draft(&app).await;
    let path = format!("/api/textes/{id}");
    let page = app.anyone().get(&path).await;
    page.assert_status(401);
    keeps(&app, "get", "/api/textes/{id}", &page).await;
    for mut other in [app.as_direction("grand-montauban"), app.as_secretariat()] {
        let page = other.get(&path).await;
        page.assert_status(404);
        let theirs = page.told();
        keeps(&app, "get", "/api/textes/{id}", &page).await;
        assert_eq!(other.get("/api/textes/rien").await.told(), theirs);
        assert_eq!(other.get("/api/textes").await.json()["papers"], json!([]));
        let step = json!({"action": "soumettre", "revision": 1});
        other
            .post_json(&format!("{path}/etape"), &step)
            .await
            .assert_status(404);
    }
    assert!(offers(&read(&mut app.as_technician("sicoval"), &id).await).contains(&"soumettre"));
    assert!(!offers(&read(&mut app.as_presidency("sicoval"), &id).await).contains(&"soumettre"));
}

#[tokio::test]
async fn what_another_site_or_a_mistake_sends_changes_nothing() {
    let app = TestApp::new().await;
    let id = draft(&app).await;
    let etape = format!("/api/textes/{id}/etape");
    let step = json!({"action": "soumettre", "revision": 1});
    let mut stolen = app
        .as_direction("sicoval")
        .with_header("origin", "https://ailleurs.exemple");
    stolen.post_json(&etape, &step).await.assert_status(403);
    let mut direction = app.as_direction("sicoval");
    for wrong in [
        json!({"action": "envoler", "revision": 1}),
        json!({"action": "lire", "revision": 1}),
        json!({"action": "soumettre"}),
        json!({"action": "soumettre", "revision": 1, "autre": true}),
    ] {
        let page = direction.post_json(&etape, &wrong).await;
        page.assert_status(400);
        keeps(&app, "post", "/api/textes/{id}/etape", &page).await;
    }
    let form = [("action", "soumettre"), ("revision", "1")];
    direction.submit(&etape, &form).await.assert_status(400);
    let avis = json!({"territory": "lune", "opinion": "favorable", "heads": [], "revision": 1});
    let page = direction
        .post_json(&format!("/api/textes/{id}/avis"), &avis)
        .await;
    page.assert_status(422);
    assert_eq!(read(&mut direction, &id).await["stage"], "redaction");
}
