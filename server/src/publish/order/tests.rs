//! Stories of publications, each told on both engines.

use chrono::TimeDelta;
use dires_domain::deed::Deed;
use dires_domain::ids::PersonId;
use uuid::Uuid;

use super::{NotPublished, Order, publish};
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

fn order(house: &House, paper: dires_domain::ids::PaperId) -> Order {
    Order {
        paper,
        by: house.secretary,
        at: instant(1, 10, 12),
        today: day(1, 10),
        embargo: None,
    }
}

#[tokio::test]
async fn a_text_is_published_once_with_a_line_in_its_journal() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let (paper, version) = house.adopted(&db, &text("Le rail du quotidien")).await;
        let known = publish(&db, &order(&house, paper)).await.unwrap();
        assert_eq!(known.path(), "/dires/2026/le-rail-du-quotidien");
        assert_eq!(known.version, version);
        let again = publish(&db, &order(&house, paper)).await;
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
        let mut papers = Vec::new();
        for _ in 0..4 {
            papers.push(house.adopted(&db, &text("Eau")).await.0);
        }
        let orders: Vec<Order> = papers.iter().map(|paper| order(&house, *paper)).collect();
        let published =
            futures_util::future::join_all(orders.iter().map(|order| publish(&db, order))).await;
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
        let (paper, _) = house.adopted(&db, &text("Eau")).await;
        let now = order(&house, paper);
        let past = Order {
            embargo: Some(now.at - TimeDelta::minutes(1)),
            ..now
        };
        assert!(matches!(publish(&db, &past).await, Err(NotPublished::Past)));
        let later = Order {
            embargo: Some(now.at + TimeDelta::days(9)),
            ..now
        };
        let known = publish(&db, &later).await.unwrap();
        assert_eq!(known.visible_from, now.at + TimeDelta::days(9));
    })
    .await;
}

#[tokio::test]
async fn whoever_has_no_mandate_does_not_know_the_text() {
    on_both_engines(|db| async move {
        let house = found(&db).await;
        let (paper, _) = house.adopted(&db, &text("Eau")).await;
        let stranger = Order {
            by: PersonId(Uuid::now_v7()),
            ..order(&house, paper)
        };
        assert!(matches!(
            publish(&db, &stranger).await,
            Err(NotPublished::Unknown)
        ));
        let early = Order {
            today: day(1, 1) - TimeDelta::days(1),
            ..order(&house, paper)
        };
        assert!(matches!(
            publish(&db, &early).await,
            Err(NotPublished::Unknown)
        ));
    })
    .await;
}
