//! `/textes/{id}/ecrire`: the writing page, where the editor takes the place of the text as the server has it.

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::ids::{DocumentId, PaperId};
use dires_domain::text::Draft;

use super::comments::Panel;
use super::show::identified;
use super::suggestions::{People, SuggestionsView};
use super::view::title;
use super::{address, asker, images_of, words_of};
use crate::access::{Level, document_access};
use crate::app::App;
use crate::papers::suggestions::pending;
use crate::papers::{PaperError, readable};
use crate::web::messages::{papers as say, words};
use crate::web::{Answer, Frame, Someone, page, refusal};

/// The desk of a live document.
#[derive(Template)]
#[template(path = "pages/papers/write.html")]
pub(super) struct Write {
    pub(super) frame: Frame,
    /// The text's address, and the page's own.
    pub(super) address: String,
    pub(super) here: String,
    /// Where the page comes from: an address, and its name.
    pub(super) crumb: (String, String),
    pub(super) title: String,
    pub(super) document: String,
    pub(super) person: String,
    pub(super) name: String,
    pub(super) colour: i16,
    /// Why the reader does not write here.
    pub(super) closed: String,
    pub(super) writes: bool,
    pub(super) panel: Option<Panel>,
    pub(super) html: String,
    pub(super) list: SuggestionsView,
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
    page(&Write {
        frame: frame.titled(title.clone()),
        address: address(id),
        here: format!("{}/ecrire", address(id)),
        crumb: (address(id), say::CIRCUIT.to_owned()),
        document: url(document),
        person: asker.person.to_string(),
        name: access.identity.name.clone(),
        colour: access.identity.colour,
        closed: say::closed_at(words::stage(stage)),
        writes: access.level == Level::Write,
        html: html(id, draft, &people),
        list,
        panel,
        title,
    })
}

/// The words of a draft, with what is suggested of them.
pub(super) fn html(paper: PaperId, draft: Draft, people: &People) -> String {
    if draft.is_settled() {
        return words_of(&draft.settled(), "texte-", paper);
    }
    draft.to_html(
        &images_of(paper),
        |touches, html| people.wrap(touches, html),
        |touches| people.note(touches),
    )
}

/// The address of a document in the automerge-repo protocol: base58 with a checksum.
pub(super) fn url(document: DocumentId) -> String {
    let id = bs58::encode(document.0.as_bytes())
        .with_check()
        .into_string();
    format!("automerge:{id}")
}
