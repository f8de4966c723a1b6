//! What everyone reads, without a server.

use dires_domain::text::{Canonical, LeadingHeading, from_markdown};
use sha2::{Digest, Sha256};

use crate::storage::fixture::{Adopted, House, day, instant};
use crate::web::testing::TestApp;

const PATH: &str = "/dires/2026/pour-un-rail-du-quotidien";

/// The canonical bytes of a text of two parts with a note.
fn bytes(title: &str) -> Vec<u8> {
    let source = "# Le besoin\n\nTrois lignes, **une étoile**[^a].\n\n## Les chiffres\n\n- un\n- deux\n\n# La demande\n\nQue l’État tienne.\n\n[^a]: Ferroviaire.\n";
    let mut text = from_markdown(source, LeadingHeading::Stays);
    text.title = title.to_owned();
    let perimeter = ["grand-montauban".to_owned(), "sicoval".to_owned()];
    Canonical::new("dire", &perimeter, text).unwrap().to_bytes()
}

/// A site with one published text, visible since January.
async fn site() -> (TestApp, House) {
    let app = TestApp::new().await;
    let house = House::of(&app.app.db).await;
    publish(
        &app,
        &house,
        "Pour un rail du quotidien",
        "pour-un-rail-du-quotidien",
        instant(1, 10, 8),
    )
    .await;
    (app, house)
}

async fn publish(
    app: &TestApp,
    house: &House,
    title: &str,
    slug: &str,
    visible_from: chrono::DateTime<chrono::Utc>,
) -> dires_domain::ids::PaperId {
    let text = Adopted {
        title,
        bytes: &bytes(title),
        perimeter: &["grand-montauban", "sicoval"],
        decided_on: day(1, 9),
        corrects: None,
    };
    house
        .published(&app.app.db, &text, slug, visible_from)
        .await
}

#[tokio::test]
async fn the_home_page_shows_who_speaks_and_what_was_adopted() {
    let (app, _) = site().await;
    let page = app.anyone().get("/").await;
    page.assert_status(200)
        .assert_shows("Pour un rail du quotidien")
        .assert_shows("Grand Montauban et Sicoval")
        .assert_shows("Région Occitanie (associé)")
        .assert_shows("Adopté le 9\u{a0}janvier 2026")
        .assert_shows("Texte de démonstration");
}

#[tokio::test]
async fn filters_keep_what_they_say() {
    let (app, _) = site().await;
    for (query, seen) in [
        ("?annee=2026", true),
        ("?annee=2025", false),
        ("?annee=demain", false),
        ("?territoire=sicoval", true),
        ("?territoire=toulouse-metropole", false),
        ("?annee=2026&territoire=grand-montauban&volet=", true),
        ("?volet=transition", false),
    ] {
        let page = app.anyone().get(&format!("/{query}")).await;
        page.assert_status(200);
        assert_eq!(page.text.contains(PATH), seen, "{query}");
    }
}

#[tokio::test]
async fn a_text_says_how_it_was_adopted_and_nothing_internal() {
    let (app, _) = site().await;
    let page = app.anyone().get(PATH).await;
    page.assert_status(200)
        .assert_shows("id=\"texte-le-besoin\"")
        .assert_shows("href=\"#texte-les-chiffres\"")
        .assert_shows("Transmis à la conférence des présidences")
        .assert_shows("Approuve avec réserves (réserve maintenue)")
        .assert_shows("Le calendrier reste à préciser.")
        .assert_shows("<td>Pour</td>")
        .assert_shows("Deux voix pour, aucune contre.")
        .assert_shows("application/ld+json")
        .assert_shows("\"@type\":\"Report\"");
    assert!(
        !page.text.contains("favorable"),
        "the avis of the directions are internal"
    );
    assert!(page.text.len() < 30_000, "{} bytes", page.text.len());
}

#[tokio::test]
async fn the_file_has_the_printed_hash() {
    let (app, _) = site().await;
    let page = app.anyone().get(PATH).await;
    let file = app.anyone().get(&format!("{PATH}.md")).await;
    file.assert_status(200);
    assert_eq!(
        file.header("content-type"),
        Some("text/markdown; charset=utf-8")
    );
    let hash = hex::encode(Sha256::digest(file.text.as_bytes()));
    page.assert_shows(&hash);
    let found = app
        .anyone()
        .get(&format!("/verifier?empreinte={hash}"))
        .await;
    found.assert_status(200).assert_shows(PATH);
    let other = app
        .anyone()
        .get(&format!("/verifier?empreinte={}", "0".repeat(64)))
        .await;
    other
        .assert_status(200)
        .assert_shows("Aucun texte publié ici n’a cette empreinte");
    app.anyone()
        .get("/verifier?empreinte=abc")
        .await
        .assert_status(422)
        .assert_shows("64 chiffres");
}

