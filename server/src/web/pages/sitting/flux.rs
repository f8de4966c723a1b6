//! `/reunions/{id}/seance/flux`: tells an open page that something happened in the meeting. It says nothing of what: the
//! page asks again.

use std::convert::Infallible;

use async_stream::stream;
use axum::extract::{Path, State};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use dires_domain::ids::MeetingId;
use futures_util::Stream;

use super::{identified, problem};
use crate::app::App;
use crate::papers::Asker;
use crate::sitting::{SittingError, floor};
use crate::web::pages::papers::asker;
use crate::web::{Answer, Someone};

/// A reverse proxy passes each event when it is sent.
const UNBUFFERED: [(&str, &str); 1] = [("x-accel-buffering", "no")];

/// Listens until the page leaves, the meeting is no longer theirs to see, or the server stops.
pub async fn listen(State(app): State<App>, someone: Someone, Path(id): Path<String>) -> Answer {
    let id = identified(&id)?;
    if let Err(error) = sees(&app, &someone, id).await {
        return Err(problem(&app, error).await);
    }
    let events = Sse::new(changes(app, someone, id)).keep_alive(KeepAlive::default());
    Ok((UNBUFFERED, events).into_response())
}

/// Whether the meeting is theirs to see, by their mandates of now, which may have ended since the page was opened.
async fn sees(app: &App, someone: &Someone, id: MeetingId) -> Result<(), SittingError> {
    let mut tx = app.db.read().await?;
    let mandates = tx.mandates_of(someone.person.id).await?;
    let asker = Asker {
        mandates: &mandates,
        ..asker(app, someone)
    };
    floor(&mut tx, &asker, id).await.map(drop)
}

fn changes(
    app: App,
    someone: Someone,
    id: MeetingId,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let counted = app.metrics.event_stream_opened();
    stream! {
        let _counted = counted;
        let mut changes = app.events.subscribe_to_meeting(id);
        // Some proxies hold the headers back until something follows.
        yield Ok(Event::default().comment("ouvert"));
        loop {
            tokio::select! {
                () = app.stopping.cancelled() => break,
                more = changes.next() => if !more { break },
            }
            if sees(&app, &someone, id).await.is_err() {
                break;
            }
            yield Ok(Event::default().event("change").data(id.to_string()));
        }
    }
}
