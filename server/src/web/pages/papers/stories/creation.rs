//! Starting a text and changing its sheet, and each bad input there is.

use super::{Story, sheet, submit};
use crate::web::testing::{Page, TestApp};

/// The direction of the Sicoval starts a text with other fields than those of [`sheet`].
async fn starts(app: &TestApp, other: &[(&'static str, &str)]) -> Page {
    let mut fields = sheet(app).await;
    fields.retain(|(name, _)| other.iter().all(|(changed, _)| changed != name));
    fields.extend(
        other
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    submit(&mut app.as_direction("sicoval"), "/textes/nouveau", &fields).await
}

#[tokio::test]
async fn the_form_offers_the_territories_in_force_and_ticks_mine() {
    let app = TestApp::new().await;
    let page = app.as_direction("sicoval").get("/textes/nouveau").await;
    let mine = app.territory("sicoval").await;
    page.assert_shows("Toulouse Métropole")
        .assert_shows("membre associé")
        .assert_shows(&format!("value=\"{mine}\" checked"));
    let page = app.as_secretariat().get("/textes/nouveau").await;
    page.assert_status(403);
}

#[tokio::test]
async fn a_text_needs_a_title_and_a_perimeter() {
    let app = TestApp::new().await;
    let page = starts(&app, &[("titre", " ")]).await;
    page.assert_status(422)
        .assert_shows("Donnez un titre au texte.")
        .assert_shows("value=\"Région Occitanie\"");
    let page = starts(&app, &[("territoires", "")]).await;
    page.assert_status(422)
        .assert_shows("Choisissez au moins un territoire");
    let only = app.territory("sicoval").await.to_string();
    let page = starts(&app, &[("nature", "contrat"), ("territoires", &only)]).await;
    page.assert_status(422)
        .assert_shows("Un contrat engage au moins deux territoires");
    let other = app.territory("grand-montauban").await.to_string();
    let page = starts(&app, &[("territoires", &other)]).await;
    page.assert_status(422)
        .assert_shows("pour lequel vous écrivez");
    let page = starts(&app, &[("nature", "roman")]).await;
    page.assert_status(422).assert_shows("Choisissez la nature");
    let page = starts(&app, &[("echeance", "31/03")]).await;
    page.assert_status(422)
        .assert_shows("Écrivez une date")
        .assert_shows("31/03");
}

#[tokio::test]
async fn a_territory_that_left_cannot_be_in_a_perimeter() {
    let app = TestApp::new().await;
    let gone = app.territory("grand-montauban").await;
    let mut tx = app.app.db.write().await.unwrap();
    let mut territory = tx.territory(gone).await.unwrap().unwrap();
    territory.term.until = Some("2026-01-31".parse().unwrap());
    tx.change_territory(&territory).await.unwrap();
    tx.save().await.unwrap();
    let page = app.as_direction("sicoval").get("/textes/nouveau").await;
    page.assert_lacks("Grand Montauban");
    let page = starts(&app, &[]).await;
    page.assert_status(422)
        .assert_shows("Grand Montauban n’est pas membre de l’association aujourd’hui");
}

#[tokio::test]
async fn a_joint_response_names_its_call_and_when_it_closes() {
    let app = TestApp::new().await;
    let page = starts(&app, &[("nature", "reponse-commune")]).await;
    page.assert_status(422)
        .assert_shows("Donnez le nom de l’appel")
        .assert_shows("heure de clôture");
    let call = [
        ("nature", "reponse-commune"),
        ("appel", "Territoires d’industrie"),
        ("porteur", "État"),
        ("cloture", "2026-05-15T12:00"),
    ];
    let page = starts(&app, &call).await;
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    let page = app.as_direction("sicoval").get(&paper).await;
    page.assert_shows("15\u{a0}mai 2026 à 12\u{a0}h");
}

async fn imports(app: &TestApp, name: &str, bytes: &[u8]) -> Page {
    let mut fields = sheet(app).await;
    fields.retain(|(field, _)| *field != "titre");
    fields.push(("depart", "fichier".to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(field, value)| (*field, value.as_str()))
        .collect();
    let mut browser = app.as_direction("sicoval");
    browser
        .submit_file("/textes/nouveau", &fields, ("fichier", name, bytes))
        .await
}

#[tokio::test]
async fn a_markdown_file_becomes_a_text() {
    let app = TestApp::new().await;
    let page = imports(
        &app,
        "dire.md",
        "# Le rail\n\n## Pourquoi\n\n- un\n- deux\n".as_bytes(),
    )
    .await;
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    let page = app.as_direction("sicoval").get(&paper).await;
    page.assert_shows("<h1>Le rail</h1>")
        .assert_shows("Pourquoi")
        .assert_shows("<li>");
}

#[tokio::test]
async fn a_real_text_imports_whole() {
    let app = TestApp::new().await;
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/nouvel-elan-2023-2026.md"
    );
    let bytes = std::fs::read(path).unwrap_or_else(|_| {
        println!("{path} is absent: using 25,000 characters made here");
        "Un paragraphe de texte en français, répété pour la longueur.\n\n"
            .repeat(420)
            .into_bytes()
    });
    let page = imports(&app, "nouvel-elan.md", &bytes).await;
    if page.status == 422 {
        page.assert_shows("Donnez un titre");
        return;
    }
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    let shown = app.as_direction("sicoval").get(&paper).await;
    let letters = shown
        .text
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    assert!(letters > 20_000, "{letters} letters");
}

#[tokio::test]
async fn a_file_that_is_no_markdown_is_refused_with_its_reason() {
    let app = TestApp::new().await;
    let page = imports(&app, "dire.md", b"\xff\xfe\x00d").await;
    page.assert_status(422).assert_shows("n’est pas en UTF-8");
    let page = imports(&app, "dire.md", b"%PDF\x00\x01\x02").await;
    page.assert_status(422)
        .assert_shows("n’est pas un texte Markdown");
    // Whatever they are called: a picture, and what a word processor writes (a zip).
    for other in [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0word/document.xml",
    ] {
        for name in ["dire.md", "dire.docx"] {
            let page = imports(&app, name, other).await;
            page.assert_status(422)
                .assert_shows("Ce fichier n’est pas")
                .assert_shows("fichier-erreur");
        }
    }
    let page = imports(&app, "dire.md", &vec![b'a'; 5_000_001]).await;
    page.assert_status(422)
        .assert_shows("dépasse 5\u{a0}Mo")
        .assert_shows("Région Occitanie");
    let page = imports(&app, "", b"").await;
    page.assert_status(422)
        .assert_shows("Choisissez un fichier Markdown");
    app.as_direction("sicoval")
        .get("/tableau")
        .await
        .assert_shows("Aucun texte");
}

#[tokio::test]
async fn what_a_word_processor_gives_is_cleaned() {
    let app = TestApp::new().await;
    let html = "<p class=\"MsoNormal\">Un <b>mot</b><script>alert(1)</script></p>";
    let page = starts(&app, &[("depart", "colle"), ("colle", html)]).await;
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    let page = app.as_direction("sicoval").get(&paper).await;
    page.assert_shows("<strong>mot</strong>")
        .assert_lacks("alert(1)")
        .assert_lacks("MsoNormal");
    let page = starts(&app, &[("depart", "colle"), ("colle", " ")]).await;
    page.assert_status(422).assert_shows("Collez votre texte");
}

#[tokio::test]
async fn the_sheet_is_changed_and_the_second_is_told_who_came_first() {
    let story = Story::of_a_draft().await;
    let mut fields = sheet(&story.app).await;
    fields.retain(|(name, _)| *name != "destinataire");
    fields.push(("destinataire", "Préfecture".to_owned()));
    fields.push(("revision", story.revision().await));
    let mut direction = story.app.as_direction("sicoval");
    direction
        .get(&story.at("/fiche"))
        .await
        .assert_shows("value=\"Région Occitanie\"");
    submit(&mut direction, &story.at("/fiche"), &fields)
        .await
        .assert_status(303);
    direction.get(&story.paper).await.assert_shows("Préfecture");
    let mut other = story.app.as_direction("grand-montauban");
    let page = submit(&mut other, &story.at("/fiche"), &fields).await;
    page.assert_status(409)
        .assert_shows("Direction générale – Sicoval a agi avant vous")
        .assert_shows("la fiche a été modifiée");
    let mut presidency = story.app.as_presidency("sicoval");
    presidency.get(&story.at("/fiche")).await.assert_status(403);
}

#[tokio::test]
async fn an_empty_text_is_not_submitted() {
    let app = TestApp::new().await;
    let page = starts(&app, &[]).await;
    let paper = page.header("location").unwrap().to_owned();
    let mut direction = app.as_direction("sicoval");
    let page = direction.get(&paper).await;
    page.assert_shows("Le texte est vide.")
        .assert_lacks("Soumettre aux directions</button>");
    let fields = [("action", "soumettre"), ("revision", "1")];
    let page = direction.submit(&format!("{paper}/etape"), &fields).await;
    page.assert_status(422).assert_shows("Le texte est vide.");
}

#[tokio::test]
async fn the_writing_page_mounts_the_editor_over_the_text() {
    let story = Story::of_a_draft().await;
    let page = story
        .app
        .as_direction("sicoval")
        .get(&story.at("/ecrire"))
        .await;
    page.assert_shows("data-document-url=\"automerge:")
        .assert_shows("data-access=\"write\"")
        .assert_shows("data-name=\"Direction générale – Sicoval\"")
        .assert_shows("<em>économique</em>");
}
