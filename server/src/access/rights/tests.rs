//! What is held in memory says what the database would.

use super::{People, Rights};
use crate::access::document_access;
use crate::storage::fixtures::day;
use crate::storage::testing::on_both_engines;
use crate::web::testing::{TERRITORIES, TestApp};
use dires_domain::circuit::Stage;
use dires_domain::ids::DocumentId;
use std::sync::Arc;

#[tokio::test]
async fn rights_in_memory_are_those_of_the_database() {
    on_both_engines(|db| async move {
        let app = TestApp::on(db).await;
        let (paper, document) = app.text().await;
        let nowhere = DocumentId(uuid::Uuid::now_v7());
        let mut people = vec![app.person("secretariat@exemple.fr").await];
        for (slug, ..) in TERRITORIES {
            for mailbox in ["direction", "presidence", "technique"] {
                people.push(app.person(&format!("{mailbox}@{slug}.exemple.fr")).await);
            }
        }
        let mut tx = app.app.db.write().await.unwrap();
        tx.query("update mandate set until = '2026-03-10' where person_id = $1")
            .bind(people[4].0)
            .execute()
            .await
            .unwrap();
        let mut levels = std::collections::HashSet::new();
        for stage in [Stage::Drafting, Stage::Directions, Stage::Presidencies] {
            for frozen in [false, true] {
                tx.query("update paper set stage = $2 where id = $1")
                    .bind(paper.0)
                    .bind(stage.code())
                    .execute()
                    .await
                    .unwrap();
                tx.query("update document set frozen = $2 where id = $1")
                    .bind(document.0)
                    .bind(frozen)
                    .execute()
                    .await
                    .unwrap();
                let rights = Rights {
                    people: Arc::new(People::read(&mut tx, day(2026, 3, 2)).await.unwrap()),
                    texts: Arc::new(tx.situated(&[document, nowhere]).await.unwrap()),
                };
                assert!(rights.knows(document) && !rights.knows(nowhere));
                for person in &people {
                    for on in [day(2026, 3, 2), day(2026, 3, 11)] {
                        let stored = document_access(&mut tx, document, *person, on).await;
                        let stored = stored.unwrap();
                        levels.insert(stored.as_ref().map(|access| access.level));
                        assert_eq!(rights.of(document, *person, on), stored, "{stage:?} {on}");
                    }
                }
            }
        }
        assert_eq!(levels.len(), 3, "none, read and write were all met");
    })
    .await;
}
