//! Which decision was taken in a meeting, on which of its points.

use std::collections::HashMap;

use dires_domain::ids::{MeetingId, PointId};
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

impl Tx {
    /// Says in which meeting, and on which of its points, a decision was taken.
    pub async fn tie_decision(
        &mut self,
        decision: Uuid,
        meeting: MeetingId,
        point: PointId,
    ) -> Result<(), StorageError> {
        self.query("update decision set meeting_id = $2, point_id = $3 where id = $1")
            .bind(decision)
            .bind(meeting.0)
            .bind(point.0)
            .execute()
            .await?;
        Ok(())
    }

    /// The decisions of a meeting, by point: the last of each.
    pub async fn decided_in(
        &mut self,
        meeting: MeetingId,
    ) -> Result<HashMap<PointId, Uuid>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = self
            .query(
                "select point_id, id from decision where meeting_id = $1 and point_id is not null
                 order by recorded_at, id",
            )
            .bind(meeting.0)
            .all()
            .await?;
        let rows = rows.into_iter();
        Ok(rows.map(|(point, id)| (point.into(), id)).collect())
    }
}
