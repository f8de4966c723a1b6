//! Who sees an amendment, and its bytes, before it is tabled and after; who writes in it.

use crate::access::{Level, document_access};
use crate::web::testing::Browser;

use super::super::Story;

impl Story {
    /// What somebody may do with an amendment's branch through the hub.
    async fn level(&self, email: &str, page: &str) -> Option<Level> {
        let document = self.amendment(page).await.document;
        let person = self.app.person(email).await;
        let today = self.app.app.clock.today();
        let mut tx = self.app.app.db.read().await.unwrap();
        let access = document_access(&mut tx, document, person, today)
            .await
            .unwrap();
        access.map(|it| it.level)
    }
}

const AUTHOR: &str = "direction@sicoval.exemple.fr";
const PRESIDENT: &str = "presidence@sicoval.exemple.fr";
const OTHER: &str = "direction@grand-montauban.exemple.fr";
const PEER: &str = "presidence@toulouse-metropole.exemple.fr";
const OFFICE: &str = "secretariat@exemple.fr";

async fn statuses(mut who: Browser, page: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for path in ["", "/ecrire", "/suggestions"] {
        let answer = who.get(&format!("{page}{path}")).await;
        statuses.push(answer.status.as_u16());
    }
    let act = who
        .submit(page, &[("geste", "retirer"), ("revision", "1")])
        .await;
    statuses.push(act.status.as_u16());
    let judged = who
        .submit(
            &format!("{page}/suggestions"),
            &[("suggestion", "toutes"), ("decision", "accepter")],
        )
        .await;
    statuses.push(judged.status.as_u16());
    statuses
}

#[tokio::test]
async fn what_is_prepared_exists_for_its_authors_alone() {
    let story = Story::before_the_presidencies().await;
    let page = story.amends(story.app.as_direction("sicoval"), &[]).await;
    for who in [OTHER, PEER, OFFICE] {
        assert_eq!(
            statuses(story.app.logged_in(who), &page).await,
            [404; 5],
            "{who}"
        );
        assert_eq!(story.level(who, &page).await, None, "{who}");
        let list = story.app.logged_in(who).get(&story.amendments()).await;
        assert!(!list.text.contains("en préparation"), "{who}");
    }
    for who in [AUTHOR, PRESIDENT] {
        assert_eq!(story.level(who, &page).await, Some(Level::Write), "{who}");
        let desk = story
            .app
            .logged_in(who)
            .get(&format!("{page}/ecrire"))
            .await;
        desk.assert_shows("data-access=\"write\"");
    }
    let journal = story.app.logged_in(OTHER).get(&story.at("/journal")).await;
    assert!(!journal.text.contains("mendement"));
}

#[tokio::test]
async fn co_authors_write_with_them_and_do_not_table_it() {
    let story = Story::before_the_presidencies().await;
    let montauban = story.app.territory("grand-montauban").await.to_string();
    let page = story
        .amends(story.app.as_direction("sicoval"), &[("avec", &montauban)])
        .await;
    assert_eq!(story.level(OTHER, &page).await, Some(Level::Write));
    story.branch_says(&page, (2, "Ce")).await;
    let fellow = story.app.as_presidency("grand-montauban");
    let refused = story.deals(fellow, &page, "deposer", "Un motif.").await;
    refused.assert_status(403);
    let outside = story.app.territory("toulouse-metropole").await.to_string();
    let mut direction = story.app.as_direction("sicoval");
    let refused = direction
        .submit(&story.amendments(), &[("avec", &outside)])
        .await;
    refused.assert_status(403);
}

#[tokio::test]
async fn what_is_tabled_is_read_by_all_and_written_by_nobody() {
    let story = Story::before_the_presidencies().await;
    let page = story.tabled("sicoval", (2, "Ce")).await;
    for who in [AUTHOR, PRESIDENT, OTHER, PEER, OFFICE] {
        assert_eq!(story.level(who, &page).await, Some(Level::Read), "{who}");
        let desk = story
            .app
            .logged_in(who)
            .get(&format!("{page}/ecrire"))
            .await;
        desk.assert_shows("data-access=\"read\"");
    }
    let stranger = "technique@toulouse-metropole.exemple.fr";
    assert_eq!(story.level(stranger, &page).await, None);
    assert_eq!(
        statuses(story.app.logged_in(stranger), &page).await,
        [404; 5]
    );
    let motive = story
        .deals(story.app.logged_in(OTHER), &page, "accepter", "")
        .await;
    motive.assert_status(403);
}

#[tokio::test]
async fn what_was_abandoned_before_it_was_tabled_is_never_seen_by_others() {
    let story = Story::before_the_presidencies().await;
    let page = story.amends(story.app.as_direction("sicoval"), &[]).await;
    story
        .deals(story.app.logged_in(AUTHOR), &page, "retirer", "")
        .await
        .assert_status(303);
    assert_eq!(story.level(AUTHOR, &page).await, Some(Level::Read));
    assert_eq!(story.level(OTHER, &page).await, None);
    let list = story.app.logged_in(OTHER).get(&story.amendments()).await;
    assert!(!list.text.contains("retiré"));
}

#[tokio::test]
async fn whose_mandate_has_ended_has_no_amendment() {
    let story = Story::before_the_presidencies().await;
    let page = story.amends(story.app.as_direction("sicoval"), &[]).await;
    let person = story.app.person(AUTHOR).await;
    let mut tx = story.app.app.db.write().await.unwrap();
    tx.query("update mandate set until = since where person_id = $1")
        .bind(person.0)
        .execute()
        .await
        .unwrap();
    tx.save().await.unwrap();
    assert_eq!(story.level(AUTHOR, &page).await, None);
    assert_eq!(statuses(story.app.logged_in(AUTHOR), &page).await, [404; 5]);
}

#[tokio::test]
async fn nobody_amends_a_text_that_is_not_before_the_presidencies() {
    let story = Story::before_the_directions().await;
    let mut direction = story.app.as_direction("sicoval");
    let refused = direction.submit(&story.amendments(), &[]).await;
    refused.assert_status(409);
    refused.assert_shows("Amender");
    let mut office = story.app.as_secretariat();
    office
        .submit(&story.amendments(), &[])
        .await
        .assert_status(409);
    let story = Story::before_the_presidencies().await;
    let refused = story
        .app
        .as_secretariat()
        .submit(&story.amendments(), &[])
        .await;
    refused.assert_status(403);
}
