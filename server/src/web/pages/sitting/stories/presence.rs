//! Who is there, from which minute, and who speaks for whom.

use super::Story;
use crate::storage::testing::on_both_engines;

#[tokio::test]
async fn presence_has_its_minutes_and_the_quorum_follows() {
    on_both_engines(|db| async move {
        let story = Story::of(db).await;
        let page = story.conduct().await;
        page.assert_shows("Aucun présent sur\u{a0}3\u{202f}: quorum de 2 non atteint.");
        story
            .notes("arriver", &[("territoire", "sicoval")])
            .await
            .assert_status(303);
        story.minutes_later(7);
        story
            .notes("arriver", &[("territoire", "toulouse-metropole")])
            .await
            .assert_status(303);
        let page = story.conduct().await;
        page.assert_shows("2\u{a0}présents sur\u{a0}3\u{202f}: quorum de 2 atteint.")
            .assert_shows("Là depuis 10\u{a0}h\u{a0}07");
        story.minutes_later(5);
        story
            .notes("partir", &[("territoire", "sicoval")])
            .await
            .assert_status(303);
        let page = story.conduct().await;
        page.assert_shows("quorum de 2 non atteint")
            .assert_shows("<time>10\u{a0}h\u{a0}12</time> <span>Départ du Sicoval</span>");
    })
    .await;
}

#[tokio::test]
async fn a_pouvoir_ends_when_its_mandant_comes_and_a_mandataire_holds_no_more_than_the_rule_admits()
{
    let story = Story::new().await;
    let proxy = |from| [("territoire", from), ("mandataire", "sicoval")];
    story
        .notes("pouvoir", &proxy("grand-montauban"))
        .await
        .assert_status(303);
    story
        .notes("pouvoir", &proxy("toulouse-metropole"))
        .await
        .assert_status(422)
        .assert_shows("Sicoval tient 2\u{a0}pouvoirs\u{202f}; la règle de l’instance en admet 1 par mandataire.");
    story
        .notes("pouvoir", &proxy("region-occitanie"))
        .await
        .assert_status(422)
        .assert_shows("il n’y a pas de voix à donner par pouvoir");
    story
        .conduct()
        .await
        .assert_shows("Pouvoir à Sicoval, qui n’est pas là");
    let story = story.opened(&["sicoval"]).await;
    story.conduct().await.assert_shows("Représenté par Sicoval");
    story
        .notes("arriver", &[("territoire", "grand-montauban")])
        .await
        .assert_status(303);
    let page = story.conduct().await;
    page.assert_lacks("Représenté par Sicoval");
    story
        .notes("pouvoir", &proxy("grand-montauban"))
        .await
        .assert_status(409)
        .assert_shows("Grand Montauban est là en personne");
}

#[tokio::test]
async fn what_a_page_kept_while_it_was_cut_off_finds_its_minute() {
    let story = Story::open(&["sicoval", "toulouse-metropole"]).await;
    story.minutes_later(12);
    let late = [
        ("territoire", "grand-montauban"),
        ("minute", "2026-03-02T09:07:31.250Z"),
    ];
    let key = uuid::Uuid::now_v7().to_string();
    for _ in 0..2 {
        story
            .notes_under(&key, "arriver", &late)
            .await
            .assert_status(303);
    }
    let page = story.conduct().await;
    page.assert_shows("<time>10\u{a0}h\u{a0}07</time> <span>Arrivée du Grand Montauban</span>");
    for wrong in ["2026-03-02T11:00:00Z", "2026-02-20T09:00:00Z"] {
        let fields = [("territoire", "region-occitanie"), ("minute", wrong)];
        story
            .notes("arriver", &fields)
            .await
            .assert_status(422)
            .assert_shows("Cette minute n’est pas de cette séance.");
    }
    let fields = [("territoire", "region-occitanie"), ("minute", "hier")];
    story.notes("arriver", &fields).await.assert_status(400);
}

#[tokio::test]
async fn who_was_there_at_a_vote_that_is_over_does_not_change() {
    let story = Story::open(&["sicoval", "toulouse-metropole"]).await;
    story.puts().await.assert_status(303);
    for slug in ["sicoval", "toulouse-metropole"] {
        story.votes(slug, "pour", "").await.assert_status(303);
    }
    story.minutes_later(4);
    story.ends(&[]).await.assert_status(303);
    story.minutes_later(4);
    let before = [
        ("territoire", "grand-montauban"),
        ("minute", "2026-03-02T09:02:00Z"),
    ];
    story
        .notes("arriver", &before)
        .await
        .assert_status(409)
        .assert_shows("Un vote s’est achevé à 10\u{a0}h\u{a0}04 avec les présences d’alors");
    let after = [("territoire", "grand-montauban")];
    story.notes("arriver", &after).await.assert_status(303);
}

#[tokio::test]
async fn a_line_noted_by_mistake_is_struck_and_stays_to_be_read() {
    let story = Story::new().await;
    let key = uuid::Uuid::now_v7().to_string();
    let there = [("territoire", "sicoval")];
    story
        .notes_under(&key, "arriver", &there)
        .await
        .assert_status(303);
    story
        .notes("rayer", &[("ligne", &key)])
        .await
        .assert_status(303);
    let page = story.conduct().await;
    page.assert_shows("<del>Arrivée du Sicoval</del>")
        .assert_shows("Aucun présent sur\u{a0}3");
    story.notes("arriver", &there).await.assert_status(303);
    let opening = uuid::Uuid::now_v7().to_string();
    story
        .notes_under(&opening, "ouvrir", &[])
        .await
        .assert_status(303);
    story
        .notes("rayer", &[("ligne", &opening)])
        .await
        .assert_status(422)
        .assert_shows("ne se rayent pas");
}

#[tokio::test]
async fn whoever_chairs_opens_the_meeting_and_nobody_else_but_the_secretariat() {
    let story = Story::new().await;
    for gesture in ["arriver", "presider"] {
        let there = [("territoire", "sicoval")];
        story.notes(gesture, &there).await.assert_status(303);
    }
    story
        .presidency("grand-montauban", "ouvrir", &[])
        .await
        .assert_status(403)
        .assert_shows("Le secrétariat conduit la séance.");
    story
        .phone("sicoval")
        .await
        .assert_shows("Ouvrir la séance");
    story
        .presidency("sicoval", "ouvrir", &[])
        .await
        .assert_status(303);
    story.conduct().await.assert_shows("Ouverte à 10\u{a0}h");
    let page = story.notes("ouvrir", &[]).await;
    page.assert_status(409)
        .assert_shows("La séance est déjà ouverte.");
}
