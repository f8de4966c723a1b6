//! The watch with many texts and people, whose sockets are only numbers.

use std::sync::Arc;

use chrono::TimeDelta;
use dires_domain::ids::{DocumentId, MandateId, PaperId, PersonId};
use dires_domain::people::{Function, Mandate, Person, Term};
use uuid::Uuid;

use super::{Follower, Seat};
use crate::access::document_access;
use crate::events::Subscription;
use crate::storage::sessions::NewSession;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, Tx};
use crate::sync::connection::Connection;
use crate::sync::{Visitor, lock};
use crate::web::testing::TestApp;

/// Texts, and two people in each.
struct Crowd {
    app: TestApp,
    papers: Vec<PaperId>,
    people: Vec<PersonId>,
    seats: Vec<Arc<Seat>>,
}

impl Crowd {
    async fn of(db: Db, texts: usize) -> Self {
        let app = TestApp::on(db).await;
        let (like, _) = app.text().await;
        let mut crowd = Self {
            papers: Vec::new(),
            people: Vec::new(),
            seats: Vec::new(),
            app,
        };
        for _ in 0..texts {
            crowd.sits_down(like).await;
        }
        crowd
    }

    /// Another text like this one, and two people who have it open.
    async fn sits_down(&mut self, like: PaperId) {
        let territory = self.app.territory("sicoval").await;
        let (now, today) = (self.app.app.clock.now(), self.app.app.clock.today());
        let mut tx = self.app.app.db.write().await.unwrap();
        let (paper, document) = copied(&mut tx, like).await;
        for _ in 0..2 {
            let person = newcomer(&mut tx).await;
            let mandate = Mandate {
                id: MandateId(Uuid::now_v7()),
                person,
                territory: Some(territory),
                function: Function::Direction,
                term: Term::new(today, None).unwrap(),
                seats: Vec::new(),
            };
            tx.give_mandate(&mandate, now, None).await.unwrap();
            let access = document_access(&mut tx, document, person, today).await;
            let access = access.unwrap().expect("a right");
            let session = self.connects(&mut tx, person).await;
            let register = &self.app.app.hub.0.watch.register;
            self.seats.push(register.sit(document, person, &access));
            register.wrote(&session);
            self.people.push(person);
        }
        tx.save().await.unwrap();
        self.papers.push(paper);
    }

    async fn connects(&self, tx: &mut Tx, person: PersonId) -> Vec<u8> {
        let hub = &self.app.app.hub;
        let now = self.app.app.clock.now();
        let session = person.0.as_bytes().to_vec();
        tx.open_session(NewSession {
            token_hash: session.clone(),
            person,
            now,
            expires_at: now + TimeDelta::days(1),
            agent: String::new(),
        })
        .await
        .unwrap();
        let visitor = Visitor {
            person,
            session: session.clone(),
        };
        let connection = Connection::new(hub, visitor, None);
        lock(&hub.0.connections).insert(connection.id, connection);
        session
    }
}

async fn copied(tx: &mut Tx, like: PaperId) -> (PaperId, DocumentId) {
    let (paper, document) = (Uuid::now_v7(), Uuid::now_v7());
    tx.query(
        "insert into paper (id, kind, title, stage, addressee, prior, demonstration, created_at, created_by, revision)
         select $1, kind, title, stage, addressee, prior, demonstration, created_at, created_by, revision
         from paper where id = $2",
    )
    .bind(paper)
    .bind(like.0)
    .execute()
    .await
    .unwrap();
    tx.query(
        "insert into document (id, paper_id, frozen, next_seq, heads, changed_at)
         select $1, $2, frozen, next_seq, heads, changed_at from document where paper_id = $3",
    )
    .bind(document)
    .bind(paper)
    .bind(like.0)
    .execute()
    .await
    .unwrap();
    tx.query("insert into paper_territory (paper_id, territory_id) select $1, territory_id from paper_territory where paper_id = $2")
        .bind(paper)
        .bind(like.0)
        .execute()
        .await
        .unwrap();
    (PaperId(paper), DocumentId(document))
}

async fn newcomer(tx: &mut Tx) -> PersonId {
    let id = PersonId(Uuid::now_v7());
    let person = Person {
        id,
        name: format!("Direction {id}"),
        email: format!("{id}@exemple.fr"),
    };
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    tx.add_person(&person, None, true, now).await.unwrap();
    id
}

/// Texts of which open pages are told when this is done by somebody else.
async fn told(
    crowd: &Crowd,
    follower: &mut Follower,
    statement: &'static str,
    about: Uuid,
) -> Vec<usize> {
    let events = &crowd.app.app.events;
    let pages: Vec<_> = crowd
        .papers
        .iter()
        .map(|paper| events.subscribe(*paper))
        .collect();
    let mut tx = crowd.app.app.db.write().await.unwrap();
    tx.query(statement).bind(about).execute().await.unwrap();
    tx.save().await.unwrap();
    follower.look().await.unwrap();
    // What the documents' tasks do when they are told.
    for seat in &crowd.seats {
        let now = follower.rights.of(seat.document, seat.person, follower.day);
        seat.is_told(now.as_ref());
    }
    let changed = pages.iter().map(Subscription::has_changed);
    changed
        .enumerate()
        .filter(|(_, changed)| *changed)
        .map(|(at, _)| at)
        .collect()
}

#[tokio::test]
async fn exactly_the_documents_where_rights_changed_are_told() {
    on_both_engines(|db| async move {
        let crowd = Crowd::of(db, 40).await;
        let mut follower = Follower::new(crowd.app.app.hub.clone());
        let (person, paper) = (crowd.people[7].0, crowd.papers[5].0);
        let nobody = Uuid::nil();
        for (statement, about, expected) in [
            (
                "update mandate set given_at = given_at where person_id = $1",
                nobody,
                vec![],
            ),
            (
                "update mandate set until = since where person_id = $1",
                person,
                vec![],
            ),
            (
                "update person set name = 'Autre' where id = $1",
                person,
                vec![3],
            ),
            (
                "update paper set stage = 'adoption' where id = $1",
                paper,
                vec![5],
            ),
            // They read already.
            (
                "update document set frozen = true where paper_id = $1",
                paper,
                vec![],
            ),
            (
                "delete from paper_territory where paper_id = $1",
                paper,
                vec![5],
            ),
            ("delete from mandate where person_id = $1", person, vec![3]),
            ("delete from mandate where person_id = $1", person, vec![]),
        ] {
            assert_eq!(
                told(&crowd, &mut follower, statement, about).await,
                expected,
                "{statement}"
            );
        }
    })
    .await;
}
