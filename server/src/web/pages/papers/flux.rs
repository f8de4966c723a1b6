//! `/textes/{id}/flux`: tells an open page that its text changed. It says nothing of what: the page asks again.

use std::convert::Infallible;

use async_stream::stream;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use dires_domain::ids::PaperId;
use futures_util::Stream;

use super::asker;
use super::show::identified;
use crate::app::App;
use crate::papers::readable;
use crate::web::{Answer, Someone, refusal};

/// A reverse proxy passes each event when it is sent: nginx would keep them until its buffer is full.
const UNBUFFERED: [(&str, &str); 1] = [("x-accel-buffering", "no")];

/// Listens until the page leaves, the text is no longer theirs to read, or the server stops.
pub async fn listen(State(app): State<App>, someone: Someone, Path(id): Path<String>) -> Answer {
    let id = identified(&id)?;
    if let Err(error) = still_readable(&app, &someone, id).await {
        return Err(refusal::problem(&app, error).await);
    }
    let events = Sse::new(changes(app, someone, id));
    let events = events.keep_alive(KeepAlive::default());
    Ok((UNBUFFERED, events).into_response())
}

async fn still_readable(
    app: &App,
    someone: &Someone,
    id: PaperId,
) -> Result<(), crate::papers::PaperError> {
    let mut tx = app.db.read().await?;
    readable(&mut tx, &asker(app, someone), id).await?;
    Ok(())
}

fn changes(
    app: App,
    someone: Someone,
    id: PaperId,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let counted = app.metrics.event_stream_opened();
    stream! {
        let _counted = counted;
        let mut changes = app.events.subscribe(id);
        // Some proxies hold the headers back until something follows: the page would not know that it is connected.
        yield Ok(Event::default().comment("ouvert"));
        loop {
            tokio::select! {
                () = app.stopping.cancelled() => break,
                more = changes.next() => if !more { break },
            }
            if still_readable(&app, &someone, id).await.is_err() {
                break;
            }
            yield Ok(Event::default().event("change").data(id.to_string()));
        }
    }
}
