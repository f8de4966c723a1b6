//! The body that adopts: its votes, its reserves, its rule « à confirmer ».

use dires_domain::ids::BodyId;

use super::{Story, submit};
use crate::web::testing::Page;

async fn assembly(story: &Story) -> BodyId {
    let mut tx = story.app.app.db.read().await.unwrap();
    let bodies = tx.bodies().await.unwrap();
    bodies
        .iter()
        .find(|body| body.slug == "assemblee-generale")
        .unwrap()
        .id
}

/// The secretariat records the votes of Toulouse Métropole, the Sicoval and Grand Montauban.
pub(super) async fn records(story: &Story, votes: [&str; 3], more: &[(&str, &str)]) -> Page {
    let mut fields = vec![
        ("instance", assembly(story).await.to_string()),
        ("jour", "2026-03-01".to_owned()),
        ("revision", story.revision().await),
    ];
    fields.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let mut named = Vec::new();
    for (slug, vote) in ["toulouse-metropole", "sicoval", "grand-montauban"]
        .iter()
        .zip(votes)
    {
        let id = story.app.territory(slug).await;
        named.push((format!("vote-{id}"), vote.to_owned()));
        named.push((format!("reserve-{id}"), "maintenue".to_owned()));
    }
    let all: Vec<_> = fields
        .into_iter()
        .chain(
            named
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone())),
        )
        .collect();
    submit(
        &mut story.app.as_secretariat(),
        &story.at("/adoption"),
        &all,
    )
    .await
}

#[tokio::test]
async fn the_assembly_adopts_and_the_reserve_is_maintained() {
    let story = Story::before_adoption().await;
    let page = records(
        &story,
        ["pour", "pour", "abstention"],
        &[("issue", "adopter")],
    )
    .await;
    page.assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("Assemblée générale, le 1er\u{a0}mars 2026")
        .assert_shows("2\u{a0}pour, 0\u{a0}contre, 1\u{a0}abstention")
        .assert_shows("règle à confirmer")
        .assert_shows("réserve maintenue")
        .assert_shows("/publication");
    let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
    journal.assert_shows("Assemblée générale, séance du 1er\u{a0}mars 2026");
}

#[tokio::test]
async fn the_body_and_the_day_come_first() {
    let story = Story::before_adoption().await;
    let mut office = story.app.as_secretariat();
    let page = office.get(&story.at("/adoption")).await;
    page.assert_shows("Continuer")
        .assert_lacks("2. Présences et votes");
    let body = assembly(&story).await;
    let path = |day: &str| story.at(&format!("/adoption?instance={body}&jour={day}"));
    office
        .get(&path("2026-04-01"))
        .await
        .assert_shows("n’est pas encore passé");
    let page = office.get(&path("2026-03-01")).await;
    page.assert_shows("2. Présences et votes")
        .assert_shows("Toulouse Métropole")
        .assert_shows("Retirer la dernière phrase.")
        .assert_shows("règle à confirmer");
}

#[tokio::test]
async fn every_vote_and_every_reserve_is_asked_for() {
    let story = Story::before_adoption().await;
    let mut fields = vec![
        ("issue", "adopter".to_owned()),
        ("jour", "2026-03-01".to_owned()),
    ];
    fields.push(("instance", assembly(&story).await.to_string()));
    fields.push(("revision", story.revision().await));
    let page = submit(
        &mut story.app.as_secretariat(),
        &story.at("/adoption"),
        &fields,
    )
    .await;
    page.assert_status(422)
        .assert_shows("Il manque le vote de Toulouse Métropole")
        .assert_shows("Dites si la réserve du Grand Montauban est levée ou maintenue");
}

#[tokio::test]
async fn a_refusal_is_recorded_with_its_motive_and_its_votes() {
    let story = Story::before_adoption().await;
    let page = records(
        &story,
        ["contre", "contre", "pour"],
        &[("issue", "refuser")],
    )
    .await;
    page.assert_status(422).assert_shows("Écrivez le motif");
    let more = [("issue", "refuser"), ("motif", "Portée trop large.")];
    records(&story, ["contre", "contre", "pour"], &more)
        .await
        .assert_status(303);
    let page = story.app.as_secretariat().get(&story.paper).await;
    page.assert_shows("Portée trop large.")
        .assert_shows("1\u{a0}pour, 2\u{a0}contre");
}

#[tokio::test]
async fn only_the_secretariat_records_and_only_once() {
    let story = Story::before_adoption().await;
    story
        .app
        .as_direction("sicoval")
        .get(&story.at("/adoption"))
        .await
        .assert_status(403);
    let revision = story.revision().await;
    records(&story, ["pour"; 3], &[("issue", "adopter")])
        .await
        .assert_status(303);
    let more = [("issue", "adopter"), ("revision", revision.as_str())];
    let page = records(&story, ["pour"; 3], &more).await;
    page.assert_status(409)
        .assert_shows("n’est pas possible à l’étape");
}

#[tokio::test]
async fn what_is_adopted_is_corrected_by_another_text_once_published() {
    let story = Story::before_adoption().await;
    records(&story, ["pour"; 3], &[("issue", "adopter")])
        .await
        .assert_status(303);
    let mut direction = story.app.as_direction("sicoval");
    let page = direction.submit(&story.at("/correction"), &[]).await;
    page.assert_status(422)
        .assert_shows("n’est pas encore publié");
    publish(&story).await;
    let page = direction.submit(&story.at("/correction"), &[]).await;
    page.assert_status(303);
    let correction = page.header("location").unwrap().to_owned();
    let page = direction.get(&correction).await;
    page.assert_shows("Ce texte corrige")
        .assert_shows("<em>économique</em>");
    direction
        .get(&story.paper)
        .await
        .assert_shows("Ce texte est corrigé par");
}

async fn publish(story: &Story) {
    let mut tx = story.app.app.db.write().await.unwrap();
    let version = tx.last_version(story.id()).await.unwrap().unwrap();
    let now = story.app.app.clock.now();
    tx.query(
        "insert into publication (paper_id, version_id, year, slug, visible_from, published_at)
         values ($1, $2, 2026, 'desserrement', $3, $3)",
    )
    .bind(story.id().0)
    .bind(version.id.0)
    .bind(now)
    .execute()
    .await
    .unwrap();
    tx.save().await.unwrap();
}
