//! The branch of an amendment through the hub: its bytes go to its authors alone before it is tabled, nobody writes in it
//! after, and what the text takes from it reaches who has the text open.

use dires_domain::circuit::Stage;
use dires_domain::ids::{AmendmentId, DocumentId, PersonId};

use super::super::Settings;
use super::client::{Client, Served};
use crate::papers::amendments::{self, Decision, NewAmendment};
use crate::papers::step::{Seal, freeze};
use crate::papers::{Asker, live};
use crate::storage::testing::on_both_engines;

const DIRECTION: &str = "direction@sicoval.exemple.fr";
const PRESIDENT: &str = "presidence@sicoval.exemple.fr";
const OTHER: &str = "presidence@grand-montauban.exemple.fr";
const OFFICE: &str = "secretariat@exemple.fr";

/// An amendment of the text of the tests, before the présidences.
struct Amended {
    served: Served,
    id: AmendmentId,
    branch: DocumentId,
}

/// Somebody acts in a unit of work of theirs.
macro_rules! acts {
    ($served:expr, $email:expr, |$tx:ident, $asker:ident| $what:expr) => {{
        let person: PersonId = $served.person($email).await;
        let mut work = $served.app.db.write().await.unwrap();
        let mandates = work.mandates_of(person).await.unwrap();
        let $asker = &Asker {
            person,
            mandates: &mandates,
            now: $served.app.clock.now(),
            today: $served.app.clock.today(),
        };
        let $tx = &mut work;
        let done = $what.await.unwrap();
        work.save().await.unwrap();
        done
    }};
}

impl Amended {
    async fn on(served: Served) -> Self {
        served.moves(Stage::Presidencies).await;
        let paper = served.paper;
        acts!(served, OFFICE, |tx, asker| async {
            let text = tx.paper(paper).await.unwrap().unwrap();
            let (words, heads) = live::look(tx, &text).await.unwrap();
            let seal = Seal {
                paper: &text,
                perimeter: &[],
                text: &words,
                suggestions: 0,
                heads: &heads,
                at: asker.now,
                by: None,
            };
            freeze(tx, &seal).await
        });
        let new = NewAmendment {
            territory: None,
            with: Vec::new(),
            parent: None,
            motive: "Un motif.".to_owned(),
        };
        let id = acts!(served, DIRECTION, |tx, asker| amendments::begin(
            tx, asker, paper, new
        ));
        let mut tx = served.app.db.read().await.unwrap();
        let branch = tx.amendments(paper).await.unwrap()[0].document;
        drop(tx);
        Self { served, id, branch }
    }

    async fn opens(&self, email: &str) -> Client {
        self.served.client_on(email, self.branch).await
    }

    async fn is_tabled(&self) {
        let (paper, id) = (self.served.paper, self.id);
        acts!(self.served, PRESIDENT, |tx, asker| amendments::table(
            tx,
            asker,
            paper,
            (id, 1),
            "Un motif."
        ));
        self.served.app.paper_changed(paper, Some(self.branch));
    }

    async fn is_accepted(&self) {
        let paper = self.served.paper;
        let decision = Decision {
            amendment: self.id,
            revision: 3,
            accepted: true,
            motive: String::new(),
        };
        let moved = acts!(self.served, OFFICE, |tx, asker| amendments::rule(
            tx, asker, paper, &decision
        ));
        self.served.app.hub.reopen(moved.merged.unwrap()).await;
    }
}

#[tokio::test]
async fn two_authors_write_a_branch_at_once_and_nobody_else_is_sent_a_byte_of_it() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, Settings::default()).await;
            let amended = Amended::on(served).await;
            let mut direction = amended.opens(DIRECTION).await;
            let mut president = amended.opens(PRESIDENT).await;
            direction.types("Pour ").await;
            direction.is_saved().await;
            president.receives("Pour ").await;
            for stranger in [OTHER, OFFICE, "technique@toulouse-metropole.exemple.fr"] {
                let mut knocks = amended.served.knocks_on(stranger, amended.branch).await;
                knocks.hears("doc-unavailable").await;
                assert!(knocks.doc.get_heads().is_empty(), "{stranger}");
            }
            assert_eq!(amended.served.stored_text().await, "Bonjour");
        })
    })
    .await;
}

#[tokio::test]
async fn once_it_is_tabled_others_read_it_and_nobody_writes_in_it() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, Settings::default()).await;
            let amended = Amended::on(served).await;
            let mut direction = amended.opens(DIRECTION).await;
            direction.types("Pour ").await;
            direction.is_saved().await;
            amended.is_tabled().await;
            direction
                .types_until_told("Vous ne pouvez pas écrire")
                .await;
            let mut other = amended.opens(OTHER).await;
            assert!(other.body().contains("Pour "));
            other.types_until_told("Vous ne pouvez pas écrire").await;
        })
    })
    .await;
}

#[tokio::test]
async fn an_accepted_branch_is_the_text_for_who_has_it_open_and_authorship_stays() {
    on_both_engines(|db| {
        Box::pin(async move {
            let served = Served::on(db, Settings::default()).await;
            let amended = Amended::on(served).await;
            let mut direction = amended.opens(DIRECTION).await;
            direction.types("Pour ").await;
            direction.is_saved().await;
            amended.is_tabled().await;
            let mut reader = amended.served.client(OTHER).await;
            amended.is_accepted().await;
            reader.is_cut_off().await;
            let reader = amended.served.client(OTHER).await;
            assert!(reader.body().contains("Pour Bonjour"));
            let person = amended.served.person(DIRECTION).await;
            let mut tx = amended.served.app.db.read().await.unwrap();
            let (kept,): (i64,) = tx
                .query("select count(*) from change where document_id = $1 and person_id = $2 and seq > 0")
                .bind(amended.served.document.0)
                .bind(person.0)
                .one()
                .await
                .unwrap();
            assert_eq!(kept, 1);
        })
    })
    .await;
}
