//! The task that sends: it wakes when something is stored and when something is due, and ends with the server.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::round::Rounds;
use crate::app::App;

/// The longest sleep: what another program wrote (`dires`, another server) is found so late at most.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);

/// How long what is being given to the mail server may take once the server is told to stop. What is not answered by then
/// is given again later, under the same `Message-ID`.
const STOPPING: Duration = Duration::from_secs(6);

/// The task, if mail is set up.
#[derive(Debug)]
pub struct Post(Option<JoinHandle<()>>);

impl Post {
    /// Starts it, unless no mail server is set up.
    pub fn start(app: &App) -> Self {
        let rounds = app.config.smtp.clone();
        let rounds = rounds.map(|smtp| Rounds::new(app.clone(), smtp));
        Self(rounds.map(|rounds| tokio::spawn(run(app.clone(), rounds))))
    }

    /// Waits for its end, once the server is stopping.
    pub async fn stopped(self) {
        if let Some(task) = self.0 {
            let abort = task.abort_handle();
            if timeout(STOPPING, task).await.is_err() {
                abort.abort();
            }
        }
    }
}

async fn run(app: App, mut rounds: Rounds) {
    let mut everything = app.events.subscribe_to_all();
    while !app.stopping.is_cancelled() {
        let next = match rounds.round().await {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read or written");
                None
            }
        };
        tokio::select! {
            () = app.stopping.cancelled() => {}
            _ = everything.next() => {}
            () = tokio::time::sleep(until(next, app.clock.now())) => {}
        }
    }
}

fn until(next: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Duration {
    let wait = next.and_then(|next| (next - now).to_std().ok());
    match (next, wait) {
        (None, _) => LONGEST_SLEEP,
        (Some(_), None) => LEAST_SLEEP,
        (Some(_), Some(wait)) => wait.clamp(LEAST_SLEEP, LONGEST_SLEEP),
    }
}

/// The shortest sleep, should something be due that another server holds.
const LEAST_SLEEP: Duration = Duration::from_millis(200);
