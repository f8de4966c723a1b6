//! What is published is seen from its minute on, and what is internal is never seen.

use dires_domain::circuit::Stage;
use dires_domain::decision::Presence;
use dires_domain::paper::{Position, ReservationState, Vote};

use crate::storage::fixture::{Adopted, day, found, instant};
use crate::storage::publications::Publication;
use crate::storage::testing::on_both_engines;

fn text(title: &str) -> Adopted<'_> {
    Adopted {
        title,
        bytes: b"# Texte\n",
        perimeter: &["grand-montauban", "sicoval"],
        decided_on: day(1, 9),
        corrects: None,
    }
}

#[tokio::test]
async fn a_text_under_embargo_is_nowhere_before_its_minute() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let minute = instant(2, 1, 9);
        house
            .published(&db, &text("Sous embargo"), "sous-embargo", minute)
            .await;
        let mut tx = db.read().await.unwrap();
        for (at, seen) in [
            (minute - chrono::Duration::seconds(1), 0),
            (minute, 1),
            (minute + chrono::Duration::days(3000), 1),
        ] {
            assert_eq!(tx.public_texts(at).await.unwrap().len(), seen, "at {at}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_most_recently_adopted_comes_first() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let old = Adopted {
            decided_on: day(1, 2),
            ..text("Ancien")
        };
        house
            .published(&db, &text("Récent"), "recent", instant(1, 10, 0))
            .await;
        house
            .published(&db, &old, "ancien", instant(1, 20, 0))
            .await;
        let mut tx = db.read().await.unwrap();
        let all = tx.public_texts(instant(2, 1, 0)).await.unwrap();
        let titles: Vec<_> = all.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["Récent", "Ancien"]);
        let names: Vec<_> = all[0]
            .signatories
            .iter()
            .map(|one| one.territory.name.as_str())
            .collect();
        assert_eq!(names, ["Grand Montauban", "Sicoval"]);
        assert_eq!(
            tx.version_bytes(all[0].version).await.unwrap(),
            b"# Texte\n"
        );
    })
    .await;
}

#[tokio::test]
async fn a_publication_is_never_written_twice() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let minute = instant(1, 10, 0);
        let paper = house.published(&db, &text("Texte"), "texte", minute).await;
        let mut tx = db.write().await.unwrap();
        let known = tx.publication_of(paper).await.unwrap().unwrap();
        let again = Publication {
            slug: "autre".into(),
            ..known.clone()
        };
        assert!(!tx.publish(&again).await.unwrap());
        assert_eq!(tx.publication_of(paper).await.unwrap(), Some(known));
        assert_eq!(tx.slugs_of(2026).await.unwrap(), ["texte"]);
        assert!(tx.slugs_of(2025).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_record_says_who_took_which_position_and_who_voted() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let paper = house
            .published(&db, &text("Texte"), "texte", instant(1, 10, 0))
            .await;
        let mut tx = db.read().await.unwrap();
        let record = tx.adoption_record(paper).await.unwrap();
        let first = &record.positions[0];
        assert_eq!(first.territory, "Grand Montauban");
        assert_eq!(first.word, Position::WithReservations);
        assert_eq!(first.reserve, Some(ReservationState::Maintained));
        assert_eq!(first.maintained, "Le calendrier reste à préciser.");
        let vote = &record.decisions[0].votes[1];
        assert_eq!((vote.territory.as_str(), vote.vote), ("Sicoval", Vote::For));
        let there = &record.decisions[0].attendance;
        let there: Vec<_> = there
            .iter()
            .map(|line| {
                (
                    line.territory.as_str(),
                    line.presence,
                    line.holder.as_deref(),
                )
            })
            .collect();
        let represented = ("Grand Montauban", Presence::Represented, Some("Sicoval"));
        assert_eq!(there, [represented, ("Sicoval", Presence::Present, None)]);
        assert_eq!(record.decisions[0].chair.as_deref(), Some("Sicoval"));
        assert_eq!(record.decisions[0].rule_confirmed, None);
        assert_eq!(record.entered.last().unwrap().0, Stage::Publication);
    })
    .await;
}

#[tokio::test]
async fn a_lifted_reserve_does_not_say_what_it_was() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let paper = house
            .published(&db, &text("Texte"), "texte", instant(1, 10, 0))
            .await;
        let mut tx = db.write().await.unwrap();
        tx.query("update position set reservation_state = 'levee' where reservation <> ''")
            .execute()
            .await
            .unwrap();
        let record = tx.adoption_record(paper).await.unwrap();
        assert_eq!(record.positions[0].reserve, Some(ReservationState::Lifted));
        assert_eq!(record.positions[0].maintained, "");
    })
    .await;
}
