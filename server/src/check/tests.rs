use super::{DocumentFault, Fault, Report, VersionFault, check};
use crate::storage::Db;
use crate::storage::fixtures::noon;
use crate::storage::outbox::Counts;
use crate::storage::testing::on_both_engines;
use crate::web::testing::TestApp;

const TITLE: &str = "Des trains le soir";

/// One text, submitted to the directions: a document of one change and a version.
async fn one_text(app: &TestApp) {
    let territory = app.territory("sicoval").await.to_string();
    let mut browser = app.as_direction("sicoval");
    let fields = [
        ("nature", "dire"),
        ("titre", TITLE),
        ("territoires", territory.as_str()),
        ("depart", "colle"),
        ("colle", "Un train par heure jusqu’à minuit."),
    ];
    let made = browser.submit("/textes/nouveau", &fields).await;
    let (id,): (uuid::Uuid,) = {
        let mut tx = app.app.db.read().await.unwrap();
        let found = tx.query("select id from paper").optional().await.unwrap();
        found.unwrap_or_else(|| panic!("no text: {}", made.text))
    };
    let path = format!("/textes/{id}/etape");
    let fields = [("action", "soumettre"), ("revision", "1")];
    browser.submit(&path, &fields).await.assert_status(303);
}

async fn damaged(db: &Db, damage: &'static str) -> Vec<Fault> {
    let mut tx = db.write().await.unwrap();
    assert_eq!(tx.query(damage).execute().await.unwrap(), 1, "{damage}");
    tx.save().await.unwrap();
    check(db, noon(2026, 3, 2)).await.unwrap().faults
}

fn in_document(fault: DocumentFault) -> Vec<Fault> {
    vec![Fault::Document(TITLE.to_owned(), fault)]
}

fn in_version(fault: VersionFault) -> Vec<Fault> {
    vec![Fault::Version(TITLE.to_owned(), 1, fault)]
}

#[tokio::test]
async fn what_the_pages_write_is_sound() {
    on_both_engines(|db| async move {
        one_text(&TestApp::on(db.clone()).await).await;
        let report = check(&db, noon(2026, 3, 2)).await.unwrap();
        let sound = Report {
            documents: 1,
            changes: 1,
            versions: 1,
            // What the move asks of two people.
            mails: Counts {
                waiting: 1,
                ..Counts::default()
            },
            faults: Vec::new(),
        };
        assert_eq!(report, sound);
    })
    .await;
}

#[tokio::test]
async fn a_version_that_was_touched_is_found() {
    on_both_engines(|db| async move {
        one_text(&TestApp::on(db.clone()).await).await;
        let faults = damaged(&db, "update version set title = 'Autre titre'").await;
        assert_eq!(faults, in_version(VersionFault::Otherwise));
        let faults = damaged(&db, "update version set sha256 = 'e3b0'").await;
        assert_eq!(faults, in_version(VersionFault::Sha256));
    })
    .await;
}

#[tokio::test]
async fn bytes_that_the_document_does_not_give_are_found_under_a_true_hash() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db.clone()).await;
        one_text(&app).await;
        let mut tx = db.write().await.unwrap();
        let (bytes,): (Vec<u8>,) = tx.query("select bytes from version").one().await.unwrap();
        let text = String::from_utf8(bytes).unwrap().replace("minuit", "midi");
        let canonical = dires_domain::text::Canonical::parse(text.as_bytes()).unwrap();
        tx.query("update version set bytes = $1, sha256 = $2")
            .bind(canonical.to_bytes())
            .bind(canonical.sha256())
            .execute()
            .await
            .unwrap();
        tx.save().await.unwrap();
        let faults = check(&db, noon(2026, 3, 2)).await.unwrap().faults;
        assert_eq!(faults, in_version(VersionFault::NotTheDocument));
    })
    .await;
}

#[tokio::test]
async fn a_document_that_was_touched_is_found() {
    on_both_engines(|db| async move {
        one_text(&TestApp::on(db.clone()).await).await;
        let faults = damaged(&db, "update document set next_seq = next_seq + 1").await;
        assert_eq!(faults, in_document(DocumentFault::Numbers));
        damaged(&db, "update document set next_seq = next_seq - 1").await;
        let faults = damaged(&db, "update document set heads = '{\"heads\": []}'").await;
        assert_eq!(faults, in_document(DocumentFault::Heads));
        let snapshot = "insert into snapshot (document_id, seq, bytes, created_at)
            select id, 1, hash, changed_at from document join change on document_id = id";
        let faults = damaged(&db, snapshot).await;
        assert_eq!(faults, in_document(DocumentFault::Snapshot));
        let faults = damaged(&db, "update change set hash = bytes").await;
        assert_eq!(faults, in_document(DocumentFault::Change));
    })
    .await;
}

/// Every byte of what `read` gives, turned over one at a time, is found; then it is put back.
async fn each_byte_counts(db: &Db, read: &'static str, write: &'static str, fault: &[Fault]) {
    let (bytes,): (Vec<u8>,) = {
        let mut tx = db.read().await.unwrap();
        tx.query(read).one().await.unwrap()
    };
    for at in (0..bytes.len()).step_by(5) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        replace(db, write, damaged).await;
        assert_eq!(
            check(db, noon(2026, 3, 2)).await.unwrap().faults,
            fault,
            "{write}, byte {at}"
        );
    }
    replace(db, write, bytes).await;
    assert_eq!(check(db, noon(2026, 3, 2)).await.unwrap().faults, []);
}

async fn replace(db: &Db, write: &'static str, bytes: Vec<u8>) {
    let mut tx = db.write().await.unwrap();
    tx.query(write).bind(bytes).execute().await.unwrap();
    tx.save().await.unwrap();
}

/// A snapshot of the one change that there is.
async fn snapshot(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let (change,): (Vec<u8>,) = tx.query("select bytes from change").one().await.unwrap();
    let change = automerge::Change::from_bytes(change).unwrap();
    let mut doc = automerge::Automerge::new();
    doc.apply_changes([change]).unwrap();
    let sql = "insert into snapshot (document_id, seq, bytes, created_at)
        select document_id, 1, $1, changed_at from change join document on document_id = id";
    tx.query(sql).bind(doc.save()).execute().await.unwrap();
    tx.save().await.unwrap();
}

#[tokio::test]
async fn a_byte_that_turned_over_is_found_wherever_it_is() {
    on_both_engines(|db| async move {
        one_text(&TestApp::on(db.clone()).await).await;
        let change = in_document(DocumentFault::Change);
        let (read, write) = ("select bytes from change", "update change set bytes = $1");
        each_byte_counts(&db, read, write, &change).await;
        let version = in_version(VersionFault::Sha256);
        let (read, write) = ("select bytes from version", "update version set bytes = $1");
        each_byte_counts(&db, read, write, &version).await;
        snapshot(&db).await;
        let cache = in_document(DocumentFault::Snapshot);
        let (read, write) = (
            "select bytes from snapshot",
            "update snapshot set bytes = $1",
        );
        each_byte_counts(&db, read, write, &cache).await;
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_gone_is_found() {
    on_both_engines(|db| async move {
        one_text(&TestApp::on(db.clone()).await).await;
        let faults = damaged(&db, "delete from change").await;
        assert_eq!(faults, in_document(DocumentFault::Numbers));
    })
    .await;
}
