//! Reserves on passages while a body sits: the vote on the text stays open until each is lifted or maintained.

use super::Story;

const ALL: [&str; 3] = ["toulouse-metropole", "sicoval", "grand-montauban"];

/// A présidence sends a form of the text's own pages.
async fn sends(story: &Story, place: &str, more: &[(&str, &str)]) {
    let mut tx = story.app.app.db.read().await.unwrap();
    let paper = tx.paper(story.paper).await.unwrap().unwrap();
    let last = tx.last_version(story.paper).await.unwrap().unwrap();
    drop(tx);
    let (revision, version) = (paper.revision.to_string(), last.number.to_string());
    let mut fields = vec![("revision", revision.as_str()), ("version", &version)];
    fields.extend(more);
    let place = format!("/textes/{}/reserves{place}", story.paper);
    let mut presidency = story.app.as_presidency("sicoval");
    presidency.submit(&place, &fields).await.assert_status(303);
}

#[tokio::test]
async fn the_vote_stays_open_until_the_reserve_is_decided_and_the_releve_says_what_became_of_it() {
    let story = Story::open(&ALL).await;
    let reserve = [
        ("paragraphe", "1"),
        ("mots", "est une chance"),
        ("proposition", "est une chance et un risque"),
    ];
    sends(&story, "", &reserve).await;
    story.puts().await.assert_status(303);
    for slug in ALL {
        story.votes(slug, "pour", "").await.assert_status(303);
    }
    let named = "La réserve n°\u{a0}1 du Sicoval n’est ni levée ni maintenue";
    story.conduct().await.assert_shows(named);
    let noted = story.noted().await;
    story.ends(&[]).await.assert_status(422).assert_shows(named);
    assert_eq!(story.noted().await, noted);
    sends(&story, "/1", &[("mot", "maintenir")]).await;
    story.ends(&[]).await.assert_status(303);
    story.notes("clore", &[]).await.assert_status(303);
    let file = story
        .app
        .as_secretariat()
        .get(&story.at("/releve.md"))
        .await;
    file.assert_shows("(réserve maintenue)")
        .assert_shows("est une chance et un risque");
}
