//! Stories of publications, each told on both engines.

use chrono::TimeDelta;
use dires_domain::deed::Deed;
use dires_domain::ids::PaperId;
use dires_domain::people::Mandate;

use super::{NotPublished, Order, publish};
use crate::papers::Asker;
use crate::storage::Db;
use crate::storage::fixture::{Adopted, House, day, found, instant};
use crate::storage::testing::on_both_engines;

fn text(title: &str) -> Adopted<'_> {
    Adopted {
        title,
        bytes: b"# Texte\n",
        perimeter: &["sicoval"],
        decided_on: day(1, 9),
        corrects: None,
    }
}

fn order(paper: PaperId) -> Order {
    Order {
        paper,
        embargo: None,
    }
}

/// Whoever holds these mandates, at noon.
fn asker<'a>(house: &House, mandates: &'a [Mandate]) -> Asker<'a> {
    Asker {
        person: house.secretary,
        mandates,
        now: instant(1, 10, 12),
        today: day(1, 10),
    }
}

async fn mandates(db: &Db, house: &House) -> Vec<Mandate> {
    let mut tx = db.read().await.unwrap();
    tx.mandates_of(house.secretary).await.unwrap()
}

#[tokio::test]
async fn a_text_is_published_once_with_a_line_in_its_journal() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mandates = mandates(&db, &house).await;
        let office = asker(&house, &mandates);
        let (paper, version) = house.adopted(&db, &text("Le rail du quotidien")).await;
        let known = publish(&db, &office, &order(paper)).await.unwrap();
        assert_eq!(known.path(), "/dires/2026/le-rail-du-quotidien");
        assert_eq!(known.version, version);
        let again = publish(&db, &office, &order(paper)).await;
        assert!(matches!(again, Err(NotPublished::Already(first)) if first == known));
        let mut tx = db.read().await.unwrap();
        let lines = tx.journal(paper, 10).await.unwrap();
        let deeds = lines.iter().filter(|line| line.deed == Deed::Published);
        assert_eq!(deeds.count(), 1);
        assert_eq!(lines[0].detail["adresse"], known.path());
    })
    .await;
}

#[tokio::test]
async fn texts_of_one_title_published_at_once_have_different_addresses() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mandates = mandates(&db, &house).await;
        let office = asker(&house, &mandates);
        let mut papers = Vec::new();
        for _ in 0..4 {
            papers.push(house.adopted(&db, &text("Eau")).await.0);
        }
        let orders: Vec<Order> = papers.iter().map(|paper| order(*paper)).collect();
        let published =
            futures_util::future::join_all(orders.iter().map(|order| publish(&db, &office, order)))
                .await;
        let mut slugs: Vec<String> = published.into_iter().map(|one| one.unwrap().slug).collect();
        slugs.sort();
        assert_eq!(slugs, ["eau", "eau-2", "eau-3", "eau-4"]);
    })
    .await;
}

#[tokio::test]
async fn an_embargo_in_the_past_is_refused() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mandates = mandates(&db, &house).await;
        let office = asker(&house, &mandates);
        let (paper, _) = house.adopted(&db, &text("Eau")).await;
        let at = |embargo| Order {
            paper,
            embargo: Some(embargo),
        };
        let past = at(office.now - TimeDelta::minutes(1));
        assert!(matches!(
            publish(&db, &office, &past).await,
            Err(NotPublished::Past)
        ));
        let later = at(office.now + TimeDelta::days(9));
        let known = publish(&db, &office, &later).await.unwrap();
        assert_eq!(known.visible_from, office.now + TimeDelta::days(9));
    })
    .await;
}

#[tokio::test]
async fn whoever_has_no_mandate_does_not_know_the_text() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let mandates = mandates(&db, &house).await;
        let office = asker(&house, &mandates);
        let (paper, _) = house.adopted(&db, &text("Eau")).await;
        let stranger = Asker {
            mandates: &[],
            ..office
        };
        assert!(matches!(
            publish(&db, &stranger, &order(paper)).await,
            Err(NotPublished::Unknown)
        ));
        let early = Asker {
            today: day(1, 1) - TimeDelta::days(1),
            ..office
        };
        assert!(matches!(
            publish(&db, &early, &order(paper)).await,
            Err(NotPublished::Unknown)
        ));
    })
    .await;
}
