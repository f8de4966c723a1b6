//! Reserves while a body is consulted in writing, which nobody is there to lift when it closes.

use dires_domain::circuit::Stage;
use dires_domain::paper::ReservationState::{Lifted, Maintained};

use super::scene::{RULE, closes, field, opens, under};
use crate::timetable::round;

const PASSAGE: &str = "est une chance";
const WORDING: &str = "est une chance et un risque";
const AFTER: &str = "2026-03-20T17:00:00Z";

#[tokio::test]
async fn a_consultation_that_decides_does_not_open_on_a_reserve_that_is_undecided() {
    let story = under(&RULE).await;
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    let mut office = story.app.as_secretariat();
    let named = "La réserve n°\u{a0}1 du Sicoval n’est ni levée ni maintenue";
    let form = office.get(&story.at("/consultation")).await;
    form.assert_shows(named)
        .assert_shows("compte comme maintenue");
    let page = opens(&story, "decision", closes(20)).await;
    page.assert_status(422).assert_shows(named);
    story
        .ruled_by("sicoval", 1, "lever")
        .await
        .assert_status(303);
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
}

#[tokio::test]
async fn one_that_is_tabled_meanwhile_and_left_undecided_is_maintained_by_the_closing_as_was_said_before_the_votes()
 {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    for (slug, words) in [("sicoval", PASSAGE), ("sicoval", "Le desserrement")] {
        story
            .reserves_on(slug, words, WORDING)
            .await
            .assert_status(303);
    }
    story
        .ruled_by("sicoval", 2, "lever")
        .await
        .assert_status(303);
    let read = story
        .app
        .as_presidency("grand-montauban")
        .get(&story.at("/consultation"))
        .await;
    read.assert_shows("compte comme maintenue")
        .assert_shows("réserve en suspens")
        .assert_shows(WORDING);
    field(&story, "sicoval", None, "pour")
        .await
        .assert_status(303);
    story.app.clock.set(AFTER);
    let late = story.ruled_by("sicoval", 1, "lever").await;
    late.assert_status(409)
        .assert_shows("La consultation est close");
    round(&story.app.app).await.unwrap();
    assert_eq!(story.stage().await, Stage::Publication);
    let all = story.reservations().await;
    let states: Vec<_> = all.iter().map(|it| it.state).collect();
    assert_eq!(states, [Maintained, Lifted]);
    assert_eq!(all[0].ruled.unwrap().by, None);
    let journal = story.app.as_secretariat().get(&story.at("/journal")).await;
    journal.assert_shows("ni levée ni maintenue à la clôture de la consultation");
}

#[tokio::test]
async fn a_text_that_a_closing_refuses_leaves_its_reserves_as_they_are() {
    let story = under(&RULE).await;
    opens(&story, "decision", closes(20))
        .await
        .assert_status(303);
    story
        .reserves_on("sicoval", PASSAGE, WORDING)
        .await
        .assert_status(303);
    for slug in ["sicoval", "grand-montauban", "toulouse-metropole"] {
        field(&story, slug, None, "contre").await.assert_status(303);
    }
    story.app.clock.set(AFTER);
    round(&story.app.app).await.unwrap();
    assert_eq!(story.stage().await, Stage::Refused);
    assert!(story.reservations().await[0].ruled.is_none());
}
