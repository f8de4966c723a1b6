//! Tables larger than anyone reads.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Automerge, AutomergeError, Change, ObjType, ROOT, ReadDoc};

use super::{Scene, TOO_GREAT, raw};
use crate::sync::Settings;

/// One change that puts so many cells in the body, each on a row and in a column of its own.
fn cells(doc: &mut Automerge, count: usize) -> Change {
    let body = doc.get(ROOT, "body").expect("a root").expect("a body").1;
    let at = |(): &()| CommitOptions::default().with_time(1_700_000_000);
    doc.transact_with::<_, _, AutomergeError, _>(at, |tx| {
        for number in 0..count {
            let marker = tx.split_block(&body, 0)?;
            tx.put(&marker, "type", "table-cell")?;
            tx.put_object(&marker, "parents", ObjType::List)?;
            let attrs = tx.put_object(&marker, "attrs", ObjType::Map)?;
            tx.put(&attrs, "table", "t")?;
            tx.put(&attrs, "row", format!("r{number}"))?;
            tx.put(&attrs, "column", format!("c{number}"))?;
            tx.put(&marker, "isEmbed", false)?;
        }
        Ok(())
    })
    .expect("a change");
    doc.get_last_local_change().expect("a change")
}

#[tokio::test]
async fn a_table_has_the_cells_that_a_change_has_operations_for_and_no_more() {
    let mut settings = Settings::default();
    settings.limits.operations = 2_000;
    let mut scene = Scene::with(settings).await;
    let table = cells(&mut scene.mallory.doc, 100);
    scene.sends(&[raw(&table)]).await;
    scene.bob.hears("sync").await;
    scene.stored += 1;
    scene.bob_goes_on().await;
    let endless = cells(&mut scene.mallory.doc, 300);
    scene.sends(&[raw(&endless)]).await;
    scene.costs_its_sender(TOO_GREAT).await;
}
