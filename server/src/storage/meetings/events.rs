//! The journal of a meeting: events are added, never changed and never erased.

use chrono::{DateTime, Utc};
use dires_domain::ids::{MeetingId, PersonId};
use dires_domain::meeting::journal::{Event, Happening};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

/// Something to note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Chosen by whoever notes it.
    pub key: Uuid,
    /// The minute at which it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub happening: Happening,
    /// When it is noted.
    pub noted_at: DateTime<Utc>,
    /// By whom.
    pub noted_by: Option<PersonId>,
}

/// What became of something to note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// It is noted now, at this place.
    Now(i64),
    /// An event of this key was noted before: that one counts.
    Before(Event),
}

/// An event, and who noted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedEvent {
    /// The event.
    pub event: Event,
    /// When it was noted.
    pub noted_at: DateTime<Utc>,
    /// By whom.
    pub noted_by: Option<PersonId>,
}

#[derive(FromRow)]
struct EventRow {
    seq: i64,
    event_key: Uuid,
    happened_at: DateTime<Utc>,
    happening: Json<Happening>,
    noted_at: DateTime<Utc>,
    noted_by: Option<Uuid>,
}

impl Tx {
    /// Holds a meeting until the unit of work ends: nobody else notes anything in it. `false`: it does not exist.
    pub async fn hold_meeting(&mut self, meeting: MeetingId) -> Result<bool, StorageError> {
        let touched = self
            .query("update meeting set state = state where id = $1")
            .bind(meeting.0)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// Everything that was noted in a meeting, in the order in which it came.
    pub async fn events_of(&mut self, meeting: MeetingId) -> Result<Vec<NotedEvent>, StorageError> {
        let rows: Vec<EventRow> = self
            .query(
                "select seq, event_key, happened_at, happening, noted_at, noted_by
                 from meeting_event where meeting_id = $1 order by seq",
            )
            .bind(meeting.0)
            .all()
            .await?;
        Ok(rows.into_iter().map(NotedEvent::from).collect())
    }

    /// Notes an event, once for its key. The caller [holds](Tx::hold_meeting) the meeting.
    pub async fn note_event(
        &mut self,
        meeting: MeetingId,
        new: &NewEvent,
    ) -> Result<Noted, StorageError> {
        if let Some(known) = self.event_of_key(meeting, new.key).await? {
            return Ok(Noted::Before(known));
        }
        let (last,): (Option<i64>,) = self
            .query("select max(seq) from meeting_event where meeting_id = $1")
            .bind(meeting.0)
            .one()
            .await?;
        let seq = last.unwrap_or_default() + 1;
        self.query(
            "insert into meeting_event
             (meeting_id, seq, event_key, happened_at, kind, happening, noted_at, noted_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(meeting.0)
        .bind(seq)
        .bind(new.key)
        .bind(new.at)
        .bind(new.happening.code())
        .bind(Json(new.happening.clone()))
        .bind(new.noted_at)
        .bind(new.noted_by.map(|id| id.0))
        .execute()
        .await?;
        Ok(Noted::Now(seq))
    }

    async fn event_of_key(
        &mut self,
        meeting: MeetingId,
        key: Uuid,
    ) -> Result<Option<Event>, StorageError> {
        let row: Option<EventRow> = self
            .query(
                "select seq, event_key, happened_at, happening, noted_at, noted_by
                 from meeting_event where meeting_id = $1 and event_key = $2",
            )
            .bind(meeting.0)
            .bind(key)
            .optional()
            .await?;
        Ok(row.map(|row| NotedEvent::from(row).event))
    }
}

impl From<EventRow> for NotedEvent {
    fn from(row: EventRow) -> Self {
        Self {
            event: Event {
                key: row.event_key,
                seq: row.seq,
                at: row.happened_at,
                happening: row.happening.0,
            },
            noted_at: row.noted_at,
            noted_by: row.noted_by.map(PersonId),
        }
    }
}
