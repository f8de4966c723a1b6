//! Two people at the same instant, on both engines: one is first, the other is told.

use super::Story;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

#[tokio::test]
async fn two_submit_at_once_and_one_is_told_who_came_first() {
    on_both_engines(|db| async move {
        let story = Story::of_a_draft_on(TestApp::on(db).await).await;
        let revision = story.revision().await;
        let fields = [("action", "soumettre"), ("revision", revision.as_str())];
        let path = story.at("/etape");
        let mut one = story.app.as_direction("sicoval");
        let mut other = story.app.as_direction("grand-montauban");
        one.get("/tableau").await.assert_status(200);
        other.get("/tableau").await.assert_status(200);
        let (first, second) = Box::pin(async {
            tokio::join!(one.submit(&path, &fields), other.submit(&path, &fields))
        })
        .await;
        let mut answers = [first, second];
        answers.sort_by_key(|page| page.status);
        answers[0].assert_status(303);
        answers[1]
            .assert_status(409)
            .assert_shows("a agi avant vous");
        let mut tx = story.app.app.db.read().await.unwrap();
        assert_eq!(tx.versions(story.id()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_whole_circuit_is_the_same_on_both_engines() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db).await;
        let story = Story::before_adoption_of(Story::of_a_draft_on(app).await).await;
        let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
        journal.assert_shows("Texte approuvé");
    })
    .await;
}
