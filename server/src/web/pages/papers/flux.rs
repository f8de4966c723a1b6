//! `/textes/{id}/flux`: tells an open page that its text changed. It says nothing of what: the page asks again.

use std::convert::Infallible;

use async_stream::stream;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use dires_domain::ids::{PaperId, TerritoryId};
use futures_util::Stream;

use super::asker;
use super::show::identified;
use crate::app::App;
use crate::papers::{Asker, PaperError, readable};
use crate::web::{Answer, Someone, refusal};

/// A reverse proxy passes each event when it is sent: nginx would keep them until its buffer is full.
const UNBUFFERED: [(&str, &str); 1] = [("x-accel-buffering", "no")];

/// Listens until the page leaves, the text is no longer theirs to read, or the server stops.
pub async fn listen(State(app): State<App>, someone: Someone, Path(id): Path<String>) -> Answer {
    let id = identified(&id)?;
    let territories = match territories(&app, &someone, id).await {
        Ok(territories) => territories,
        Err(error) => return Err(refusal::problem(&app, error).await),
    };
    let events = Sse::new(changes(app, someone, id, territories));
    let events = events.keep_alive(KeepAlive::default());
    Ok((UNBUFFERED, events).into_response())
}

/// The territories of whose matters the page is told, if the text is theirs to read at all: by their mandates of now, which
/// may have ended since the page was opened.
async fn territories(
    app: &App,
    someone: &Someone,
    id: PaperId,
) -> Result<Vec<TerritoryId>, PaperError> {
    let mut tx = app.db.read().await?;
    let mandates = tx.mandates_of(someone.person.id).await?;
    let asker = Asker {
        mandates: &mandates,
        ..asker(app, someone)
    };
    let paper = readable(&mut tx, &asker, id).await?;
    Ok(asker.territories(&paper))
}

fn changes(
    app: App,
    someone: Someone,
    id: PaperId,
    mut theirs: Vec<TerritoryId>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let counted = app.metrics.event_stream_opened();
    stream! {
        let _counted = counted;
        let mut changes = app.events.subscribe_for(id, &theirs);
        // Some proxies hold the headers back until something follows: the page would not know that it is connected.
        yield Ok(Event::default().comment("ouvert"));
        loop {
            tokio::select! {
                () = app.stopping.cancelled() => break,
                more = changes.next() => if !more { break },
            }
            let Ok(now) = territories(&app, &someone, id).await else {
                break;
            };
            if now != theirs {
                changes = app.events.subscribe_for(id, &now);
                theirs = now;
            }
            yield Ok(Event::default().event("change").data(id.to_string()));
        }
    }
}