#[tokio::test]
async fn a_text_under_embargo_is_invisible_everywhere_until_its_minute() {
    let (app, house) = site().await;
    let minute = instant(3, 9, 8);
    publish(&app, &house, "Sous embargo", "sous-embargo", minute).await;
    let hash = hex::encode(Sha256::digest(bytes("Sous embargo")));
    let places = [
        ("/".to_owned(), 200),
        ("/dires/2026/sous-embargo".to_owned(), 404),
        ("/dires/2026/sous-embargo.md".to_owned(), 404),
        ("/dires.atom".to_owned(), 200),
        ("/sitemap.xml".to_owned(), 200),
        (format!("/verifier?empreinte={hash}"), 200),
    ];
    app.clock.set("2026-03-09T07:59:59Z");
    for (place, status) in &places {
        let page = app.anyone().get(place).await;
        page.assert_status(*status);
        assert!(!page.text.contains("/sous-embargo\""), "{place}");
        assert!(!page.text.contains("Sous embargo"), "{place}");
    }
    app.clock.set("2026-03-09T08:00:00Z");
    for (place, _) in &places {
        let page = app.anyone().get(place).await;
        page.assert_status(200);
        assert!(
            page.text.contains("ous embargo") || page.text.contains("/sous-embargo<"),
            "{place}"
        );
    }
}

#[tokio::test]
async fn a_correction_and_what_it_corrects_lead_to_each_other() {
    let (app, house) = site().await;
    let first = publish(
        &app,
        &house,
        "Texte fautif",
        "texte-fautif",
        instant(1, 11, 8),
    )
    .await;
    let text = Adopted {
        title: "Texte corrigé",
        bytes: &bytes("Texte corrigé"),
        perimeter: &["sicoval"],
        decided_on: day(2, 1),
        corrects: Some(first),
    };
    house
        .published(&app.app.db, &text, "texte-corrige", instant(2, 2, 8))
        .await;
    let page = app.anyone().get("/dires/2026/texte-fautif").await;
    page.assert_shows("Ce texte a été corrigé")
        .assert_shows("/dires/2026/texte-corrige");
    let page = app.anyone().get("/dires/2026/texte-corrige").await;
    page.assert_shows("Ce texte corrige")
        .assert_shows("/dires/2026/texte-fautif");
}

#[tokio::test]
async fn a_page_is_the_same_years_later() {
    let (app, _) = site().await;
    let first = app.anyone().get(PATH).await.text;
    app.clock.set("2046-03-02T09:00:00Z");
    assert_eq!(app.anyone().get(PATH).await.text, first);
}

#[tokio::test]
async fn programs_read_the_feed_and_the_sitemap() {
    let (app, _) = site().await;
    let feed = app.anyone().get("/dires.atom").await;
    feed.assert_status(200)
        .assert_shows("<title>Pour un rail du quotidien</title>");
    let parsed: atom_syndication::Feed = feed.text.parse().unwrap();
    assert_eq!(parsed.entries().len(), 1);
    assert_eq!(
        parsed.entries()[0].links()[0].href(),
        format!("{}{PATH}", app.app.config.public_url)
    );
    let map = app.anyone().get("/sitemap.xml").await;
    map.assert_status(200)
        .assert_shows(&format!("<loc>{}{PATH}</loc>", app.app.config.public_url));
    app.anyone()
        .get("/robots.txt")
        .await
        .assert_shows("/sitemap.xml");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (app, _) = site().await;
    for path in [
        "/dires/2026/autre",
        "/dires/2025/pour-un-rail-du-quotidien",
        "/dires/x/y",
        "/dires/2026/.md",
    ] {
        app.anyone().get(path).await.assert_status(404);
    }
    for path in [
        "/mentions-legales",
        "/accessibilite",
        "/confidentialite",
        "/verifier",
    ] {
        app.anyone()
            .get(path)
            .await
            .assert_status(200)
            .assert_shows("<link rel=\"canonical\"");
    }
}
