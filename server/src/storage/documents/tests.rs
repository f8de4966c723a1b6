//! Stories of live documents in the database, each told on both engines.

use std::sync::Arc;

use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, Change, ROOT, ReadDoc};
use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::deed::Deed;
use dires_domain::heads::Heads;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::paper::{EndedBecause, Opinion, PaperKind};
use dires_domain::room::{NewChange, Store, Writer};
use dires_domain::sheet::Sheet;
use dires_domain::text::{Block, Text};
use uuid::Uuid;

use super::{Appended, Batch, NewDocument, Replicas};
use crate::storage::fixtures::{member, noon, person};
use crate::storage::opinions::GivenOpinion;
use crate::storage::papers::NewPaper;
use crate::storage::testing::on_both_engines;
use crate::storage::{Db, StorageError, Tx};

/// A text in rédaction with its live document, and who writes in it.
struct Scene {
    db: Db,
    writer: Writer,
    paper: PaperId,
    document: DocumentId,
    doc: Box<Automerge>,
}

fn at() -> DateTime<Utc> {
    noon(2026, 3, 2)
}

fn actor(number: u8) -> ActorId {
    ActorId::from([number; 16])
}

impl Scene {
    async fn set(db: Db) -> Self {
        let mut tx = db.write().await.unwrap();
        let author = person(&mut tx, "Direction").await;
        let territory = member("sicoval");
        tx.add_territory(&territory).await.unwrap();
        let writer = Writer {
            person: author.id,
            territory: Some(territory.id),
        };
        let paper = paper(&mut tx, author.id, territory.id).await;
        let text = Text {
            title: "Titre".to_owned(),
            blocks: vec![Block::paragraph("Bonjour")],
        };
        let doc = text.write(actor(0), at().timestamp()).unwrap();
        let document = DocumentId(Uuid::new_v4());
        tx.create_document(NewDocument {
            id: document,
            paper,
            doc: &doc,
            person: Some(author.id),
            territory: None,
            at: at(),
        })
        .await
        .unwrap();
        tx.save().await.unwrap();
        Self {
            db,
            writer,
            paper,
            document,
            doc: Box::new(doc.with_actor(actor(1))),
        }
    }

    /// Types at the beginning of `name`, without storing anything.
    fn types(&mut self, name: &str, text: &str) -> Store {
        let object = self.doc.get(ROOT, name).unwrap().unwrap().1;
        let mut tx = self.doc.transaction();
        let start = usize::from(name == "body");
        tx.splice_text(&object, start, 0, text).unwrap();
        tx.commit();
        let change = self.doc.get_last_local_change().unwrap();
        Store {
            from: 0,
            changes: vec![self.new_change(&change)],
            heads: self.doc.get_heads(),
            titled: name == "title",
            ..Store::default()
        }
    }

    fn new_change(&self, change: &Change) -> NewChange {
        NewChange {
            hash: change.hash(),
            actor: change.actor_id().clone(),
            bytes: change.raw_bytes().into(),
            writer: self.writer,
        }
    }

    /// Stores what was typed, as the change numbered `from`.
    async fn append(&self, from: i64, store: &Store) -> Result<Appended, StorageError> {
        let mut tx = self.db.write().await.unwrap();
        let batch = Batch {
            document: self.document,
            from,
            store,
            beside: None,
            at: at(),
        };
        let appended = tx.append_changes(&batch, &Replicas::default()).await?;
        if matches!(appended, Appended::Done { .. }) {
            tx.save().await?;
        }
        Ok(appended)
    }

    fn done(&self, voided: bool) -> Appended {
        Appended::Done {
            paper: self.paper,
            voided,
        }
    }
}

async fn paper(tx: &mut Tx, by: PersonId, territory: TerritoryId) -> PaperId {
    let id = PaperId(Uuid::now_v7());
    let sheet = Sheet {
        kind: PaperKind::Dire,
        title: "Titre".to_owned(),
        perimeter: vec![territory],
        strand: None,
        addressee: String::new(),
        deadline: None,
        call: None,
    };
    tx.create_paper(&NewPaper {
        id,
        sheet,
        stage: Stage::Drafting,
        corrects: None,
        prior: false,
        demonstration: true,
        at: at(),
        by,
        territory: Some(territory),
    })
    .await
    .unwrap();
    id
}

