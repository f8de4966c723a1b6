//! Groups of batches, each story told on both engines.

mod keystrokes;
mod silence;

use std::sync::Arc;

use automerge::transaction::Transactable as _;
use automerge::{ActorId, Automerge, ROOT, ReadDoc as _};
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::paper::{Opinion, PaperKind};
use dires_domain::room::{NewChange, Outcome, Store, Writer};
use dires_domain::sheet::Sheet;
use dires_domain::text::{Block, Text};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::{Request, Task};
use crate::clock::testing::SetClock;
use crate::events::Events;
use crate::papers::live;
use crate::storage::Db;
use crate::storage::documents::{NewDocument, Replicas};
use crate::storage::fixtures::{member, noon, person};
use crate::storage::opinions::GivenOpinion;
use crate::storage::papers::NewPaper;
use crate::storage::testing::on_both_engines;

/// A text with its live document, as its writer has it.
struct Written {
    id: DocumentId,
    paper: PaperId,
    doc: Box<Automerge>,
    writer: Writer,
    next: i64,
}

fn at() -> DateTime<Utc> {
    noon(2026, 3, 2)
}

fn task(db: &Db) -> Task {
    Task {
        db: db.clone(),
        clock: Arc::new(SetClock::at("2026-03-02T12:00:00Z")),
        events: Events::default(),
        metrics: crate::metrics::Metrics::default(),
        known: Replicas::default(),
        patience: super::PATIENCE,
    }
}

async fn texts<const N: usize>(db: &Db) -> [Written; N] {
    let mut tx = db.write().await.unwrap();
    let author = person(&mut tx, "Direction").await.id;
    let territory = member("sicoval");
    tx.add_territory(&territory).await.unwrap();
    tx.save().await.unwrap();
    let mut texts = Vec::new();
    for _ in 0..N {
        texts.push(text(db, author, territory.id).await);
    }
    texts.try_into().ok().expect("as many")
}

async fn text(db: &Db, by: PersonId, territory: TerritoryId) -> Written {
    let mut tx = db.write().await.unwrap();
    let paper = PaperId(Uuid::now_v7());
    let sheet = Sheet {
        kind: PaperKind::Dire,
        title: "Titre".to_owned(),
        perimeter: vec![territory],
        strand: None,
        addressee: String::new(),
        deadline: None,
        call: None,
    };
    let new = NewPaper {
        id: paper,
        sheet,
        stage: Stage::Drafting,
        corrects: None,
        prior: false,
        demonstration: true,
        at: at(),
        by,
        territory: Some(territory),
    };
    tx.create_paper(&new).await.unwrap();
    let words = Text {
        title: "Titre".to_owned(),
        blocks: vec![Block::paragraph("Bonjour")],
    };
    let doc = words
        .write(ActorId::from([0; 16]), at().timestamp())
        .unwrap();
    let id = DocumentId(Uuid::new_v4());
    tx.create_document(NewDocument {
        id,
        paper,
        doc: &doc,
        person: Some(by),
        territory: None,
        at: at(),
    })
    .await
    .unwrap();
    tx.save().await.unwrap();
    let writer = Writer {
        person: by,
        territory: Some(territory),
    };
    Written {
        id,
        paper,
        doc: Box::new(doc.with_actor(ActorId::from([1; 16]))),
        writer,
        next: 1,
    }
}

impl Written {
    /// A batch of `count` changes, and where its outcome will be told.
    fn types(&mut self, count: usize) -> (Request, oneshot::Receiver<Outcome>) {
        let body = self.doc.get(ROOT, "body").unwrap().unwrap().1;
        let mut changes = Vec::new();
        for _ in 0..count {
            let mut tx = self.doc.transaction();
            tx.splice_text(&body, 1, 0, "a").unwrap();
            tx.commit();
            let change = self.doc.get_last_local_change().unwrap();
            changes.push(NewChange {
                hash: change.hash(),
                actor: change.actor_id().clone(),
                bytes: change.raw_bytes().into(),
                writer: self.writer,
            });
        }
        let (reply, outcome) = oneshot::channel();
        let request = Request {
            document: self.id,
            store: Arc::new(Store {
                from: usize::try_from(self.next).unwrap(),
                changes,
                heads: self.doc.get_heads(),
                ..Store::default()
            }),
            beside: None,
            reply,
        };
        self.next += i64::try_from(count).unwrap();
        (request, outcome)
    }

    /// What is stored: as many changes as its row says, which give its heads.
    async fn stored(&self, db: &Db) -> (i64, bool) {
        let mut tx = db.read().await.unwrap();
        let stored = tx.load_document(self.id).await.unwrap().expect("stored");
        let same = stored.doc.get_heads() == self.doc.get_heads();
        (stored.next_seq, same)
    }
}

/// An avis on what it says now.
fn favourable(text: &Written) -> GivenOpinion {
    GivenOpinion {
        id: Uuid::now_v7(),
        paper: text.paper,
        territory: text.writer.territory.expect("a territory"),
        person: text.writer.person,
        heads: Heads::of(&text.doc.get_heads()),
        word: Opinion::Favourable,
        reservation: String::new(),
        at: at(),
        ended: None,
    }
}

