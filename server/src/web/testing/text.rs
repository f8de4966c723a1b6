//! A text of the tests' association, in rédaction.

use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::paper::PaperKind;
use dires_domain::sheet::Sheet;
use dires_domain::text::{Block, Text};

use super::TestApp;
use crate::papers::{Asker, create};

impl TestApp {
    /// « Titre », for Sicoval and Grand Montauban, by the direction of the first: one paragraph, « Bonjour ».
    pub async fn text(&self) -> (PaperId, DocumentId) {
        let person = self.person("direction@sicoval.exemple.fr").await;
        let perimeter = vec![
            self.territory("sicoval").await,
            self.territory("grand-montauban").await,
        ];
        let mut tx = self.app.db.write().await.unwrap();
        let mandates = tx.mandates_of(person).await.unwrap();
        let asker = Asker {
            person,
            mandates: &mandates,
            now: self.app.clock.now(),
            today: self.app.clock.today(),
        };
        let start = create::Start {
            sheet: Sheet {
                kind: PaperKind::Dire,
                title: "Titre".to_owned(),
                perimeter,
                strand: None,
                addressee: String::new(),
                deadline: None,
                call: None,
            },
            text: Text {
                title: String::new(),
                blocks: vec![Block::paragraph("Bonjour")],
            },
            corrects: None,
            demonstration: true,
        };
        let paper = create::create(&mut tx, &asker, start).await.unwrap();
        let document = tx.paper(paper).await.unwrap().expect("a text").document;
        tx.save().await.unwrap();
        (paper, document.expect("a document"))
    }
}
