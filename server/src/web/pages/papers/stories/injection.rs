//! Words that would be HTML, script or another header if a page forgot to say that they are words.

use super::{Story, sheet, submit};
use crate::web::testing::{Page, TestApp};

/// Ends a script, an attribute and an element; opens others.
const EVIL: &str = "</script><img src=x onerror=alert(1)>\"'&lt; {{7*7}}";

const TEXT: &str = "Voir [ici](javascript:alert(2)), [là](data:text/html,x \"</a><img src=x>\") \
    et <script>alert(3)</script> ![x](https://ailleurs.example/x.png)[^1].\n\n\
    <iframe src=\"//ailleurs.example\"></iframe>\n\n[^1]: <svg onload=alert(4)>\n";

async fn evil_draft() -> Story {
    let app = TestApp::new().await;
    let mut fields = sheet(&app).await;
    fields.retain(|(name, _)| !["titre", "destinataire"].contains(name));
    for (name, value) in [
        ("titre", EVIL),
        ("destinataire", EVIL),
        ("depart", "colle"),
        ("colle", TEXT),
    ] {
        fields.push((name, value.to_owned()));
    }
    let mut browser = app.as_direction("sicoval");
    let page = submit(&mut browser, "/textes/nouveau", &fields).await;
    page.assert_status(303);
    let paper = page.header("location").unwrap().to_owned();
    Story { app, paper }
}

/// Nothing of what was typed stands on the page as markup, and no link runs anything.
#[track_caller]
fn harmless(page: &Page) {
    page.assert_status(200);
    let html = page.text.to_lowercase();
    for markup in [
        "<img",
        "<iframe",
        "<svg",
        "<script>",
        "onerror=alert(1)>\"",
        "href=\"javascript",
        "href=\"data",
        "{{7",
        ">49<",
    ] {
        // The braces are words: they stand on the page as they were typed.
        assert!(
            markup == "{{7" || !html.contains(markup),
            "{markup} in\n{}",
            page.text
        );
    }
}

async fn adopted_and_published(story: &Story) {
    let app = &story.app;
    let (id, mut office) = (story.id().to_string(), app.as_secretariat());
    let votes: Vec<_> = ["sicoval", "grand-montauban", "toulouse-metropole"]
        .map(|slug| serde_json::json!({"territory": slug, "vote": "pour"}))
        .into();
    let step = serde_json::json!({
        "action": "adopter",
        "revision": story.revision().await.parse::<i64>().unwrap(),
        "ballot": {
            "body": "assemblee-generale", "date": "2026-03-02", "votes": votes,
            "reserves": [{"territory": "grand-montauban", "state": "maintenue"}],
        },
    });
    let path = format!("/api/textes/{id}/etape");
    office.post_json(&path, &step).await.assert_status(200);
    let path = story.at("/publication");
    let page = office.submit(&path, &[("quand", "maintenant")]).await;
    page.assert_status(303);
}

#[tokio::test]
async fn titles_texts_reserves_and_motives_stay_words_from_the_draft_to_the_feed() {
    let story = evil_draft().await;
    for place in ["", "/ecrire", "/fiche", "/journal"] {
        harmless(
            &story
                .app
                .as_direction("sicoval")
                .get(&story.at(place))
                .await,
        );
    }
    story
        .moves("sicoval", "soumettre", EVIL)
        .await
        .assert_status(303);
    for slug in ["sicoval", "grand-montauban"] {
        let page = story.gives(slug, "favorable-avec-reserves", EVIL).await;
        page.assert_status(303);
    }
    harmless(&story.read_by("sicoval").await);
    story
        .moves("sicoval", "transmettre", EVIL)
        .await
        .assert_status(303);
    story
        .takes("sicoval", "approuve", "")
        .await
        .assert_status(303);
    let page = story
        .takes("grand-montauban", "approuve-avec-reserves", EVIL)
        .await;
    page.assert_status(303);
    story
        .office("approuver", &[("motif", EVIL)])
        .await
        .assert_status(303);
    let mut office = story.app.as_secretariat();
    harmless(&office.get(&story.at("/adoption")).await);
    adopted_and_published(&story).await;
    for path in [
        "/tableau",
        &story.paper,
        &story.at("/journal"),
        &story.at("/versions/1"),
        &story.at("/publication"),
    ] {
        harmless(&office.get(path).await);
    }
    published_is_harmless(&story).await;
}