/// Commits what they send as one group; what each is told.
async fn group<const N: usize>(
    task: &mut Task,
    sent: [(Request, oneshot::Receiver<Outcome>); N],
) -> Vec<Outcome> {
    let (requests, outcomes): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
    task.commit(requests).await;
    let mut told = Vec::new();
    for outcome in outcomes {
        told.push(outcome.await.expect("an answer"));
    }
    told
}

#[tokio::test]
async fn what_waits_of_several_documents_is_stored_at_once() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut b, mut c] = texts(&db).await;
        // 1 + 4 + 16 + 64 and some, so that each size of statement is used.
        let sent = [a.types(1), b.types(93), c.types(150)];
        assert_eq!(group(&mut task, sent).await, [Outcome::Done; 3]);
        assert_eq!(group(&mut task, [b.types(2)]).await, [Outcome::Done]);
        assert_eq!(a.stored(&db).await, (2, true));
        assert_eq!(b.stored(&db).await, (96, true));
        assert_eq!(c.stored(&db).await, (151, true));
    })
    .await;
}

#[tokio::test]
async fn a_frozen_text_and_one_that_diverged_spoil_nothing_for_the_others() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut frozen, mut other, mut b] = texts(&db).await;
        let mut tx = db.write().await.unwrap();
        live::set_frozen(&mut tx, frozen.id, true).await.unwrap();
        tx.save().await.unwrap();
        other.next = 5;
        let sent = [a.types(1), frozen.types(2), other.types(1), b.types(1)];
        assert_eq!(
            group(&mut task, sent).await,
            [
                Outcome::Done,
                Outcome::Frozen,
                Outcome::Diverged,
                Outcome::Done
            ]
        );
        assert_eq!(a.stored(&db).await, (2, true));
        assert_eq!(frozen.stored(&db).await, (1, false));
        assert_eq!(other.stored(&db).await, (1, false));
        assert_eq!(b.stored(&db).await, (2, true));
    })
    .await;
}

#[tokio::test]
async fn one_poisoned_batch_does_not_hold_up_the_rest() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut thief, mut ghost, mut b] = texts(&db).await;
        assert_eq!(group(&mut task, [thief.types(1)]).await, [Outcome::Done]);
        let mut tx = db.write().await.unwrap();
        thief.writer.person = person(&mut tx, "Autre").await.id;
        tx.save().await.unwrap();
        ghost.writer.territory = Some(TerritoryId(Uuid::now_v7()));
        let sent = [a.types(1), thief.types(1), ghost.types(1), b.types(1)];
        assert_eq!(
            group(&mut task, sent).await,
            [
                Outcome::Done,
                Outcome::Diverged,
                Outcome::Later,
                Outcome::Done
            ]
        );
        assert_eq!(a.stored(&db).await, (2, true));
        assert_eq!(thief.stored(&db).await, (2, false));
        assert_eq!(ghost.stored(&db).await, (1, false));
        assert_eq!(b.stored(&db).await, (2, true));
    })
    .await;
}

#[tokio::test]
async fn a_commit_whose_answer_was_lost_is_recognised_even_when_the_text_froze_since() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a] = texts(&db).await;
        let (first, outcome) = a.types(3);
        let (reply, again) = oneshot::channel();
        let repeated = Request {
            store: first.store.clone(),
            beside: None,
            reply,
            ..first
        };
        assert_eq!(group(&mut task, [(first, outcome)]).await, [Outcome::Done]);
        let mut tx = db.write().await.unwrap();
        live::set_frozen(&mut tx, a.id, true).await.unwrap();
        tx.save().await.unwrap();
        assert_eq!(group(&mut task, [(repeated, again)]).await, [Outcome::Done]);
        assert_eq!(a.stored(&db).await, (4, true));
    })
    .await;
}

#[tokio::test]
async fn avis_that_stand_are_voided_with_the_edit_and_open_pages_are_told() {
    on_both_engines(|db| async move {
        let mut task = task(&db);
        let [mut a, mut b] = texts(&db).await;
        let mut tx = db.write().await.unwrap();
        for text in [&a, &b] {
            assert!(
                tx.move_paper(text.paper, 1, Stage::Directions)
                    .await
                    .unwrap()
            );
        }
        let opinion = favourable(&a);
        tx.give_opinion(&opinion).await.unwrap();
        tx.save().await.unwrap();
        let mut pages = [a.paper, b.paper].map(|paper| task.events.subscribe(paper));
        let sent = [a.types(1), b.types(1)];
        assert_eq!(group(&mut task, sent).await, [Outcome::Done; 2]);
        let mut tx = db.read().await.unwrap();
        assert!(tx.standing_opinions().await.unwrap().is_empty());
        drop(task);
        assert!(pages[0].next().await);
        assert!(!pages[1].next().await, "nothing on the other page changed");
    })
    .await;
}
