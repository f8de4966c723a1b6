//! A reserve is kept as it was tabled, and decided once from each state.

use dires_domain::anchor::Quote;
use dires_domain::ids::{PaperId, PersonId, ReservationId, TerritoryId, VersionId};
use dires_domain::paper::ReservationState::{self, Lifted, Maintained, Standing};
use uuid::Uuid;

use super::{Reservation, Ruled, Undecided};
use crate::storage::adoptions::PublicReservation;
use crate::storage::fixture::{Adopted, House, day, found, instant};
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};

async fn adopted(db: &Db) -> (House, PaperId, VersionId) {
    let house = found(db).await;
    let text = Adopted {
        title: "Gares",
        bytes: b"# Gares\n",
        perimeter: &["grand-montauban", "sicoval"],
        decided_on: day(1, 9),
        corrects: None,
    };
    let (paper, version) = house.adopted(db, &text).await;
    (house, paper, version)
}

fn reserve(
    number: i32,
    (paper, version): (PaperId, VersionId),
    of: TerritoryId,
    by: PersonId,
) -> Reservation {
    Reservation {
        id: ReservationId(Uuid::now_v7()),
        paper,
        number,
        version,
        territory: of,
        person: by,
        passage: "12+5@ab12 3@cd".parse().unwrap(),
        quote: Quote {
            words: "la ligne".to_owned(),
            before: "sur ".to_owned(),
            after: " nord".to_owned(),
        },
        wording: "les lignes".to_owned(),
        motive: String::new(),
        at: instant(1, 8, 9),
        state: Standing,
        ruled: None,
    }
}

async fn states(tx: &mut Tx, paper: PaperId) -> Vec<(i32, ReservationState)> {
    let all = tx.reservations(paper).await.unwrap();
    all.iter().map(|it| (it.number, it.state)).collect()
}

#[tokio::test]
async fn a_reserve_is_kept_as_it_was_tabled_and_decided_from_the_state_that_was_read() {
    on_both_engines(|db| async move {
        let (house, paper, version) = adopted(&db).await;
        let mut tx = db.write().await.unwrap();
        let first = reserve(1, (paper, version), house.sicoval, house.secretary);
        let second = reserve(2, (paper, version), house.montauban, house.secretary);
        tx.table_reservation(&second).await.unwrap();
        tx.table_reservation(&first).await.unwrap();
        assert_eq!(
            tx.reservations(paper).await.unwrap(),
            [first.clone(), second.clone()]
        );
        let ruled = Ruled {
            at: instant(1, 9, 9),
            by: Some(house.secretary),
            version,
        };
        let kept = (Standing, Maintained);
        assert!(tx.rule_reservation(first.id, kept, ruled).await.unwrap());
        assert!(!tx.rule_reservation(first.id, kept, ruled).await.unwrap());
        let closed = Ruled { by: None, ..ruled };
        assert!(
            tx.rule_reservation(second.id, (Standing, Lifted), closed)
                .await
                .unwrap()
        );
        assert_eq!(states(&mut tx, paper).await, [(1, Maintained), (2, Lifted)]);
        let all = tx.reservations(paper).await.unwrap();
        assert_eq!((all[0].ruled, all[1].ruled), (Some(ruled), Some(closed)));
    })
    .await;
}

#[tokio::test]
async fn one_number_is_one_reserve_of_a_text() {
    on_both_engines(|db| async move {
        let (house, paper, version) = adopted(&db).await;
        let mut tx = db.write().await.unwrap();
        let first = reserve(1, (paper, version), house.sicoval, house.secretary);
        tx.table_reservation(&first).await.unwrap();
        let again = reserve(1, (paper, version), house.montauban, house.secretary);
        assert!(tx.table_reservation(&again).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn what_is_undecided_is_known_for_all_texts_and_says_whether_a_version_followed() {
    on_both_engines(|db| async move {
        let (house, paper, version) = adopted(&db).await;
        let mut tx = db.write().await.unwrap();
        for number in [1, 2] {
            let new = reserve(number, (paper, version), house.sicoval, house.secretary);
            tx.table_reservation(&new).await.unwrap();
        }
        let mut expected = Undecided {
            paper,
            territory: house.sicoval,
            overtaken: false,
        };
        assert_eq!(tx.undecided_reservations().await.unwrap(), [expected]);
        tx.query("insert into version (id, paper_id, number, stage, title, heads, perimeter, bytes, sha256, suggestions, frozen_at)
                  select $1, paper_id, number + 1, stage, title, heads, perimeter, bytes, sha256, suggestions, frozen_at from version")
            .bind(Uuid::now_v7()).execute().await.unwrap();
        expected.overtaken = true;
        assert_eq!(tx.undecided_reservations().await.unwrap(), [expected]);
    })
    .await;
}

#[tokio::test]
async fn everyone_reads_those_that_are_maintained_and_no_other() {
    on_both_engines(|db| async move {
        let (house, paper, version) = adopted(&db).await;
        let mut tx = db.write().await.unwrap();
        let to = [Maintained, Lifted, Standing];
        for (number, to) in (1..).zip(to) {
            let new = reserve(number, (paper, version), house.sicoval, house.secretary);
            tx.table_reservation(&new).await.unwrap();
            let ruled = Ruled {
                at: instant(1, 9, 9),
                by: None,
                version,
            };
            if to != Standing {
                assert!(
                    tx.rule_reservation(new.id, (Standing, to), ruled)
                        .await
                        .unwrap()
                );
            }
        }
        let public = PublicReservation {
            territory: "Sicoval".to_owned(),
            quote: "la ligne".to_owned(),
            wording: "les lignes".to_owned(),
            motive: String::new(),
        };
        let record = tx.adoption_record(paper).await.unwrap();
        assert_eq!(record.reservations, [public]);
        tx.query("delete from paper_territory where paper_id = $1 and territory_id = $2")
            .bind(paper.0)
            .bind(house.sicoval.0)
            .execute()
            .await
            .unwrap();
        assert!(tx.maintained_reservations(paper).await.unwrap().is_empty());
    })
    .await;
}
