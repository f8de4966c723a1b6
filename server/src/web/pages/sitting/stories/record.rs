//! Forty minutes, told with their minutes, and the relevé that comes of them.

use super::Story;
use crate::storage::testing::on_both_engines;

/// A presidency votes on the text.
async fn votes(story: &Story, slug: &str, vote: &str) {
    story.votes(slug, vote, "").await.assert_status(303);
}

async fn notes(story: &Story, gesture: &str, more: &[(&str, &str)]) {
    story.notes(gesture, more).await.assert_status(303);
}

/// Before 10 h the Sicoval is there and Grand Montauban has given it its pouvoir; Toulouse comes at 10 h 07; the text is
/// put at 10 h 10; the network goes from 10 h 20 to 10 h 25, and what was noted meanwhile comes twice, the later first.
async fn forty_minutes(story: &Story) {
    notes(story, "arriver", &[("territoire", "sicoval")]).await;
    notes(story, "presider", &[("territoire", "sicoval")]).await;
    let proxy = [("territoire", "grand-montauban"), ("mandataire", "sicoval")];
    notes(story, "pouvoir", &proxy).await;
    notes(story, "excuser", &[("territoire", "region-occitanie")]).await;
    notes(story, "ouvrir", &[]).await;
    story.minutes_later(7);
    notes(story, "arriver", &[("territoire", "toulouse-metropole")]).await;
    let text = story.text.to_string();
    notes(story, "point", &[("point", &text)]).await;
    notes(story, "invite-arrive", &[("invite", &story.guest)]).await;
    story.minutes_later(3);
    story.puts().await.assert_status(303);
    votes(story, "sicoval", "pour").await;
    votes(story, "toulouse-metropole", "pour").await;
    let ballot = Story::ballot(story.text, 1);
    let proxy_votes = [
        ("scrutin", ballot.as_str()),
        ("territoire", "grand-montauban"),
        ("vote", "abstention"),
    ];
    notes(story, "voter", &proxy_votes).await;
    story.minutes_later(3);
    story.ends(&[]).await.assert_status(303);
    notes(story, "invite-part", &[("invite", &story.guest)]).await;
    story.minutes_later(12);
    the_cut(story).await;
    story.minutes_later(15);
    notes(story, "clore", &[]).await;
}

/// A key, what was noted, and what came with it.
type Kept = (u128, &'static str, Vec<(&'static str, &'static str)>);

async fn the_cut(story: &Story) {
    let point = story.other.to_string();
    let kept: [Kept; 2] = [
        (
            2,
            "partir",
            vec![
                ("territoire", "toulouse-metropole"),
                ("minute", "2026-03-02T09:24:10Z"),
            ],
        ),
        (
            1,
            "arriver",
            vec![
                ("territoire", "grand-montauban"),
                ("minute", "2026-03-02T09:21:40Z"),
            ],
        ),
    ];
    for (key, gesture, fields) in kept.iter().chain(&kept) {
        let key = uuid::Uuid::from_u128(*key).to_string();
        story
            .notes_under(&key, gesture, fields)
            .await
            .assert_status(303);
    }
    notes(story, "point", &[("point", &point)]).await;
}

#[tokio::test]
async fn the_releve_of_a_session_is_this_file() {
    on_both_engines(|db| async move {
        let story = Story::of(db).await;
        forty_minutes(&story).await;
        let mut office = story.app.as_secretariat();
        let file = office.get(&story.at("/releve.md")).await;
        file.assert_status(200);
        let mut tx = story.app.app.db.read().await.unwrap();
        let versions = tx.versions(story.paper).await.unwrap();
        let put = tx.agenda(story.id).await.unwrap()[0].text.unwrap().version;
        let put = versions.iter().find(|it| it.id == put).unwrap();
        let expected = include_str!("releve.md").replace("EMPREINTE", &put.sha256);
        let found: Vec<_> = file.text.lines().collect();
        let lines: Vec<_> = expected.lines().collect();
        assert_eq!(found, lines, "{}", file.text);
    })
    .await;
}

#[tokio::test]
async fn it_is_written_approved_frozen_and_sent_once() {
    let story = Story::new().await;
    forty_minutes(&story).await;
    let (at, mut office) = (story.at("/releve"), story.app.as_secretariat());
    let mut member = story.app.as_presidency("sicoval");
    member.get(&at).await.assert_status(404);
    let write = [
        ("revision", "0"),
        ("issue", "ecrire"),
        (
            "observations",
            "La prochaine séance est *fixée* au 3 octobre.\n\n# Un titre",
        ),
    ];
    office.submit(&at, &write).await.assert_goes_to(&at);
    let page = office.get(&at).await;
    page.assert_shows("<em>fixée</em>")
        .assert_shows("Projet, non approuvé.");
    office
        .submit(&at, &write)
        .await
        .assert_status(409)
        .assert_shows("Le relevé a été modifié ou approuvé depuis que vous l’avez lu.");
    let approve = [
        ("revision", "1"),
        ("issue", "approuver"),
        (
            "observations",
            "La prochaine séance est fixée au 3 octobre.",
        ),
    ];
    office.submit(&at, &approve).await.assert_goes_to(&at);
    let mut tx = story.app.app.db.read().await.unwrap();
    let record = tx.record_of(story.id).await.unwrap().unwrap();
    let (mails,): (i64,) = tx
        .query("select count(*) from mail where kind = 'releve'")
        .one()
        .await
        .unwrap();
    drop(tx);
    assert_eq!(mails, 3, "one to each who was convened");
    let hash = record.approved.unwrap().sha256;
    let page = member.get(&at).await;
    page.assert_status(200)
        .assert_shows(&hash)
        .assert_lacks("<textarea");
    let file = member.get(&story.at("/releve.md")).await;
    assert_eq!(file.text, record.words);
    let again = [("revision", "2"), ("issue", "ecrire"), ("observations", "")];
    office.submit(&at, &again).await.assert_status(409);
    let stolen = [
        ("revision", "2"),
        ("issue", "approuver"),
        ("observations", ""),
    ];
    member.submit(&at, &stolen).await.assert_status(403);
    assert_eq!(member.get(&story.at("/releve.md")).await.text, record.words);
}

#[tokio::test]
async fn what_is_typed_by_others_cannot_forge_a_line_of_it() {
    let story = Story::new().await;
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.query("update meeting_point set title = $1 where id = $2")
        .bind("Un *point* <b>gras</b> # [lien](https://exemple.fr)".to_owned())
        .bind(story.other.0)
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
    forty_minutes(&story).await;
    let page = story.app.as_secretariat().get(&story.at("/releve")).await;
    page.assert_shows("Un *point* &lt;b&gt;gras&lt;/b&gt; # [lien](https://exemple.fr)");
}
