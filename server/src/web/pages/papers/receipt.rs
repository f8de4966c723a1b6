//! `/textes/{id}/recu`: what somebody keeps of the position that they took, or of the answer that they gave. It prints.

use askama::Template;
use axum::extract::{Path, State};

use super::lines::name;
use super::show::identified;
use super::view::title;
use super::{address, asker};
use crate::app::App;
use crate::papers::receipt::{Receipt, Recorded, receipts};
use crate::storage::{StorageError, Tx};
use crate::web::messages::{consultation, papers as say, words};
use crate::web::{Answer, Frame, Problem, Someone, dates, page, refusal};

/// One thing that was recorded.
struct ReceiptView {
    what: &'static str,
    word: &'static str,
    code: &'static str,
    territory: String,
    who: String,
    when: String,
    machine: String,
    title: String,
    version: i32,
    sha256: String,
    words: String,
}

#[derive(Template)]
#[template(path = "pages/papers/receipt.html")]
struct ReceiptPage {
    frame: Frame,
    address: String,
    title: String,
    receipts: Vec<ReceiptView>,
}

/// Shows the page; where nothing was recorded there is none.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let (paper, kept) = match receipts(&mut tx, &asker(&app, &someone), id).await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let views = views(&mut tx, kept).await?;
    drop(tx);
    let Some(first) = views.first() else {
        return Err(Problem::NotFound);
    };
    page(&ReceiptPage {
        frame: frame.titled(format!("Reçu – {}", first.title)),
        address: address(paper.id),
        title: first.title.clone(),
        receipts: views,
    })
}

async fn views(tx: &mut Tx, kept: Vec<Receipt>) -> Result<Vec<ReceiptView>, StorageError> {
    let territories = tx.territories().await?;
    let mut views = Vec::new();
    for it in kept {
        let (what, word, code) = match it.recorded {
            Recorded::Position(word) => (say::POSITION, words::position(word), word.code()),
            Recorded::Answer(vote, decides) => (
                consultation::name(decides),
                consultation::answer(vote, decides),
                vote.code(),
            ),
        };
        views.push(ReceiptView {
            what,
            word,
            code,
            territory: name(&territories, it.territory),
            who: tx
                .person(it.person)
                .await?
                .map(|it| it.name)
                .unwrap_or_default(),
            when: dates::instant(it.at),
            machine: dates::machine(it.at),
            title: title(&it.version.title),
            version: it.version.number,
            sha256: it.version.sha256,
            words: it.words,
        });
    }
    Ok(views)
}
