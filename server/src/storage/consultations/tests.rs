//! Consultations as they are kept, on both engines.

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::ConsultationEnd;
use dires_domain::heads::Heads;
use dires_domain::ids::{BodyId, ConsultationId, PaperId, VersionId};
use dires_domain::paper::Vote;
use uuid::Uuid;

use super::{Answered, Consultation, End};
use crate::storage::testing::on_both_engines;
use crate::storage::versions::NewVersion;
use crate::storage::{Db, StorageError, Tx};
use crate::web::testing::TestApp;

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-03-{day:02}T09:00:00Z").parse().unwrap()
}

/// A text of the tests' association with a version, and a consultation on it until the 20th.
struct Scene {
    app: TestApp,
    consultation: Consultation,
}

impl Scene {
    async fn set(db: Db) -> Self {
        let app = TestApp::on(db.clone()).await;
        let (paper, _) = app.text().await;
        let mut tx = db.write().await.unwrap();
        let body = tx.bodies().await.unwrap()[0].id;
        let version = frozen(&mut tx, paper).await;
        let consultation = asked(paper, version, body);
        tx.open_consultation(&consultation).await.unwrap();
        tx.save().await.unwrap();
        Self { app, consultation }
    }

    async fn tx(&self) -> Tx {
        self.app.app.db.write().await.unwrap()
    }
}

async fn frozen(tx: &mut Tx, paper: PaperId) -> VersionId {
    let new = NewVersion {
        paper,
        stage: Stage::Presidencies,
        title: "Titre".to_owned(),
        heads: Heads::from_token(""),
        perimeter: vec!["sicoval".to_owned()],
        bytes: b"# Titre".to_vec(),
        at: at(1),
        by: None,
    };
    tx.freeze(new).await.unwrap().id
}

fn asked(paper: PaperId, version: VersionId, body: BodyId) -> Consultation {
    Consultation {
        id: ConsultationId(Uuid::now_v7()),
        paper,
        version,
        body,
        rule: None,
        opens_at: at(2),
        closes_at: at(20),
        opened_by: None,
        reminded: 0,
        ended: None,
        explanation: String::new(),
    }
}

fn end(because: ConsultationEnd) -> End {
    End {
        at: at(21),
        because,
        explanation: "2 favorables.".to_owned(),
        decision: None,
    }
}

#[tokio::test]
async fn one_at_a_time_for_a_text() {
    on_both_engines(|db| async move {
        let scene = Scene::set(db).await;
        let known = &scene.consultation;
        let again = Consultation {
            id: ConsultationId(Uuid::now_v7()),
            opens_at: at(22),
            ..known.clone()
        };
        let error = scene.tx().await.open_consultation(&again).await;
        assert!(
            matches!(&error, Err(StorageError::Duplicate(table)) if table == "consultation"),
            "{error:?}"
        );
        let mut tx = scene.tx().await;
        let gathered = end(ConsultationEnd::Gathered);
        assert!(tx.end_consultation(known.id, &gathered).await.unwrap());
        let interrupted = end(ConsultationEnd::Interrupted);
        assert!(!tx.end_consultation(known.id, &interrupted).await.unwrap());
        tx.open_consultation(&again).await.unwrap();
        let under_way = tx.consultation_under_way(known.paper).await.unwrap();
        assert_eq!(under_way.as_ref(), Some(&again));
        assert_eq!(
            tx.consultations_under_way().await.unwrap().as_slice(),
            std::slice::from_ref(&again)
        );
        let all = tx.consultations(known.paper).await.unwrap();
        let ended: Vec<_> = all.iter().map(|it| it.ended).collect();
        assert_eq!(ended, [None, Some((at(21), ConsultationEnd::Gathered))]);
        assert_eq!(all[1].explanation, "2 favorables.");
    })
    .await;
}

#[tokio::test]
async fn an_answer_replaces_the_one_before() {
    on_both_engines(|db| async move {
        let scene = Scene::set(db).await;
        let mut given = Answered {
            territory: scene.app.territory("sicoval").await,
            vote: Vote::Against,
            words: "Trop tôt.".to_owned(),
            person: scene.app.person("presidence@sicoval.exemple.fr").await,
            at: at(3),
        };
        let mut tx = scene.tx().await;
        let id = scene.consultation.id;
        tx.answer_consultation(id, &given).await.unwrap();
        given.vote = Vote::For;
        given.words = String::new();
        given.at += TimeDelta::days(1);
        tx.answer_consultation(id, &given).await.unwrap();
        assert_eq!(tx.consultation_answers(id).await.unwrap(), [given]);
    })
    .await;
}

#[tokio::test]
async fn a_reminder_is_counted_once() {
    on_both_engines(|db| async move {
        let scene = Scene::set(db).await;
        let mut tx = scene.tx().await;
        let id = scene.consultation.id;
        for (number, counted) in [(1, true), (1, false), (2, true), (1, false)] {
            assert_eq!(tx.count_reminder(id, number).await.unwrap(), counted);
        }
        let known = tx.consultation(id).await.unwrap().unwrap();
        assert_eq!(known.reminded, 2);
        let over = end(ConsultationEnd::Gathered);
        assert!(tx.end_consultation(id, &over).await.unwrap());
        assert!(!tx.count_reminder(id, 3).await.unwrap());
    })
    .await;
}
