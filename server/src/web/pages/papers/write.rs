//! `/textes/{id}/ecrire`: the writing page, where the editor takes the place of the text as the server has it.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::ids::DocumentId;

use super::comments::Panel;
use super::show::identified;
use super::suggestions::{People, SuggestionsView};
use super::view::title;
use super::{WORDING, address, asker};
use crate::access::{Level, document_access};
use crate::app::App;
use crate::papers::suggestions::pending;
use crate::papers::{PaperError, readable};
use crate::web::messages::words;
use crate::web::{Answer, Frame, Someone, page, refusal};

#[derive(Template)]
#[template(path = "pages/papers/write.html")]
struct Write {
    frame: Frame,
    address: String,
    title: String,
    document: String,
    person: String,
    name: String,
    colour: i16,
    stage: &'static str,
    writes: bool,
    panel: Option<Panel>,
    html: String,
    list: SuggestionsView,
}

/// Shows the page; without the right to write it only follows the text.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.read().await?;
    let gathered = async {
        let paper = readable(&mut tx, &asker, id).await?;
        let document = paper.document.ok_or(PaperError::NotFound)?;
        let pending = pending(&mut tx, &asker, id).await?;
        let people = People::of(&mut tx, &pending.heard).await?;
        let list = SuggestionsView::of(&mut tx, &pending).await?;
        let access = document_access(&mut tx, document, asker.person, asker.today).await?;
        Ok::<_, PaperError>((
            paper.stage,
            document,
            pending,
            people,
            list,
            access.ok_or(PaperError::NotFound)?,
            Panel::of(&mut tx, &asker, &paper).await?,
        ))
    };
    let (stage, document, pending, people, list, access, panel) = match gathered.await {
        Ok(gathered) => gathered,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let draft = pending.draft;
    let title = title(&draft.title);
    let html = if draft.is_settled() {
        draft.settled().to_html("texte-", &WORDING)
    } else {
        draft.to_html(
            |touches, html| people.wrap(touches, html),
            |touches| people.note(touches),
        )
    };
    page(&Write {
        frame: frame.titled(title.clone()),
        address: address(id),
        document: url(document),
        person: asker.person.to_string(),
        name: access.identity.name.clone(),
        colour: access.identity.colour,
        stage: words::stage(stage),
        writes: access.level == Level::Write,
        html,
        list,
        panel,
        title,
    })
}

/// The address of a document in the automerge-repo protocol: base58 with a checksum.
fn url(document: DocumentId) -> String {
    let id = bs58::encode(document.0.as_bytes())
        .with_check()
        .into_string();
    format!("automerge:{id}")
}
