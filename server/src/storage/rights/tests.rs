//! What the database counts, and what it does not, on both engines.

use chrono::TimeDelta;
use dires_domain::ids::{DocumentId, PersonId};
use uuid::Uuid;

use super::{Revision, TOGETHER};
use crate::storage::Db;
use crate::storage::sessions::NewSession;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

/// What moves when a statement is run and saved; its parameter is a person.
async fn moves(db: &Db, statement: &'static str, person: PersonId) -> (bool, bool, bool) {
    let revision = async || {
        let mut tx = db.read().await.unwrap();
        tx.rights_revision().await.unwrap()
    };
    let before: Revision = revision().await;
    let mut tx = db.write().await.unwrap();
    tx.query(statement).bind(person.0).execute().await.unwrap();
    tx.save().await.unwrap();
    let after = revision().await;
    (
        before.sessions != after.sessions,
        before.people != after.people,
        before.texts != after.texts,
    )
}

const NOTHING: (bool, bool, bool) = (false, false, false);
const SESSIONS: (bool, bool, bool) = (true, false, false);
const PEOPLE: (bool, bool, bool) = (false, true, false);
const TEXTS: (bool, bool, bool) = (false, false, true);

/// In an order in which each changes something.
const STORY: [(&str, (bool, bool, bool)); 19] = [
    (
        "update session set seen_at = '2026-03-02T10:00:00Z' where person_id = $1",
        NOTHING,
    ),
    (
        "update session set expires_at = '2026-03-02T12:00:00Z' where person_id = $1",
        SESSIONS,
    ),
    (
        "update session set seen_at = '2026-03-02T08:00:00Z' where person_id = $1",
        SESSIONS,
    ),
    ("delete from session where person_id = $1", SESSIONS),
    (
        "update mandate set until = '2026-04-01' where person_id = $1",
        PEOPLE,
    ),
    (
        "delete from mandate_seat where mandate_id in (select id from mandate where person_id = $1)",
        PEOPLE,
    ),
    (
        "insert into mandate_seat (mandate_id, body_id) select mandate.id, body.id from mandate, body where person_id = $1",
        PEOPLE,
    ),
    (
        "delete from mandate_seat where mandate_id in (select id from mandate where person_id = $1)",
        PEOPLE,
    ),
    ("delete from mandate where person_id = $1", PEOPLE),
    (
        "update body set conducts = null where $1 is not null and slug = 'assemblee-generale'",
        PEOPLE,
    ),
    ("update person set name = 'Autre' where id = $1", PEOPLE),
    (
        "update person set password_hash = null where id = $1",
        NOTHING,
    ),
    (
        "update territory set colour = 7 where $1 is not null and slug = 'sicoval'",
        PEOPLE,
    ),
    (
        "update paper set title = 'Autre', revision = revision + 1 where $1 is not null",
        NOTHING,
    ),
    (
        "update paper set stage = 'conference-des-directions' where $1 is not null",
        TEXTS,
    ),
    (
        "update document set next_seq = next_seq, frozen = frozen where $1 is not null",
        NOTHING,
    ),
    (
        "update document set frozen = true where $1 is not null",
        TEXTS,
    ),
    ("delete from paper_territory where $1 is not null", TEXTS),
    (
        "insert into paper_territory (paper_id, territory_id) select paper.id, territory.id from paper, territory where $1 is not null and slug = 'sicoval'",
        TEXTS,
    ),
];

#[tokio::test]
async fn everything_that_rights_depend_on_is_counted_and_nothing_else() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        app.text().await;
        let person = app.person("direction@sicoval.exemple.fr").await;
        let now = app.app.clock.now();
        let mut tx = db.write().await.unwrap();
        tx.open_session(NewSession {
            token_hash: vec![1; 32],
            person,
            now,
            expires_at: now + TimeDelta::days(1),
            agent: String::new(),
        })
        .await
        .unwrap();
        let in_force = async |tx: &mut crate::storage::Tx, hours| {
            let later = now + TimeDelta::hours(hours);
            let found = tx.sessions_in_force(later, TimeDelta::hours(12)).await;
            found.unwrap().contains_key(&vec![1; 32])
        };
        assert!(in_force(&mut tx, 11).await && !in_force(&mut tx, 12).await);
        tx.save().await.unwrap();
        for (statement, expected) in STORY {
            assert_eq!(moves(&db, statement, person).await, expected, "{statement}");
        }
    })
    .await;
}

#[tokio::test]
async fn units_of_work_that_end_sessions_do_not_wait_for_one_another() {
    on_both_engines(|db| async move {
        if db.is_sqlite() {
            return; // It has one writer at a time.
        }
        let app = TestApp::on(db.clone()).await;
        let before = db.read().await.unwrap().rights_revision().await.unwrap();
        let (mut one, mut other) = (db.write().await.unwrap(), db.write().await.unwrap());
        for (tx, slug) in [(&mut one, "sicoval"), (&mut other, "grand-montauban")] {
            let person = app.person(&format!("direction@{slug}.exemple.fr")).await;
            let named = tx.query("update person set name = 'Autre' where id = $1");
            named.bind(person.0).execute().await.unwrap();
        }
        for tx in [other, one] {
            tx.save().await.unwrap();
        }
        let after = db.read().await.unwrap().rights_revision().await.unwrap();
        assert_eq!(after.people - before.people, 2);
    })
    .await;
}

#[tokio::test]
async fn many_documents_are_read_together() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        let mut documents: Vec<_> = (0..TOGETHER).map(|_| DocumentId(Uuid::now_v7())).collect();
        let (paper, document) = app.text().await;
        documents.push(document);
        let mut tx = db.read().await.unwrap();
        let situated = tx.situated(&documents).await.unwrap();
        assert_eq!(situated.len(), 1);
        let placement = tx.placement(paper).await.unwrap();
        assert_eq!(Some(&situated[&document].placement), placement.as_ref());
        assert!(!situated[&document].frozen);
    })
    .await;
}
