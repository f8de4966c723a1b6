//! What happens by itself when its time comes: consultations remind those who are silent, and close; who is convened to a
//! meeting is reminded of it.
//!
//! Each thing is a unit of work that says in the database that it is done, so that it is done once whatever restarts, and
//! whoever else does the same on the same database.

use std::time::Duration;

use chrono::{DateTime, Utc};
use dires_domain::meeting::reminder;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::clock::day_of;
use crate::meetings::remind::{coming, reminding};
use crate::papers::PaperError;
use crate::papers::consultation::close::{Words, close};
use crate::papers::consultation::{next_reminder, remind};
use crate::storage::StorageError;
use crate::storage::consultations::Consultation;
use crate::storage::meetings::Meeting;
use crate::web::messages::decision::{closing, gathered};

/// How what closes is told.
const WORDS: Words = Words {
    counted: closing,
    gathered,
};

/// The longest sleep: what another program wrote is found so late at most, and what failed is tried again.
const LONGEST_SLEEP: Duration = Duration::from_mins(1);
/// The shortest sleep.
const LEAST_SLEEP: Duration = Duration::from_millis(200);

/// The task that keeps time; it ends with the server. A unit of work that a stop cuts off is undone, and made again by
/// the next start.
#[derive(Debug)]
pub struct Timetable(JoinHandle<()>);

impl Timetable {
    /// Starts it.
    pub fn start(app: &App) -> Self {
        Self(tokio::spawn(run(app.clone())))
    }

    /// Waits for its end, once the server is stopping.
    pub async fn stopped(self) {
        if let Err(error) = self.0.await {
            tracing::error!(%error, "the timetable did not end well");
        }
    }
}

async fn run(app: App) {
    let mut everything = app.events.subscribe_to_all();
    while !app.stopping.is_cancelled() {
        let next = round(&app).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the timetable cannot be read");
            None
        });
        tokio::select! {
            () = app.stopping.cancelled() => {}
            _ = everything.next() => {}
            () = tokio::time::sleep(until(next, app.clock.now())) => {}
        }
    }
}

fn until(next: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Duration {
    let Some(next) = next else {
        return LONGEST_SLEEP;
    };
    let wait = (next - now).to_std().unwrap_or_default();
    wait.clamp(LEAST_SLEEP, LONGEST_SLEEP)
}

/// Does everything that is due; when something is due next. What fails is said, and tried again by the next round: the
/// rest is done all the same.
pub async fn round(app: &App) -> Result<Option<DateTime<Utc>>, StorageError> {
    let under_way = app.db.read().await?.consultations_under_way().await?;
    let mut next = None;
    for consultation in under_way {
        let done = attend(app, &consultation).await;
        match done {
            Ok(at) => next = next.into_iter().chain(at).min(),
            Err(error) => {
                tracing::error!(consultation = %consultation.id, %error, "a consultation could not be attended to");
            }
        }
    }
    let soon = meetings(app).await?;
    Ok(next.into_iter().chain(soon).min())
}

/// Reminds of the meetings that come near; when one is to be reminded of next.
async fn meetings(app: &App) -> Result<Option<DateTime<Utc>>, StorageError> {
    let now = app.clock.now();
    let coming = coming(&mut app.db.read().await?, now).await?;
    for meeting in &coming {
        if let Err(error) = remind_of(app, meeting, now).await {
            tracing::error!(meeting = %meeting.id, %error, "nobody could be reminded of a meeting");
        }
    }
    let starts = coming.iter().map(|it| it.sheet.starts_at);
    Ok(starts.filter_map(|it| reminder::next(it, now)).min())
}

async fn remind_of(app: &App, meeting: &Meeting, now: DateTime<Utc>) -> Result<(), StorageError> {
    let mails = reminding(&mut app.db.read().await?, meeting, now).await?;
    if mails.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    for mail in &mails {
        tx.write_mail(mail).await?;
    }
    tx.save().await?;
    tracing::info!(meeting = %meeting.id, people = mails.len(), "those who are convened are reminded");
    app.events.stirred();
    Ok(())
}

/// Does what a consultation asks for now; when it asks for something again.
async fn attend(
    app: &App,
    consultation: &Consultation,
) -> Result<Option<DateTime<Utc>>, PaperError> {
    let now = app.clock.now();
    if consultation.closes_at <= now {
        end(app, consultation, now).await?;
        return Ok(None);
    }
    let next = next_reminder(consultation);
    if next.is_some_and(|at| at <= now) {
        let mut tx = app.db.write().await?;
        let reminded = remind(&mut tx, (now, day_of(now)), consultation).await?;
        tx.save().await?;
        if reminded {
            tracing::info!(consultation = %consultation.id, "those who have not answered are reminded");
            app.events.stirred();
        }
        return Ok(Some(now));
    }
    Ok(Some(next.unwrap_or(consultation.closes_at)))
}

async fn end(app: &App, consultation: &Consultation, now: DateTime<Utc>) -> Result<(), PaperError> {
    let mut tx = app.db.write().await?;
    let Some(closed) = close(&mut tx, now, consultation.id, WORDS).await? else {
        return Ok(());
    };
    tx.save().await?;
    tracing::info!(consultation = %consultation.id, end = %closed.end, "a consultation is closed");
    app.paper_changed(closed.paper, Some(closed.document));
    Ok(())
}