#[tokio::test]
async fn what_is_stored_is_what_is_loaded() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let stores = [scene.types("body", "Ah, "), scene.types("body", "Oh, ")];
        assert_eq!(
            scene.append(1, &stores[0]).await.unwrap(),
            scene.done(false)
        );
        assert_eq!(
            scene.append(2, &stores[1]).await.unwrap(),
            scene.done(false)
        );
        let mut tx = scene.db.read().await.unwrap();
        let loaded = tx
            .load_document(scene.document)
            .await
            .unwrap()
            .expect("a document");
        assert_eq!(loaded.doc.get_heads(), scene.doc.get_heads());
        assert_eq!((loaded.next_seq, loaded.paper), (3, scene.paper));
        assert_eq!(loaded.actors[&actor(0)], None);
        assert_eq!(loaded.actors[&actor(1)], Some(scene.writer.person));
        let (person, territory): (Option<Uuid>, Option<Uuid>) = tx
            .query("select person_id, territory_id from change where document_id = $1 and seq = 2")
            .bind(scene.document.0)
            .one()
            .await
            .unwrap();
        assert_eq!(person, Some(scene.writer.person.0));
        assert_eq!(territory, scene.writer.territory.map(|id| id.0));
        let unknown = tx.load_document(DocumentId(Uuid::new_v4())).await.unwrap();
        assert!(unknown.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_batch_whose_answer_was_lost_is_stored_once() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let store = scene.types("body", "Ah, ");
        for _ in 0..2 {
            assert_eq!(scene.append(1, &store).await.unwrap(), scene.done(false));
        }
        let mut tx = scene.db.read().await.unwrap();
        let loaded = tx
            .load_document(scene.document)
            .await
            .unwrap()
            .expect("a document");
        assert_eq!(loaded.next_seq, 2);
    })
    .await;
}

#[tokio::test]
async fn what_the_writer_does_not_know_of_is_never_overwritten() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let (first, second) = (scene.types("body", "a"), scene.types("body", "b"));
        assert_eq!(scene.append(1, &first).await.unwrap(), scene.done(false));
        assert_eq!(scene.append(1, &second).await.unwrap(), Appended::Diverged);
        scene.writer.person = {
            let mut tx = scene.db.write().await.unwrap();
            let other = person(&mut tx, "Autre").await.id;
            tx.save().await.unwrap();
            other
        };
        let mut stolen = second.clone();
        stolen.changes[0].writer = scene.writer;
        let refused = scene.append(2, &stolen).await;
        assert!(matches!(refused, Err(StorageError::Duplicate(table)) if table == "actor"));
        scene.document = DocumentId(Uuid::new_v4());
        assert_eq!(scene.append(2, &second).await.unwrap(), Appended::Diverged);
    })
    .await;
}

#[tokio::test]
async fn a_frozen_text_takes_nothing() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let store = scene.types("body", "a");
        let mut tx = scene.db.write().await.unwrap();
        tx.query("update document set frozen = true where id = $1")
            .bind(scene.document.0)
            .execute()
            .await
            .unwrap();
        tx.save().await.unwrap();
        assert_eq!(scene.append(1, &store).await.unwrap(), Appended::Frozen);
    })
    .await;
}

#[tokio::test]
async fn the_sheet_follows_the_live_title() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let store = scene.types("title", "Beau ");
        assert_eq!(scene.append(1, &store).await.unwrap(), scene.done(false));
        let mut tx = scene.db.write().await.unwrap();
        let late = tx.retitle(scene.document, 1, "Vieux Titre").await.unwrap();
        assert!(!late, "what was examined is not all that is stored");
        assert!(tx.retitle(scene.document, 2, "Beau Titre").await.unwrap());
        assert!(!tx.retitle(scene.document, 2, "Beau Titre").await.unwrap());
        let (title,): (String,) = tx
            .query("select title from paper where id = $1")
            .bind(scene.paper.0)
            .one()
            .await
            .unwrap();
        assert_eq!(title, "Beau Titre");
    })
    .await;
}

#[tokio::test]
async fn an_edit_voids_the_avis_given_before_it_and_says_so_once() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let territory = scene.writer.territory.expect("a territory");
        let mut tx = scene.db.write().await.unwrap();
        assert!(
            tx.move_paper(scene.paper, 1, Stage::Directions)
                .await
                .unwrap()
        );
        tx.give_opinion(&GivenOpinion {
            id: Uuid::now_v7(),
            paper: scene.paper,
            territory,
            person: scene.writer.person,
            heads: Heads::of(&scene.doc.get_heads()),
            word: Opinion::Favourable,
            reservation: String::new(),
            at: at(),
            ended: None,
        })
        .await
        .unwrap();
        tx.save().await.unwrap();
        let stores = [scene.types("body", "a"), scene.types("body", "b")];
        assert_eq!(scene.append(1, &stores[0]).await.unwrap(), scene.done(true));
        assert_eq!(
            scene.append(2, &stores[1]).await.unwrap(),
            scene.done(false)
        );
        let mut tx = scene.db.read().await.unwrap();
        let opinions = tx.opinions(scene.paper).await.unwrap();
        assert_eq!(opinions[0].ended, Some((at(), EndedBecause::Edited)));
        let journal = tx.journal(scene.paper, 10).await.unwrap();
        let told: Vec<_> = journal.iter().map(|line| line.deed).collect();
        assert_eq!(told, [Deed::OpinionsVoided]);
        assert_eq!(journal[0].detail["territoires"], "Agglo sicoval");
    })
    .await;
}

