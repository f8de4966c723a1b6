//! The demonstration is loaded whole, and every text says what it is.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::meeting::MeetingState;
use dires_domain::paper::EndedBecause;
use dires_domain::text::{LeadingHeading, from_markdown};

use super::catalogue::{PROJECT, STORIES};
use super::{DemoError, load};
use crate::meetings::HORIZON;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

async fn loaded(db: &Db) -> Result<Vec<super::DemoAccount>, DemoError> {
    load(db, "mot de passe".to_owned(), now()).await
}

#[test]
fn every_text_says_in_its_first_paragraph_that_it_is_a_demonstration() {
    let files = STORIES.iter().map(|story| story.markdown);
    for markdown in files.chain([PROJECT]) {
        let text = from_markdown(markdown, LeadingHeading::BecomesTitle);
        assert!(!text.title.is_empty());
        let first = text.blocks[0].text();
        assert!(first.starts_with("Texte de démonstration."), "{first}");
    }
}

#[test]
fn one_text_is_as_long_as_a_real_dire() {
    let longest = STORIES.iter().map(|story| story.markdown.chars().count());
    assert!(longest.max().unwrap() > 24_000);
}

/// Whether an edit ended avis of the text that is before the directions.
async fn has_voided_opinions(tx: &mut Tx) -> bool {
    let papers = tx.papers().await.unwrap();
    for paper in papers.iter().filter(|it| it.stage == Stage::Directions) {
        let opinions = tx.opinions(paper.id).await.unwrap();
        let mut ended = opinions.iter().filter_map(|it| it.ended);
        if ended.any(|(_, why)| why == EndedBecause::Edited) {
            return true;
        }
    }
    false
}

/// How many amendments and reserves wait for the présidences.
async fn tabled(tx: &mut Tx) -> (usize, usize) {
    let papers = tx.papers().await.unwrap();
    let mut papers = papers.iter().filter(|it| it.stage == Stage::Presidencies);
    let paper = papers.next().unwrap().id;
    let reserves = tx.reservations(paper).await.unwrap().len();
    (tx.tabled_amendments(paper).await.unwrap(), reserves)
}

#[tokio::test]
async fn the_demonstration_has_texts_at_every_stage() {
    on_both_engines(|db| async move {
        let accounts = loaded(&db).await.unwrap();
        assert!(
            accounts
                .iter()
                .any(|it| it.email == "direction.sicoval@demo.example")
        );
        let mut tx = db.read().await.unwrap();
        let mut stages = BTreeMap::new();
        for paper in tx.papers().await.unwrap() {
            assert!(paper.demonstration);
            *stages.entry(paper.stage).or_insert(0) += 1;
        }
        let expected = [
            (Stage::Drafting, 2),
            (Stage::Directions, 2),
            (Stage::Presidencies, 1),
            (Stage::Adoption, 1),
            (Stage::Publication, 5),
            (Stage::Refused, 1),
        ];
        assert_eq!(stages, BTreeMap::from(expected));
        assert_eq!(tx.published().await.unwrap().len(), 4);
        assert!(has_voided_opinions(&mut tx).await);
        assert_eq!(tabled(&mut tx).await, (3, 1));
        let ahead = tx.meetings_between(now(), now() + HORIZON).await.unwrap();
        let stand: Vec<_> = ahead.iter().map(|it| it.state).collect();
        assert_eq!(stand, [MeetingState::Convened, MeetingState::Prepared]);
        for meeting in &ahead {
            assert_eq!(tx.agenda(meeting.id).await.unwrap().len(), 2);
        }
        drop(tx);
        let again = loaded(&db).await;
        assert!(matches!(again, Err(DemoError::NotEmpty)), "{again:?}");
    })
    .await;
}
