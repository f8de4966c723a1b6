//! `/textes/{id}/suggestions`: what is suggested in a text, sentence by sentence, and what to do with it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use dires_domain::ids::PaperId;
use dires_domain::suggestion::{Key, proposals, runs_to_html, sentences};
use dires_domain::text::Touch;

use super::show::identified;
use super::view::title;
use super::{address, asker, go};
use crate::app::App;
use crate::papers::suggestions::{Judgement, Pending, Which, gone, judgement, pending};
use crate::papers::{Asker, PaperError};
use crate::storage::{StorageError, Tx};
use crate::sync::Unwritten;
use crate::web::messages::suggestions as say;
use crate::web::{Answer, Form, Frame, Problem, Someone, dates, page, refusal, typography};

mod people;
pub use people::People;

/// A suggestion.
pub struct SuggestionView {
    /// Its key.
    pub key: String,
    /// Its author's key.
    pub author: String,
    /// Its author's name.
    pub who: String,
    /// For which territory; empty for the association.
    pub territory: String,
    /// That territory's colour.
    pub colour: i16,
    /// When.
    pub when: String,
    /// What it proposes: the verb, and the words.
    pub pieces: Vec<(String, String)>,
}

/// Suggestions that meet in the same sentences.
pub struct GroupView {
    /// The sentences with what is suggested of them, as HTML.
    pub html: String,
    /// The suggestions.
    pub suggestions: Vec<SuggestionView>,
}

/// All of one author's suggestions.
pub struct AuthorView {
    /// The author's key.
    pub key: String,
    /// Their name.
    pub who: String,
    /// How many, in words.
    pub count: String,
}

/// Every suggestion of a text.
pub struct SuggestionsView {
    /// The text's address.
    pub address: String,
    /// How many, in words.
    pub count: String,
    /// What meets in the same sentences.
    pub groups: Vec<GroupView>,
    /// By author, where there are several.
    pub authors: Vec<AuthorView>,
    /// Whether there are several suggestions.
    pub several: bool,
    /// Whether the asker may accept and refuse.
    pub may_decide: bool,
    /// Who may have suggested, for the page's script: names by the person's digits.
    pub names: String,
}

#[derive(Template)]
#[template(path = "pages/papers/suggestions.html")]
pub(super) struct SuggestionsPage {
    pub(super) frame: Frame,
    /// The text's address, and that of what is suggested in: the same, or an amendment's.
    pub(super) text: String,
    pub(super) address: String,
    pub(super) title: String,
    pub(super) list: SuggestionsView,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
) -> Answer {
    let id = identified(&id)?;
    let mut tx = app.db.read().await?;
    let found = async {
        let found = pending(&mut tx, &asker(&app, &someone), id).await?;
        let list = SuggestionsView::of(&mut tx, &found).await?;
        Ok::<_, PaperError>((found, list))
    };
    let (found, list) = match found.await {
        Ok(found) => found,
        Err(error) => {
            drop(tx);
            return Err(refusal::problem(&app, error).await);
        }
    };
    let title = title(&found.draft.title);
    page(&SuggestionsPage {
        frame: frame.titled(format!("Suggestions – {title}")),
        text: address(id),
        address: address(id),
        title,
        list,
    })
}

/// Accepts or refuses.
pub async fn submit(
    State(app): State<App>,
    someone: Someone,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let asker = asker(&app, &someone);
    if let Err(error) = crate::papers::readable(&mut app.db.read().await?, &asker, id).await {
        return Err(refusal::problem(&app, error).await);
    }
    let (which, accepted) = asked(&form)?;
    let several = !matches!(which, Which::One(_));
    if let Err(error) = decided(&app, &asker, id, which, accepted).await {
        return Err(refusal::problem(&app, error).await);
    }
    let sentence = say::decided(accepted, several);
    Ok(go(&app, &format!("{}/suggestions", address(id)), sentence))
}

/// Which suggestions, and whether they are accepted.
pub(super) fn asked(form: &Form) -> Result<(Which, bool), Problem> {
    let unclear = || Problem::BadRequest(say::NOTHING_CHOSEN.to_owned());
    let accepted = match form.text("decision") {
        "accepter" => true,
        "refuser" => false,
        _ => return Err(unclear()),
    };
    let which = match form.text("suggestion") {
        "toutes" => Which::All,
        key => match key.parse::<Key>() {
            Ok(key) => Which::One(key),
            Err(_) => Which::Of(form.parse("auteur").ok_or_else(unclear)?),
        },
    };
    Ok((which, accepted))
}

async fn decided(
    app: &App,
    asker: &Asker<'_>,
    id: PaperId,
    which: Which,
    accepted: bool,
) -> Result<(), PaperError> {
    let mut tx = app.db.read().await?;
    let judged = judgement(&mut tx, asker, id, which.clone(), accepted).await?;
    drop(tx);
    carried(app, id, judged, &which).await
}

/// Carries a decision out in the live document, and tells open pages.
pub(super) async fn carried(
    app: &App,
    id: PaperId,
    judged: Judgement,
    which: &Which,
) -> Result<(), PaperError> {
    let (document, writer) = (judged.document, judged.writer);
    let written = app.hub.write(document, writer, move |doc, owners| {
        judged.carry_out(doc, &|actor| owners.get(actor).copied().flatten())
    });
    match written.await {
        Ok(()) => {
            app.paper_changed(id, None);
            Ok(())
        }
        Err(Unwritten::Because(PaperError::SuggestionGone(_))) => {
            let mut tx = app.db.read().await?;
            Err(gone(&mut tx, document, which).await?)
        }
        Err(Unwritten::Because(error)) => Err(error),
        Err(Unwritten::NotTaken | Unwritten::Unavailable) => Err(PaperError::NotWritten),
    }
}

impl SuggestionsView {
    /// The suggestions of a text, with the names of those who made them.
    pub async fn of(tx: &mut Tx, pending: &Pending) -> Result<Self, StorageError> {
        let people = People::of(tx, &pending.heard).await?;
        let mut views: HashMap<Key, SuggestionView> = proposals(&pending.draft)
            .into_iter()
            .map(|it| {
                let pieces = it.pieces.iter();
                let pieces = pieces.map(|piece| {
                    let words = typography::set(piece.words.trim());
                    (say::verb(&piece.to, piece.is_block), words)
                });
                let view = people.view(&it.key, pieces.collect());
                (it.key, view)
            })
            .collect();
        let total = views.len();
        let authors = people.authors(views.keys());
        let groups = sentences(&pending.draft).into_iter().map(|group| {
            let wrap = |touches: &[Touch], html: &str| people.wrap(touches, html);
            let html = group
                .iter()
                .map(|sentence| format!("<p>{}</p>", runs_to_html(&sentence.runs, wrap)));
            let html = html.collect();
            let keys = group.into_iter().flat_map(|sentence| sentence.keys);
            GroupView {
                html,
                suggestions: keys.filter_map(|key| views.remove(&key)).collect(),
            }
        });
        Ok(Self {
            address: address(pending.paper.id),
            count: say::count(total),
            groups: groups.collect(),
            authors,
            several: total > 1,
            may_decide: pending.may_decide,
            names: people.names(),
        })
    }
}

/// When a suggestion was heard.
fn when(at: chrono::DateTime<chrono::Utc>) -> String {
    dates::instant(at)
}