#[tokio::test]
async fn a_snapshot_spares_the_changes_before_it_and_a_damaged_one_is_passed_over() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let first = scene.types("body", "a");
        scene.append(1, &first).await.unwrap();
        let bytes = scene.doc.save();
        let second = scene.types("body", "b");
        scene.append(2, &second).await.unwrap();
        for (kept, seq) in [(bytes.clone(), Some(2)), (b"abc".to_vec(), None)] {
            let mut tx = scene.db.write().await.unwrap();
            tx.keep_snapshot(scene.document, 2, kept, at())
                .await
                .unwrap();
            let loaded = tx
                .load_document(scene.document)
                .await
                .unwrap()
                .expect("a document");
            assert_eq!(loaded.snapshot_seq, seq);
            assert_eq!(loaded.doc.get_heads(), scene.doc.get_heads());
            tx.save().await.unwrap();
        }
        let mut tx = scene.db.write().await.unwrap();
        tx.keep_snapshot(scene.document, 1, bytes, at())
            .await
            .unwrap();
        let loaded = tx
            .load_document(scene.document)
            .await
            .unwrap()
            .expect("a document");
        assert_eq!(loaded.snapshot_seq, None, "an older one replaces nothing");
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_in_memory_is_what_each_unit_of_work_sees() {
    on_both_engines(|db| async move {
        let mut scene = Scene::set(db).await;
        let mut before = scene.db.read().await.unwrap();
        let founded = before.read_document(scene.document).await.unwrap().unwrap();
        let again = before.read_document(scene.document).await.unwrap().unwrap();
        assert!(Arc::ptr_eq(&founded, &again));
        let stores = [scene.types("body", "Ah, "), scene.types("body", "Oh, ")];
        for (from, store) in (1..).zip(&stores) {
            assert_eq!(scene.append(from, store).await.unwrap(), scene.done(false));
            let mut tx = scene.db.read().await.unwrap();
            let document = tx.read_document(scene.document).await.unwrap().unwrap();
            assert_eq!(document.get_heads(), store.heads);
        }
        let document = before.read_document(scene.document).await.unwrap().unwrap();
        assert_eq!(document.get_heads(), founded.get_heads());
        let nothing = before.read_document(DocumentId(Uuid::new_v4())).await;
        assert!(nothing.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_branch_has_the_whole_history_and_gives_back_what_was_written_in_it_as_it_was_heard() {
    on_both_engines(|db| {
        Box::pin(async move {
            let mut scene = Scene::set(db).await;
            let store = scene.types("body", "Pour ");
            scene.append(1, &store).await.unwrap();
            let (text, branch) = (scene.document, DocumentId(Uuid::new_v4()));
            let mut tx = scene.db.write().await.unwrap();
            tx.fork_document(text, branch, noon(2026, 3, 3))
                .await
                .unwrap();
            tx.save().await.unwrap();
            scene.document = branch;
            let store = scene.types("body", "Bien ");
            assert_eq!(scene.append(2, &store).await.unwrap(), scene.done(false));

            let mut tx = scene.db.write().await.unwrap();
            let before = tx.read_document(text).await.unwrap().unwrap();
            assert_ne!(before.get_heads(), scene.doc.get_heads());
            let heads = tx
                .merge_branch(branch, text, noon(2026, 3, 4))
                .await
                .unwrap();
            assert_eq!(heads, Heads::of(&scene.doc.get_heads()));
            tx.save().await.unwrap();
            let mut tx = scene.db.read().await.unwrap();
            let merged = tx.load_document(text).await.unwrap().unwrap();
            assert_eq!(merged.doc.get_heads(), scene.doc.get_heads());
            assert_eq!(merged.next_seq, 3);
            assert_eq!(
                merged.actors.get(&actor(1)),
                Some(&Some(scene.writer.person))
            );
            let (person, at_then): (Uuid, DateTime<Utc>) = tx
                .query(
                    "select person_id, received_at from change where document_id = $1 and seq = 2",
                )
                .bind(text.0)
                .one()
                .await
                .unwrap();
            assert_eq!((person, at_then), (scene.writer.person.0, at()));
            // Merged once more, it brings nothing.
            drop(tx);
            let mut tx = scene.db.write().await.unwrap();
            assert_eq!(tx.merge_branch(branch, text, at()).await.unwrap(), heads);
            assert_eq!(tx.load_document(text).await.unwrap().unwrap().next_seq, 3);
        })
    })
    .await;
}

#[tokio::test]
async fn a_branch_is_not_the_text_of_its_paper() {
    on_both_engines(|db| async move {
        let scene = Scene::set(db).await;
        let branch = DocumentId(Uuid::new_v4());
        let mut tx = scene.db.write().await.unwrap();
        tx.fork_document(scene.document, branch, at())
            .await
            .unwrap();
        assert!(!tx.retitle(branch, 1, "Un autre titre").await.unwrap());
        let paper = tx.paper(scene.paper).await.unwrap().unwrap();
        assert_eq!(paper.document, Some(scene.document));
        assert_eq!(paper.sheet.title, "Titre");
        assert_eq!(tx.papers().await.unwrap().len(), 1);
        let situated = tx.situated(&[scene.document, branch]).await.unwrap();
        assert!(situated[&scene.document].branch.is_none());
        assert!(situated[&branch].branch.is_some());
    })
    .await;
}
