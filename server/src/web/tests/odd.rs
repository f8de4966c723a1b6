//! Requests that no page sends: each has a French answer, nothing changes, and nothing fails.

use axum::http::Method;
use serde_json::json;

use crate::storage::testing::on_both_engines;
use crate::web::testing::{Page, TestApp};

/// A page in French, or a problem for programs, with its policy.
#[track_caller]
fn is_french(page: &Page) {
    assert!(
        page.status.is_client_error(),
        "{}\n{}",
        page.status,
        page.text
    );
    let kind = page.header("content-type").unwrap_or("none");
    let drawn = kind.starts_with("text/html") && page.text.contains("lang=\"fr\"");
    assert!(
        drawn || kind == "application/problem+json",
        "{kind}\n{}",
        page.text
    );
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_answered_by_a_page() {
    let app = TestApp::new().await;
    for path in [
        "/dires/2026/%ff",
        "/textes/%ff",
        "/textes/%ff/versions/1",
        "/assets/%ff",
        "/invitation/%ff",
        "/?annee=1&annee=2",
        "/verifier?empreinte=a&empreinte=b",
        "/connexion?suite=a&suite=b",
        "/secretariat/personnes?recherche=a&recherche=b",
        "/secretariat/territoires/%ff",
        "/api/textes/%ff",
    ] {
        is_french(&app.as_secretariat().get(path).await);
    }
}

#[tokio::test]
async fn a_method_that_nothing_takes_is_answered_by_a_page() {
    let app = TestApp::new().await;
    for (method, path) in [
        (Method::POST, "/assets/site.css"),
        (Method::DELETE, "/healthz"),
        (Method::PUT, "/tableau"),
        (Method::PATCH, "/api/textes"),
    ] {
        let page = app.anyone().send(method, path, None, Vec::new()).await;
        page.assert_status(405);
        is_french(&page);
    }
}

#[tokio::test]
async fn a_body_of_another_kind_is_answered_by_a_page() {
    let app = TestApp::new().await;
    for path in ["/connexion", "/textes/nouveau", "/api/textes/x/etape"] {
        for kind in [
            "text/plain",
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "é",
        ] {
            let body = b"\xff{".to_vec();
            let page = app
                .as_direction("sicoval")
                .send(Method::POST, path, Some(kind), body)
                .await;
            is_french(&page);
        }
    }
}

#[tokio::test]
async fn a_character_that_a_database_does_not_hold_breaks_nothing() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db).await;
        let mut office = app.as_secretariat();
        for path in [
            "/dires/2026/%00",
            "/secretariat/territoires/%00",
            "/secretariat/instances/a%00",
            "/?territoire=%00",
        ] {
            is_french(&office.get(path).await);
        }
        let person = [("nom", "Une\0 personne"), ("courriel", "une@exemple.fr")];
        office
            .submit("/secretariat/personnes", &person)
            .await
            .assert_status(303);
        let door = [("courriel", "a\0@exemple.fr"), ("mot_de_passe", "\0")];
        app.anyone()
            .submit("/connexion", &door)
            .await
            .assert_status(422);
        let mut direction = app.as_direction("sicoval");
        let mine = app.territory("sicoval").await.to_string();
        let text = [
            ("nature", "dire"),
            ("titre", "Un\0 titre"),
            ("destinataire", "\0"),
            ("territoires", &mine),
            ("depart", "colle"),
            ("colle", "Mots\0."),
        ];
        let page = direction.submit("/textes/nouveau", &text).await;
        page.assert_status(303);
        let paper = page.header("location").unwrap().to_owned();
        direction
            .get(&paper)
            .await
            .assert_status(200)
            .assert_shows("<h1>Un titre</h1>");
        let step = json!({"action": "soumettre", "revision": 1, "motive": "\0"});
        let page = direction
            .post_json(&format!("/api{paper}/etape"), &step)
            .await;
        page.assert_status(400);
    })
    .await;
}

#[tokio::test]
async fn what_is_too_long_is_said_beside_its_field() {
    let app = TestApp::new().await;
    let long = "à".repeat(30_000);
    let mut office = app.as_secretariat();
    let mail = format!("{}@exemple.fr", "a".repeat(300));
    for (path, fields) in [
        (
            "/secretariat/personnes",
            [("nom", long.as_str()), ("courriel", "a@exemple.fr")],
        ),
        (
            "/secretariat/personnes",
            [("nom", "Une"), ("courriel", &mail)],
        ),
        (
            "/secretariat/territoires/nouveau",
            [("nom", &long), ("adhesion", "de-droit")],
        ),
    ] {
        let page = office.submit(path, &fields).await;
        page.assert_status(422).assert_shows("-erreur");
        is_french(&page);
    }
}
