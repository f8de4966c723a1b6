//! Meetings of bodies, as they are prepared and convened; what belongs to one stands in the files beside.
//!
//! Whoever changes what is prepared first [advances](Tx::advance_meeting) the meeting's revision from the one that was
//! read: its row is then held until the unit of work ends, and of two who change at once the second is refused.

mod agenda;
mod convened;
mod decided;
mod events;
mod records;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use dires_domain::ids::{MeetingId, PersonId};
use dires_domain::meeting::sight::Seen;
use dires_domain::meeting::{MeetingState, Sheet};
use sqlx::FromRow;
use uuid::Uuid;

pub use convened::Convened;
pub use events::{NewEvent, Noted, NotedEvent};
pub use records::{Approved, Record};

use super::words::word;
use super::{StorageError, Tx};

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its identifier.
    pub id: MeetingId,
    /// What is said of it.
    pub sheet: Sheet,
    /// Where it stands.
    pub state: MeetingState,
    /// Counts the changes of what is prepared.
    pub revision: i64,
    /// Counts what was sent after the first convocation (RFC 5545, SEQUENCE).
    pub sequence: i64,
    /// The revision that was sent last, and when the members were first convened.
    pub sent: Option<(i64, DateTime<Utc>)>,
    /// Why it was cancelled; else empty.
    pub motive: String,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
}

impl Meeting {
    /// What of it says who sees it.
    pub const fn seen(&self) -> Seen {
        Seen {
            body: self.sheet.body,
            state: self.state,
            was_convened: self.sent.is_some(),
        }
    }

    /// Whether something was changed since it was sent to the members.
    pub fn has_changed(&self) -> bool {
        self.sent
            .is_some_and(|(revision, _)| revision != self.revision)
    }
}

#[derive(FromRow)]
struct MeetingRow {
    id: Uuid,
    body_id: Uuid,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    place: String,
    link: String,
    second_call: bool,
    state: String,
    revision: i64,
    sequence: i64,
    convened_revision: Option<i64>,
    convened_at: Option<DateTime<Utc>>,
    motive: String,
    created_at: DateTime<Utc>,
}

impl Tx {
    /// Enters a meeting that is being prepared.
    pub async fn create_meeting(
        &mut self,
        id: MeetingId,
        sheet: &Sheet,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into meeting (id, body_id, title, starts_at, ends_at, place, link, second_call, state, revision,
             sequence, motive, created_at, created_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '', $10, $11)",
        )
        .bind(id.0)
        .bind(sheet.body.0)
        .bind(sheet.title.clone())
        .bind(sheet.starts_at)
        .bind(sheet.ends_at)
        .bind(sheet.place.clone())
        .bind(sheet.link.clone())
        .bind(sheet.second_call)
        .bind(MeetingState::Prepared.code())
        .bind(at)
        .bind(by.0)
        .execute()
        .await?;
        Ok(())
    }

    /// One meeting.
    pub async fn meeting(&mut self, id: MeetingId) -> Result<Option<Meeting>, StorageError> {
        let row: Option<MeetingRow> = self
            .query("select * from meeting where id = $1")
            .bind(id.0)
            .optional()
            .await?;
        row.map(Meeting::try_from).transpose()
    }

    /// The meetings that begin from an instant on and before another, in their order.
    pub async fn meetings_between(
        &mut self,
        from: DateTime<Utc>,
        before: DateTime<Utc>,
    ) -> Result<Vec<Meeting>, StorageError> {
        let rows: Vec<MeetingRow> = self
            .query(
                "select * from meeting where starts_at >= $1 and starts_at < $2 order by starts_at, id",
            )
            .bind(from)
            .bind(before)
            .all()
            .await?;
        rows.into_iter().map(Meeting::try_from).collect()
    }

    /// Goes from the revision that was read to the next, and holds the meeting. `false`: somebody changed it since, or it
    /// does not exist.
    pub async fn advance_meeting(
        &mut self,
        id: MeetingId,
        revision: i64,
    ) -> Result<bool, StorageError> {
        let touched = self
            .query("update meeting set revision = revision + 1 where id = $1 and revision = $2")
            .bind(id.0)
            .bind(revision)
            .execute()
            .await?;
        Ok(touched == 1)
    }

    /// Changes what is said of it; its body stays.
    pub async fn change_meeting(
        &mut self,
        id: MeetingId,
        sheet: &Sheet,
    ) -> Result<(), StorageError> {
        self.query(
            "update meeting set title = $2, starts_at = $3, ends_at = $4, place = $5, link = $6, second_call = $7
             where id = $1",
        )
        .bind(id.0)
        .bind(sheet.title.clone())
        .bind(sheet.starts_at)
        .bind(sheet.ends_at)
        .bind(sheet.place.clone())
        .bind(sheet.link.clone())
        .bind(sheet.second_call)
        .execute()
        .await?;
        Ok(())
    }

    /// Puts it into another state, which the domain's `meeting::decide` gave.
    pub async fn set_meeting_state(
        &mut self,
        id: MeetingId,
        state: MeetingState,
    ) -> Result<(), StorageError> {
        self.query("update meeting set state = $2 where id = $1")
            .bind(id.0)
            .bind(state.code())
            .execute()
            .await?;
        Ok(())
    }

    /// Says why it was cancelled.
    pub async fn set_meeting_motive(
        &mut self,
        id: MeetingId,
        motive: &str,
    ) -> Result<(), StorageError> {
        self.query("update meeting set motive = $2 where id = $1")
            .bind(id.0)
            .bind(motive.to_owned())
            .execute()
            .await?;
        Ok(())
    }

    /// Notes that what the members were sent last is what is prepared now.
    pub async fn settle_meeting(&mut self, id: MeetingId) -> Result<(), StorageError> {
        self.query("update meeting set convened_revision = revision where id = $1")
            .bind(id.0)
            .execute()
            .await?;
        Ok(())
    }

    /// Notes that what is prepared is sent to the members, and gives the meeting's sequence: 0 for the convocation, then
    /// one more each time.
    pub async fn send_meeting(
        &mut self,
        id: MeetingId,
        at: DateTime<Utc>,
    ) -> Result<i64, StorageError> {
        let (sequence,): (i64,) = self
            .query(
                "update meeting set sequence = case when convened_at is null then 0 else sequence + 1 end,
                 convened_revision = revision, convened_at = coalesce(convened_at, $2)
                 where id = $1 returning sequence",
            )
            .bind(id.0)
            .bind(at)
            .one()
            .await?;
        Ok(sequence)
    }
}

impl TryFrom<MeetingRow> for Meeting {
    type Error = StorageError;

    fn try_from(row: MeetingRow) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.id.into(),
            state: word("meeting", &row.state)?,
            sheet: Sheet {
                body: row.body_id.into(),
                title: row.title,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                place: row.place,
                link: row.link,
                second_call: row.second_call,
            },
            revision: row.revision,
            sequence: row.sequence,
            sent: row.convened_revision.zip(row.convened_at),
            motive: row.motive,
            created_at: row.created_at,
        })
    }
}
