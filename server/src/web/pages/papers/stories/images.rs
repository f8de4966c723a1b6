//! Images: who sends them, who sees them, what is sealed with them, and what is refused.

use std::io::Cursor;

use automerge::transaction::Transactable as _;
use automerge::{ObjType, ROOT, ReadDoc as _};
use axum::http::Method;
use chrono::Days;
use dires_domain::ids::DocumentId;
use dires_domain::room::Writer;
use image::RgbImage;
use serde_json::json;

use super::Story;
use crate::storage::suggestions::Beside;
use crate::web::testing::{Browser, Page, TestApp};

/// A picture of one colour.
fn png(colour: u8) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(12, 8, image::Rgb([colour, 80, 40]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

async fn send(browser: &mut Browser, story: &Story, bytes: Vec<u8>) -> Page {
    let path = story.at("/images");
    browser
        .send(Method::POST, &path, Some("image/png"), bytes)
        .await
}

impl Story {
    /// Sicoval's direction sends an image; the name of its file.
    pub(super) async fn is_sent(&self, colour: u8) -> String {
        let mut direction = self.app.as_direction("sicoval");
        let page = send(&mut direction, self, png(colour)).await;
        page.assert_status(201);
        page.json()["file"].as_str().unwrap().to_owned()
    }

    async fn shows(&self, file: &str, more: &'static [(&'static str, &'static str)]) {
        let mut tx = self.app.app.db.read().await.unwrap();
        let paper = tx.paper(self.id()).await.unwrap().unwrap();
        drop(tx);
        self.shows_in(paper.document.unwrap(), file, more).await;
    }

    /// Sicoval's direction puts an image at the beginning of a document, as the hub takes it from their editor.
    pub(super) async fn shows_in(
        &self,
        document: DocumentId,
        file: &str,
        more: &'static [(&'static str, &'static str)],
    ) {
        let person = self.app.person("direction@sicoval.exemple.fr").await;
        let writer = Writer {
            person,
            territory: Some(self.app.territory("sicoval").await),
        };
        let file = file.to_owned();
        let hub = &self.app.app.hub;
        let written = hub.write(document, writer, move |doc, _| {
            let body = doc.get(ROOT, "body").unwrap().unwrap().1;
            doc.transact(|tx| {
                let marker = tx.split_block(&body, 0)?;
                tx.put(&marker, "type", "image")?;
                tx.put_object(&marker, "parents", ObjType::List)?;
                let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
                tx.put(&attrs, "file", file.as_str())?;
                tx.put(&attrs, "width", 12)?;
                tx.put(&attrs, "height", 8)?;
                for (name, value) in more {
                    match *name {
                        "decorative" => tx.put(&attrs, *name, true)?,
                        _ => tx.put(&attrs, *name, *value)?,
                    }
                }
                tx.put(&marker, "isEmbed", false)
            })
            .unwrap();
            Ok::<_, ()>(Beside::default())
        });
        written.await.unwrap();
    }

    /// An image is sent and shown; its address.
    async fn is_illustrated(&self, colour: u8) -> String {
        let file = self.is_sent(colour).await;
        self.shows(&file, &[("alt", "Carte des gares")]).await;
        self.at(&format!("/images/{file}"))
    }
}

#[tokio::test]
async fn who_writes_sends_an_image_and_who_reads_sees_it_kept_for_ever() {
    let story = Story::of_a_draft().await;
    let address = story.is_illustrated(1).await;
    let page = story
        .app
        .as_direction("grand-montauban")
        .get(&address)
        .await;
    page.assert_status(200);
    for (name, value) in [
        ("content-type", "image/png"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("sandbox") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    let page = story.read_by("grand-montauban").await;
    page.assert_shows(&format!("src=\"{address}\""))
        .assert_shows("alt=\"Carte des gares\"");
}

#[tokio::test]
async fn the_image_of_a_draft_is_nobody_elses() {
    let story = Story::of_a_draft().await;
    let address = story.is_illustrated(1).await;
    let app = &story.app;
    let strangers = [
        app.as_direction("toulouse-metropole"),
        app.as_presidency("toulouse-metropole"),
        app.as_secretariat(),
    ];
    for mut stranger in strangers {
        stranger.get(&address).await.assert_status(404);
        send(&mut stranger, &story, png(2)).await.assert_status(404);
    }
    app.anyone().get(&address).await.assert_status(303);
    let public = address.rsplit('/').next().unwrap();
    let public = format!("/dires/2026/images/{public}");
    app.anyone().get(&public).await.assert_status(404);
    app.as_direction("sicoval")
        .get(&public)
        .await
        .assert_status(404);
}

#[tokio::test]
async fn an_image_of_another_text_or_of_another_name_is_none() {
    let story = Story::of_a_draft().await;
    let address = story.is_illustrated(1).await;
    let (other, _) = story.app.text().await;
    let mut direction = story.app.as_direction("sicoval");
    let file = address.rsplit('/').next().unwrap();
    let other = format!("/textes/{other}/images/{file}");
    direction.get(&other).await.assert_status(404);
    for name in [
        file.replace(".png", ".jpg"),
        file.to_uppercase(),
        "..%2f..%2fdires.sqlite".to_owned(),
        "00.png".to_owned(),
    ] {
        let page = direction.get(&story.at(&format!("/images/{name}"))).await;
        page.assert_status(404);
    }
}

#[tokio::test]
async fn with_the_mandate_ends_the_right_to_its_images() {
    let story = Story::of_a_draft().await;
    let address = story.is_illustrated(1).await;
    let mut direction = story.app.as_direction("grand-montauban");
    direction.get(&address).await.assert_status(200);
    let person = story
        .app
        .person("direction@grand-montauban.exemple.fr")
        .await;
    let yesterday = story.app.app.clock.today() - Days::new(1);
    let mut tx = story.app.app.db.write().await.unwrap();
    for mandate in tx.mandates_of(person).await.unwrap() {
        tx.end_mandate(person, mandate.id, yesterday).await.unwrap();
    }
    tx.save().await.unwrap();
    direction.get(&address).await.assert_status(404);
    send(&mut direction, &story, png(3))
        .await
        .assert_status(404);
}

#[tokio::test]
async fn where_nobody_writes_or_amends_nobody_sends_an_image() {
    let story = Story::before_adoption().await;
    let mut presidency = story.app.as_presidency("sicoval");
    let page = send(&mut presidency, &story, png(1)).await;
    page.assert_status(409);
    assert!(page.json()["message"].as_str().unwrap().len() > 20);
}

#[tokio::test]
async fn what_is_no_image_is_told_in_a_sentence_and_nothing_is_kept() {
    let story = Story::of_a_draft().await;
    let mut direction = story.app.as_direction("sicoval");
    let whole = png(1);
    for (bytes, status, sentence) in [
        (b"Un texte.".to_vec(), 422, "n’est pas une image"),
        (
            whole[..whole.len() / 2].to_vec(),
            422,
            "abîmée ou incomplète",
        ),
        (
            b"<svg onload='alert(1)'/>".to_vec(),
            422,
            "n’est pas acceptée",
        ),
        (vec![0; 5_000_001], 413, "peut peser 5\u{a0}Mo au plus"),
        (vec![0; 20_000_000], 413, "peut peser 5\u{a0}Mo au plus"),
    ] {
        let page = send(&mut direction, &story, bytes).await;
        page.assert_status(status);
        let message = page.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(sentence), "{message}");
    }
    let mut tx = story.app.app.db.read().await.unwrap();
    assert_eq!(tx.image_files(story.id()).await.unwrap(), []);
}

#[tokio::test]
async fn the_images_of_a_text_have_their_weight() {
    let app = TestApp::with(|config| config.images_limit = png(1).len() + 10).await;
    let story = Story::of_a_draft_on(app).await;
    story.is_sent(1).await;
    let mut direction = story.app.as_direction("sicoval");
    let page = send(&mut direction, &story, png(2)).await;
    page.assert_status(422).assert_shows("n’a pas été ajoutée");
    send(&mut direction, &story, png(1))
        .await
        .assert_status(201);
}

#[tokio::test]
async fn a_text_waits_until_each_image_is_described_or_decorative_and_there() {
    let story = Story::of_a_draft().await;
    let file = story.is_sent(1).await;
    story.shows(&file, &[]).await;
    let sentence = "La première image du texte n’a pas de texte de remplacement";
    let page = story.moves("sicoval", "soumettre", "").await;
    page.assert_status(422).assert_shows(sentence);
    story.read_by("sicoval").await.assert_shows(sentence);
    story.shows(&file, &[("decorative", "")]).await;
    let page = story.moves("sicoval", "soumettre", "").await;
    page.assert_status(422)
        .assert_shows("L’image n°\u{a0}2 du texte n’a pas de texte de remplacement");
}

#[tokio::test]
async fn an_image_that_was_never_sent_is_missed_before_anything_is_sealed() {
    let story = Story::of_a_draft().await;
    let elsewhere = format!("{}.png", "ab".repeat(32));
    story.shows(&elsewhere, &[("alt", "Une carte")]).await;
    let page = story.moves("sicoval", "soumettre", "").await;
    page.assert_status(422)
        .assert_shows("La première image du texte manque");
}

#[tokio::test]
async fn a_version_seals_the_hash_of_its_images_and_what_is_said_of_them() {
    let story = Story::of_a_draft().await;
    let address = story.is_illustrated(1).await;
    story
        .moves("sicoval", "soumettre", "")
        .await
        .assert_status(303);
    let mut direction = story.app.as_direction("sicoval");
    let file = address.rsplit('/').next().unwrap();
    let page = direction.get(&story.at("/versions/1.md")).await;
    page.assert_shows(&format!("![Carte des gares](images/{file} \"12×8\")"));
    let page = direction.get(&story.at("/versions/1")).await;
    page.assert_shows(&format!("src=\"{address}\""));
}

#[tokio::test]
async fn the_redline_says_in_words_what_became_of_images() {
    let story = Story::before_the_directions().await;
    let address = story.is_illustrated(1).await;
    let mut direction = story.app.as_direction("sicoval");
    let page = direction
        .get(&story.at("/comparer?avant=1&apres=maintenant"))
        .await;
    page.assert_shows("Image ajoutée\u{202f}: «\u{202f}Carte des gares\u{202f}»")
        .assert_shows(&format!("src=\"{address}\""));
    let page = direction.get(&story.at("/auteurs")).await;
    page.assert_shows(&format!("src=\"{address}\""));
}

#[tokio::test]
async fn a_published_text_shows_its_images_to_everyone_and_no_others() {
    let story = Story::of_a_draft().await;
    let (shown, hidden) = (story.is_illustrated(1).await, story.is_sent(2).await);
    let story = Story::before_adoption_of(story).await;
    let file = shown.rsplit('/').next().unwrap();
    let public = format!("/dires/2026/images/{file}");
    let mut anyone = story.app.anyone();
    anyone.get(&public).await.assert_status(404);
    adopted_and_published(&story).await;
    let page = anyone.get(&public).await;
    page.assert_status(200);
    assert_eq!(
        page.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    let other = format!("/dires/2026/images/{hidden}");
    anyone.get(&other).await.assert_status(404);
    let elsewhere = format!("/dires/2025/images/{file}");
    anyone.get(&elsewhere).await.assert_status(404);
    let page = anyone.get("/dires/2026/desserrement-economique").await;
    page.assert_shows(&format!("src=\"{public}\""))
        .assert_shows("son nom est son empreinte SHA-256");
    corrected(&story, file).await;
}

/// The text that corrects it has the image too.
async fn corrected(story: &Story, file: &str) {
    let mut direction = story.app.as_direction("sicoval");
    let page = direction.submit(&story.at("/correction"), &[]).await;
    page.assert_status(303);
    let address = page.header("location").unwrap();
    let image = format!("{address}/images/{file}");
    direction.get(&image).await.assert_status(200);
}

async fn adopted_and_published(story: &Story) {
    let mut office = story.app.as_secretariat();
    let votes: Vec<_> = ["sicoval", "grand-montauban", "toulouse-metropole"]
        .map(|slug| json!({"territory": slug, "vote": "pour"}))
        .into();
    let step = json!({
        "action": "adopter",
        "revision": story.revision().await.parse::<i64>().unwrap(),
        "ballot": {
            "body": "assemblee-generale", "date": "2026-03-02", "votes": votes,
            "reserves": [{"territory": "grand-montauban", "state": "maintenue"}],
        },
    });
    let path = format!("/api/textes/{}/etape", story.id());
    office.post_json(&path, &step).await.assert_status(200);
    let path = story.at("/publication");
    let page = office.submit(&path, &[("quand", "maintenant")]).await;
    page.assert_status(303);
}
