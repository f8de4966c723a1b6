//! A person's calendar: a secret address, revocable, which shows what they may see when it is read.

use super::Story;
use crate::web::testing::{Browser, Page};

async fn made(browser: &mut Browser) -> String {
    let page = browser.submit("/compte/calendrier", &[]).await;
    page.assert_status(200);
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    let (_, rest) = page.text.split_once("/calendrier/").unwrap();
    let secret = rest.split(".ics").next().unwrap();
    format!("/calendrier/{secret}.ics")
}

async fn read(story: &Story, address: &str) -> Page {
    let page = story.app.anyone().get(address).await;
    page.assert_status(200);
    let kind = page.header("content-type");
    assert_eq!(kind, Some("text/calendar; charset=utf-8"));
    page
}

/// The lines of a calendar, unfolded (RFC 5545, 3.1).
fn lines(page: &Page) -> Vec<String> {
    let whole = page.text.replace("\r\n ", "");
    whole.split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn it_shows_a_planned_date_then_the_meeting_and_its_points() {
    let story = Story::with_an_agenda().await;
    let mut member = story.app.as_direction("toulouse-metropole");
    let address = made(&mut member).await;
    let planned = lines(&read(&story, &address).await);
    let uid = format!("UID:{}", story.id());
    for line in ["STATUS:TENTATIVE", "DTSTART:20260320T130000Z", &uid] {
        assert!(planned.contains(&line.to_owned()), "{line} in {planned:#?}");
    }
    assert!(!planned.join("").contains("quartiers"));
    story.convenes().await.assert_status(303);
    let convened = lines(&read(&story, &address).await);
    for line in [
        "STATUS:CONFIRMED",
        "SEQUENCE:0",
        "LOCATION:Hôtel de Région",
        &uid,
    ] {
        assert!(
            convened.contains(&line.to_owned()),
            "{line} in {convened:#?}"
        );
    }
    let all = convened.join("\n");
    assert!(
        all.contains("1. Les quartiers de gare\\n2. Calendrier"),
        "{all}"
    );
    assert!(
        !all.contains("salle-secrete"),
        "the link is in the file alone"
    );
    story.moves_to("2026-03-27").await.assert_status(303);
    let moved = lines(&read(&story, &address).await);
    assert!(moved.contains(&"SEQUENCE:1".to_owned()));
    assert!(moved.contains(&"DTSTART:20260327T130000Z".to_owned()));
}

#[tokio::test]
async fn it_shows_nothing_once_the_mandate_ended() {
    let story = Story::convened().await;
    let address = made(&mut story.app.as_direction("sicoval")).await;
    assert!(read(&story, &address).await.text.contains("VEVENT"));
    let person = story.app.person("direction@sicoval.exemple.fr").await;
    let mut tx = story.app.app.db.write().await.unwrap();
    let mandate = tx.mandates_of(person).await.unwrap()[0].id;
    let yesterday = story.app.app.clock.today().pred_opt().unwrap();
    assert!(tx.end_mandate(person, mandate, yesterday).await.unwrap());
    tx.save().await.unwrap();
    assert!(!read(&story, &address).await.text.contains("VEVENT"));
}

#[tokio::test]
async fn it_is_revoked_and_a_new_address_ends_the_one_before() {
    let story = Story::convened().await;
    let mut member = story.app.as_direction("sicoval");
    let first = made(&mut member).await;
    let account = member.get("/compte").await;
    account.assert_shows("qui ne l’a pas encore lue");
    let secret = first.trim_start_matches("/calendrier/");
    assert!(!account.text.contains(secret.trim_end_matches(".ics")));
    let second = made(&mut member).await;
    let mut anyone = story.app.anyone();
    anyone.get(&first).await.assert_status(404);
    read(&story, &second).await;
    member
        .get("/compte")
        .await
        .assert_shows("qui l’a lue le 2\u{a0}mars 2026");
    let revoke = [("action", "revoquer")];
    member
        .submit("/compte/calendrier", &revoke)
        .await
        .assert_status(303);
    anyone.get(&second).await.assert_status(404);
    for odd in ["/calendrier/", "/calendrier/x", "/calendrier/.ics"] {
        anyone.get(odd).await.assert_status(404);
    }
}