async fn published_is_harmless(story: &Story) {
    let mut anyone = story.app.anyone();
    harmless(&anyone.get("/").await);
    harmless(&anyone.get("/dires.atom").await);
    harmless(&anyone.get("/sitemap.xml").await);
    let list = anyone.get("/api/publications").await.json();
    let address = list["publications"][0]["url"].as_str().unwrap().to_owned();
    let path = &address[address.find("/dires/").unwrap()..];
    let page = anyone.get(path).await;
    harmless(&page);
    let data = page.text.split("application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value =
        serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    assert_eq!(data["name"], EVIL);
    let file = anyone.get(&format!("{path}.md")).await;
    let disposition = file.header("content-disposition").unwrap();
    assert!(
        disposition
            .chars()
            .all(|c| c.is_ascii() && !"<>\r\n".contains(c)),
        "{disposition}"
    );
    assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
}

#[tokio::test]
async fn the_names_of_people_territories_and_files_stay_words() {
    let app = TestApp::new().await;
    let mut office = app.as_secretariat();
    let person = [("nom", EVIL), ("courriel", "a@exemple.fr")];
    let page = office.submit("/secretariat/personnes", &person).await;
    page.assert_status(303);
    let there = page.header("location").unwrap().to_owned();
    harmless(&office.get(&there).await);
    harmless(&office.get("/secretariat/personnes").await);
    let territory = [
        ("nom", EVIL),
        ("adhesion", "membre-de-droit"),
        ("couleur", "3"),
        ("depuis", "2026-01-01"),
    ];
    office
        .submit("/secretariat/territoires/nouveau", &territory)
        .await;
    harmless(&office.get("/secretariat/territoires").await);
    let search = "/secretariat/personnes?recherche=%22%3E%3Cimg%20src=x%3E";
    harmless(&office.get(search).await);
    harmless(
        &app.anyone()
            .get("/connexion?suite=%22%3E%3Cimg%20src=x%3E")
            .await,
    );

    let fields = [("depart", "fichier"), ("titre", "")];
    let file = ("fichier", "x\"><img src=x>.md", &b"\xff\xfe"[..]);
    let page = app
        .as_direction("sicoval")
        .submit_file("/textes/nouveau", &fields, file)
        .await;
    page.assert_status(422).assert_lacks("<img");
}

#[tokio::test]
async fn what_is_compared_named_and_told_to_be_somebodys_stays_words() {
    let story = evil_draft().await;
    story.app.clock.advance(chrono::TimeDelta::hours(1));
    story.is_edited().await;
    let mut browser = story.app.as_direction("sicoval");
    let heads = story.heads().await;
    let name: String = EVIL.chars().take(100).collect();
    let named = [("etat", heads.as_str()), ("nom", name.as_str())];
    let page = browser.submit(&story.at("/nom"), &named).await;
    page.assert_status(303);
    for place in [
        "/histoire",
        "/moments/0",
        "/comparer?avant=m0&apres=maintenant",
        "/comparer?avant=maintenant&apres=m0",
    ] {
        harmless(&browser.get(&story.at(place)).await);
    }
    let authors = browser.get(&story.at("/auteurs")).await;
    for markup in ["<img", "<iframe", "<svg onload", "<script>"] {
        authors.assert_lacks(markup);
    }
    for odd in [
        "avant=%22%3E%3Cimg%3E",
        "avant=m",
        "avant=m-1",
        "apres=m99",
        "avant=lecture",
    ] {
        let page = browser.get(&story.at(&format!("/comparer?{odd}"))).await;
        page.assert_status(404).assert_lacks("<img");
    }
}
