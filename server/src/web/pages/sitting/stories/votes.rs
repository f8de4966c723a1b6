//! Votes by territory: from each phone or by the secretariat, once, until the vote is over.

use uuid::Uuid;

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

const ALL: [&str; 3] = ["toulouse-metropole", "sicoval", "grand-montauban"];

/// What the page of a presidency shows as its vote: the event that a correction replaces.
async fn seen(story: &Story, slug: &str) -> String {
    let page = story.phone(slug).await.text;
    let after = page.split("name=\"vu\" value=\"").nth(1).expect("a vote");
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn three_presidencies_vote_from_their_phones_and_the_decision_is_recorded() {
    on_both_engines(|db| async move {
        let story = Story::of(db).await.opened(&ALL).await;
        story.puts().await.assert_status(303);
        let page = story.phone("sicoval").await;
        page.assert_shows("value=\"pour\"").assert_shows("Desserrement économique");
        for (slug, vote) in [("toulouse-metropole", "pour"), ("sicoval", "pour")] {
            story.votes(slug, vote, "").await.assert_goes_to(&story.at("/seance"));
        }
        story
            .ends(&[])
            .await
            .assert_status(422)
            .assert_shows("Il manque le vote du Grand Montauban.");
        story.votes("grand-montauban", "contre", "").await.assert_status(303);
        let page = story.phone("sicoval").await;
        page.assert_shows("Enregistré à 10\u{a0}h&#8239;: Pour.");
        story.ends(&[]).await.assert_status(303);
        let result = "3\u{a0}présents sur\u{a0}3\u{202f}: quorum de 2 atteint\u{202f}; 2\u{a0}pour, 1\u{a0}contre\u{202f}: 3\u{a0}suffrages exprimés, majorité\u{a0}2\u{202f}: adopté.";
        story.phone("sicoval").await.assert_shows(result);
        let mut office = story.app.as_secretariat();
        let page = office.get(&format!("/textes/{}", story.paper)).await;
        page.assert_shows(result).assert_shows("réserve maintenue");
        let mut tx = story.app.app.db.read().await.unwrap();
        let decisions = tx.decisions(story.paper).await.unwrap();
        let tied = tx.decided_in(story.id).await.unwrap();
        assert_eq!(tied.get(&story.text), Some(&decisions[0].id));
        assert_eq!(decisions[0].votes.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_again_counts_once_and_its_key_serves_for_nothing_else() {
    let story = Story::open(&ALL).await;
    story.puts().await.assert_status(303);
    let key = Uuid::now_v7().to_string();
    let ballot = Story::ballot(story.text, 1);
    let mut phone = story.app.as_presidency("sicoval");
    let path = story.at("/seance");
    let noted = story.noted().await;
    for _ in 0..3 {
        let fields = [
            ("scrutin", ballot.as_str()),
            ("territoire", "sicoval"),
            ("vote", "pour"),
        ];
        let page = story.sends(&mut phone, &path, &key, "voter", &fields).await;
        page.assert_status(303);
    }
    assert_eq!(story.noted().await, noted + 1);
    let other = [
        ("scrutin", ballot.as_str()),
        ("territoire", "sicoval"),
        ("vote", "contre"),
    ];
    let page = story.sends(&mut phone, &path, &key, "voter", &other).await;
    page.assert_status(409)
        .assert_shows("Cet envoi a déjà servi à noter autre chose.");
    assert_eq!(story.noted().await, noted + 1);
}

#[tokio::test]
async fn a_second_phone_is_told_what_its_territory_voted_and_may_correct_it_until_the_end() {
    let story = Story::open(&ALL).await;
    story.puts().await.assert_status(303);
    story.votes("sicoval", "pour", "").await.assert_status(303);
    story
        .votes("sicoval", "contre", "")
        .await
        .assert_status(409)
        .assert_shows("Sicoval a déjà voté «\u{202f}pour\u{202f}», à 10\u{a0}h.");
    let shown = seen(&story, "sicoval").await;
    story
        .votes("sicoval", "contre", &shown)
        .await
        .assert_status(303);
    story
        .phone("sicoval")
        .await
        .assert_shows("Enregistré à 10\u{a0}h&#8239;: Contre.");
    for slug in ["toulouse-metropole", "grand-montauban"] {
        story.votes(slug, "pour", "").await.assert_status(303);
    }
    let shown = seen(&story, "sicoval").await;
    story.ends(&[]).await.assert_status(303);
    let noted = story.noted().await;
    story
        .votes("sicoval", "pour", &shown)
        .await
        .assert_status(409)
        .assert_shows("Ce vote n’est pas ouvert, ou il est clos");
    assert_eq!(story.noted().await, noted);
}

#[tokio::test]
async fn an_associate_a_territory_that_is_away_and_somebody_elses_do_not_vote() {
    let story = Story::open(&["toulouse-metropole", "sicoval", "region-occitanie"]).await;
    story.puts().await.assert_status(303);
    let noted = story.noted().await;
    story
        .votes("region-occitanie", "pour", "")
        .await
        .assert_status(422)
        .assert_shows(
            "Région Occitanie siège dans cette instance avec voix consultative, et ne vote pas.",
        );
    story
        .phone("region-occitanie")
        .await
        .assert_shows("Votre territoire siège avec voix consultative");
    story
        .votes("grand-montauban", "pour", "")
        .await
        .assert_status(409)
        .assert_shows("Personne n’est là pour voter au nom du Grand Montauban");
    story
        .phone("grand-montauban")
        .await
        .assert_shows("Votre territoire n’est pas noté présent.");
    let ballot = Story::ballot(story.text, 1);
    let fields = [
        ("scrutin", ballot.as_str()),
        ("territoire", "sicoval"),
        ("vote", "pour"),
    ];
    story
        .presidency("toulouse-metropole", "voter", &fields)
        .await
        .assert_status(403)
        .assert_shows("Vous ne votez pas au nom du Sicoval dans cette séance.");
    assert_eq!(story.noted().await, noted);
}

#[tokio::test]
async fn whoever_holds_a_pouvoir_votes_twice_once_for_each() {
    let story = Story::new().await;
    let proxy = [("territoire", "grand-montauban"), ("mandataire", "sicoval")];
    story.notes("pouvoir", &proxy).await.assert_status(303);
    let story = story.opened(&["sicoval"]).await;
    story.puts().await.assert_status(303);
    let page = story.phone("sicoval").await;
    page.assert_shows("Grand Montauban")
        .assert_shows("par pouvoir");
    let ballot = Story::ballot(story.text, 1);
    for (slug, vote) in [("sicoval", "pour"), ("grand-montauban", "abstention")] {
        let fields = [
            ("scrutin", ballot.as_str()),
            ("territoire", slug),
            ("vote", vote),
        ];
        story
            .presidency("sicoval", "voter", &fields)
            .await
            .assert_status(303);
    }
    story.ends(&[]).await.assert_status(303);
    let result = "1\u{a0}présent et 1\u{a0}représenté sur\u{a0}3\u{202f}: quorum de 2 atteint";
    story.conduct().await.assert_shows(result);
}

#[tokio::test]
async fn without_its_quorum_nothing_is_put_to_the_vote() {
    let story = Story::open(&["sicoval"]).await;
    let noted = story.noted().await;
    story
        .puts()
        .await
        .assert_status(422)
        .assert_shows("Le quorum n’est pas atteint\u{202f}: l’instance ne peut pas délibérer.")
        .assert_shows("1\u{a0}présent sur\u{a0}3\u{202f}: quorum de 2 non atteint.");
    assert_eq!(story.noted().await, noted);
}

#[tokio::test]
async fn a_text_that_changed_since_the_members_were_convened_is_not_put_to_the_vote() {
    let story = Story::open(&ALL).await;
    story.is_edited().await;
    story
        .puts()
        .await
        .assert_status(409)
        .assert_shows("Le texte a changé depuis la convocation");
}

#[tokio::test]
async fn under_a_rule_to_be_confirmed_the_secretariat_states_what_comes_of_it() {
    let story = Story::unconfirmed(TestApp::new().await).await;
    let story = story.opened(&ALL).await;
    story.puts().await.assert_status(303);
    for slug in ALL {
        story.votes(slug, "pour", "").await.assert_status(303);
    }
    story
        .ends(&[])
        .await
        .assert_status(422)
        .assert_shows("Rien n’est calculé\u{202f}: la règle de l’instance est à confirmer.");
    story.ends(&[("issue", "adopter")]).await.assert_status(303);
    story
        .conduct()
        .await
        .assert_shows("adopté, selon ce que le secrétariat a constaté");
}

#[tokio::test]
async fn a_text_that_is_refused_says_why_and_another_point_has_its_own_votes() {
    let story = Story::open(&ALL).await;
    story.puts().await.assert_status(303);
    for slug in ALL {
        story.votes(slug, "contre", "").await.assert_status(303);
    }
    story.ends(&[]).await.assert_status(422);
    story
        .ends(&[("motif", "Trop vague.")])
        .await
        .assert_status(303);
    story.conduct().await.assert_shows("refusé.");
    let (point, ballot) = (story.other.to_string(), Story::ballot(story.other, 1));
    story
        .notes("point", &[("point", &point)])
        .await
        .assert_status(303);
    let put = [
        ("scrutin", ballot.as_str()),
        ("point", &point),
        ("objet", "Se réunir en octobre"),
    ];
    story
        .notes("mettre-aux-voix", &put)
        .await
        .assert_status(303);
    for slug in ALL {
        let fields = [
            ("scrutin", ballot.as_str()),
            ("territoire", slug),
            ("vote", "pour"),
        ];
        story.notes("voter", &fields).await.assert_status(303);
    }
    let end = [("scrutin", ballot.as_str())];
    story.notes("clore-vote", &end).await.assert_status(303);
    let mut office = story.app.as_secretariat();
    let screen = office.get(&story.at("/seance/ecran")).await;
    screen
        .assert_shows("Se réunir en octobre")
        .assert_shows("adopté.");
}
