use super::Problem;
use crate::storage::StorageError;
use crate::web::testing::TestApp;

#[test]
fn each_problem_has_its_status_and_its_words() {
    let unavailable = || StorageError::Unavailable("occupé".into());
    let all = [
        Problem::NotFound,
        Problem::Forbidden("Seules les directions donnent un avis.".into()),
        Problem::Conflict("Le texte a été transmis.".into()),
        Problem::Refused {
            sentence: "Il manque des avis.".into(),
            missing: vec!["Sicoval".into()],
        },
        Problem::BadRequest("Ce n’est pas un identifiant.".into()),
        Problem::Forged,
        Problem::TooLarge,
        Problem::MethodNotAllowed,
        Problem::Storage(unavailable()),
        Problem::Storage(StorageError::NotWritable("lecture seule".into())),
        Problem::Storage(StorageError::Absent),
        Problem::Storage(StorageError::Duplicate("paper".into())),
        Problem::Internal("faute".into()),
    ];
    let lines = all
        .iter()
        .map(Problem::face)
        .map(|face| format!("{} {}", face.status.as_u16(), face.title));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
    404 Cette page n’existe pas
    403 Cette action ne vous est pas ouverte
    409 Quelqu’un a agi avant vous
    422 Ce n’est pas encore possible
    400 Demande incomprise
    403 Formulaire refusé
    413 Envoi trop volumineux
    405 Demande impossible à cette adresse
    503 Le service est momentanément occupé
    503 Le service est en lecture seule
    404 Cette page n’existe pas
    500 Une erreur est survenue
    500 Une erreur est survenue
    ");
}

#[tokio::test]
async fn an_unknown_address_is_a_page_and_under_the_api_a_problem() {
    let app = TestApp::new().await;
    let page = app.as_direction("sicoval").get("/nulle-part").await;
    page.assert_status(404)
        .assert_shows("Cette page n’existe pas")
        .assert_shows("Revenir au tableau");
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .starts_with("default-src 'none'")
    );
    let page = app.anyone().get("/api/nulle-part").await;
    page.assert_status(404);
    assert_eq!(
        page.header("content-type"),
        Some("application/problem+json")
    );
    assert_eq!(page.json()["status"], 404);
}

#[tokio::test]
async fn a_method_that_an_address_does_not_have_says_so() {
    let app = TestApp::new().await;
    app.anyone()
        .submit("/compte", &[])
        .await
        .assert_status(405)
        .assert_shows("n’accepte pas");
}

#[tokio::test]
async fn a_form_that_is_too_large_says_so() {
    let app = TestApp::with(|config| config.file_limit = 1).await;
    let much = "x".repeat(6_000_000);
    let page = app
        .as_direction("sicoval")
        .submit("/deconnexion", &[("x", &much)])
        .await;
    page.assert_status(413)
        .assert_shows("Envoi trop volumineux");
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_said_and_nothing_is_lost() {
    let app = TestApp::new().await;
    let mut browser = app.as_direction("sicoval");
    browser.get("/compte").await.assert_status(200);
    app.app.db.close().await;
    let page = browser.get("/compte").await;
    page.assert_status(503).assert_shows("Rien n’est perdu");
    assert_eq!(page.header("retry-after"), Some("5"));
}
