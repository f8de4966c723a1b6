//! The agenda of a meeting: points that are added, moved and taken away.

use dires_domain::ids::{MeetingId, PointId};
use dires_domain::meeting::MeetingAct;
use dires_domain::meeting::agenda::{LONGEST_TITLE, MOST_POINTS, Nudge, Point, nudged, reordered};
use uuid::Uuid;

use super::guests::dismiss;
use super::{MeetingError, held};
use crate::papers::Asker;
use crate::storage::Tx;
use crate::storage::meetings::Meeting;

/// A meeting whose agenda is being changed, held, with its points.
pub(super) struct Arranged {
    pub(super) meeting: Meeting,
    pub(super) points: Vec<Point>,
}

impl Arranged {
    pub(super) async fn hold(
        tx: &mut Tx,
        asker: &Asker<'_>,
        id: MeetingId,
        revision: i64,
    ) -> Result<Self, MeetingError> {
        let meeting = held(tx, asker, id, revision, MeetingAct::Arrange).await?;
        let points = tx.agenda(id).await?;
        Ok(Self { meeting, points })
    }

    pub(super) fn point(&self, id: PointId) -> Result<&Point, MeetingError> {
        let found = self.points.iter().find(|point| point.id == id);
        found.ok_or(MeetingError::NoPoint)
    }

    pub(super) async fn add(&self, tx: &mut Tx, point: &Point) -> Result<(), MeetingError> {
        if self.points.len() >= MOST_POINTS {
            return Err(MeetingError::Full);
        }
        Ok(tx.add_point(self.meeting.id, point).await?)
    }

    fn ids(&self) -> Vec<PointId> {
        self.points.iter().map(|point| point.id).collect()
    }
}

/// Adds a point that is not a text, at the end.
pub async fn add(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    title: &str,
) -> Result<PointId, MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        return Err(MeetingError::BadTitle);
    }
    let point = Point {
        id: PointId(Uuid::now_v7()),
        title: title.to_owned(),
        text: None,
        guests: Vec::new(),
    };
    agenda.add(tx, &point).await?;
    Ok(point.id)
}

/// Moves a point by one place.
pub async fn nudge(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    point: PointId,
    to: Nudge,
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    agenda.point(point)?;
    let ordered = nudged(&agenda.ids(), point, to);
    Ok(tx.order_points(&ordered).await?)
}

/// Puts the points in this order.
pub async fn order(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    order: &[PointId],
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let ordered = reordered(&agenda.ids(), order).ok_or(MeetingError::OtherPoints)?;
    Ok(tx.order_points(&ordered).await?)
}

/// Takes a point away, with its guests.
pub async fn remove(
    tx: &mut Tx,
    asker: &Asker<'_>,
    id: MeetingId,
    revision: i64,
    point: PointId,
) -> Result<(), MeetingError> {
    let agenda = Arranged::hold(tx, asker, id, revision).await?;
    let gone = &agenda.point(point)?.guests;
    tx.remove_point(point).await?;
    dismiss(tx, asker, &agenda.meeting, gone).await
}
