//! `/textes/{id}/amendements/{amendement}/ecrire`: the desk of an amendment's branch, the same as a text's; and what is suggested
//! in it.

use axum::extract::{Path, State};
use dires_domain::amendment::AmendmentState;

use super::{address_of, both};
use crate::access::{Level, document_access};
use crate::app::App;
use crate::papers::PaperError;
use crate::papers::amendments::{Desk, desk, judgement};
use crate::papers::suggestions::Which;
use crate::storage::Tx;
use crate::web::messages::{amendments as say, suggestions as said};
use crate::web::pages::papers::suggestions::{
    People, SuggestionsPage, SuggestionsView, asked, carried,
};
use crate::web::pages::papers::view::title;
use crate::web::pages::papers::write::{Write, html, url};
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Someone, page, refusal};

/// Shows the desk; who does not write in the branch only reads it.
pub async fn write(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((paper, amendment)): Path<(String, String)>,
) -> Answer {
    let (paper, amendment) = both(&paper, &amendment)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.read().await?;
    let gathered = async {
        let desk = desk(&mut tx, &asker, paper, amendment).await?;
        let document = desk.amendment.document;
        let access = document_access(&mut tx, document, asker.person, asker.today).await?;
        let people = People::of(&mut tx, &desk.pending.heard).await?;
        let list = listed(&mut tx, &desk).await?;
        Ok::<_, PaperError>((desk, access.ok_or(PaperError::NotFound)?, people, list))
    };
    let (desk, access, people, list) = match gathered.await {
        Ok(gathered) => gathered,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let here = address_of(paper, amendment);
    let name = say::name(desk.amendment.number, desk.amendment.parent.is_some());
    let title = title(&desk.pending.draft.title);
    page(&Write {
        frame: frame.titled(format!("{name} – {title}")),
        address: address(paper),
        crumb: (here.clone(), name),
        here: format!("{here}/ecrire"),
        document: url(desk.amendment.document),
        person: asker.person.to_string(),
        name: access.identity.name.clone(),
        colour: access.identity.colour,
        closed: closed(&desk),
        writes: access.level == Level::Write,
        html: html(paper, desk.pending.draft, &people),
        list,
        panel: None,
        title,
    })
}

fn closed(desk: &Desk) -> String {
    match desk.amendment.state {
        AmendmentState::Preparation => say::READ_ONLY.to_owned(),
        state => say::closed(state),
    }
}

async fn listed(tx: &mut Tx, desk: &Desk) -> Result<SuggestionsView, PaperError> {
    let mut list = SuggestionsView::of(tx, &desk.pending).await?;
    list.address = address_of(desk.pending.paper.id, desk.amendment.id);
    Ok(list)
}

/// Shows what is suggested in a branch.
pub async fn suggestions(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((paper, amendment)): Path<(String, String)>,
) -> Answer {
    let (paper, amendment) = both(&paper, &amendment)?;
    let asker = asker(&app, &someone);
    let mut tx = app.db.read().await?;
    let found = async {
        let desk = desk(&mut tx, &asker, paper, amendment).await?;
        let list = listed(&mut tx, &desk).await?;
        Ok::<_, PaperError>((desk, list))
    };
    let (desk, list) = match found.await {
        Ok(found) => found,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let title = title(&desk.pending.draft.title);
    page(&SuggestionsPage {
        frame: frame.titled(format!("{} – {title}", say::SUGGESTIONS)),
        text: address(paper),
        address: address_of(paper, amendment),
        title,
        list,
    })
}

/// Accepts or refuses what is suggested in a branch.
pub async fn judge(
    State(app): State<App>,
    someone: Someone,
    Path((paper, amendment)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (paper, amendment) = both(&paper, &amendment)?;
    let asker = asker(&app, &someone);
    let seen = desk(&mut app.db.read().await?, &asker, paper, amendment).await;
    if let Err(error) = seen {
        return Err(refusal::problem(&app, error).await);
    }
    let (which, accepted) = asked(&form)?;
    let several = !matches!(which, Which::One(_));
    let decided = async {
        let mut tx = app.db.read().await?;
        let both = (paper, amendment);
        let judged = judgement(&mut tx, &asker, both, which.clone(), accepted).await?;
        drop(tx);
        carried(&app, paper, judged, &which).await
    };
    if let Err(error) = decided.await {
        return Err(refusal::problem(&app, error).await);
    }
    let here = format!("{}/suggestions", address_of(paper, amendment));
    Ok(go(&app, &here, said::decided(accepted, several)))
}
