//! The points of a meeting, and who is invited from outside for one of them.

use std::collections::HashMap;

use dires_domain::ids::{BodyId, GuestId, MeetingId, PaperId, PersonId, PointId, VersionId};
use dires_domain::meeting::agenda::{Guest, Point, TextPut};
use sqlx::FromRow;
use uuid::Uuid;

use crate::storage::{StorageError, Tx};

#[derive(FromRow)]
struct PointRow {
    id: Uuid,
    title: String,
    version_id: Option<Uuid>,
    paper_id: Option<Uuid>,
}

#[derive(FromRow)]
struct GuestRow {
    id: Uuid,
    point_id: Uuid,
    name: String,
    person_id: Option<Uuid>,
}

impl Tx {
    /// The points of a meeting, in order.
    pub async fn agenda(&mut self, meeting: MeetingId) -> Result<Vec<Point>, StorageError> {
        let rows: Vec<PointRow> = self
            .query(
                "select point.id, point.title, point.version_id, version.paper_id
                 from meeting_point point left join version on version.id = point.version_id
                 where point.meeting_id = $1 order by point.rank, point.id",
            )
            .bind(meeting.0)
            .all()
            .await?;
        let mut guests = self.guests_of(meeting).await?;
        let points = rows.into_iter().map(|row| Point {
            guests: guests.remove(&row.id).unwrap_or_default(),
            id: row.id.into(),
            title: row.title,
            text: row
                .paper_id
                .zip(row.version_id)
                .map(|(paper, version)| TextPut {
                    paper: paper.into(),
                    version: version.into(),
                }),
        });
        Ok(points.collect())
    }

    async fn guests_of(
        &mut self,
        meeting: MeetingId,
    ) -> Result<HashMap<Uuid, Vec<Guest>>, StorageError> {
        let rows: Vec<GuestRow> = self
            .query(
                "select guest.id, guest.point_id, guest.name, guest.person_id
                 from meeting_guest guest join meeting_point point on point.id = guest.point_id
                 where point.meeting_id = $1 order by guest.id",
            )
            .bind(meeting.0)
            .all()
            .await?;
        let mut guests: HashMap<_, Vec<_>> = HashMap::new();
        for row in rows {
            guests.entry(row.point_id).or_default().push(Guest {
                id: row.id.into(),
                name: row.name,
                person: row.person_id.map(PersonId),
            });
        }
        Ok(guests)
    }

    /// Puts a point at the end, without its guests.
    pub async fn add_point(
        &mut self,
        meeting: MeetingId,
        point: &Point,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into meeting_point (id, meeting_id, rank, title, version_id)
             values ($1, $2, (select coalesce(max(rank), 0) + 1 from meeting_point where meeting_id = $2), $3, $4)",
        )
        .bind(point.id.0)
        .bind(meeting.0)
        .bind(point.title.clone())
        .bind(point.text.map(|text| text.version.0))
        .execute()
        .await?;
        Ok(())
    }

    /// Gives the points of a meeting their ranks, in this order.
    pub async fn order_points(&mut self, ordered: &[PointId]) -> Result<(), StorageError> {
        for (rank, point) in (1_i32..).zip(ordered) {
            self.query("update meeting_point set rank = $2 where id = $1")
                .bind(point.0)
                .bind(rank)
                .execute()
                .await?;
        }
        Ok(())
    }

    /// Puts another version of its text in a point.
    pub async fn put_version(
        &mut self,
        point: PointId,
        version: VersionId,
        title: &str,
    ) -> Result<(), StorageError> {
        self.query("update meeting_point set version_id = $2, title = $3 where id = $1")
            .bind(point.0)
            .bind(version.0)
            .bind(title.to_owned())
            .execute()
            .await?;
        Ok(())
    }

    /// Takes a point from the agenda, with its guests.
    pub async fn remove_point(&mut self, point: PointId) -> Result<(), StorageError> {
        for sql in [
            "delete from meeting_guest where point_id = $1",
            "delete from meeting_point where id = $1",
        ] {
            self.query(sql).bind(point.0).execute().await?;
        }
        Ok(())
    }

    /// Invites somebody for a point.
    pub async fn invite_guest(
        &mut self,
        point: PointId,
        guest: &Guest,
    ) -> Result<(), StorageError> {
        self.query(
            "insert into meeting_guest (id, point_id, name, person_id) values ($1, $2, $3, $4)",
        )
        .bind(guest.id.0)
        .bind(point.0)
        .bind(guest.name.clone())
        .bind(guest.person.map(|id| id.0))
        .execute()
        .await?;
        Ok(())
    }

    /// Takes an invitation back.
    pub async fn remove_guest(&mut self, guest: GuestId) -> Result<(), StorageError> {
        self.query("delete from meeting_guest where id = $1")
            .bind(guest.0)
            .execute()
            .await?;
        Ok(())
    }

    /// The numbers of the versions of a text that were put to other meetings of a body to which its members were convened.
    pub async fn versions_put(
        &mut self,
        body: BodyId,
        paper: PaperId,
        but: MeetingId,
    ) -> Result<Vec<i32>, StorageError> {
        let rows: Vec<(i32,)> = self
            .query(
                "select version.number from meeting_point point
                 join meeting on meeting.id = point.meeting_id
                 join version on version.id = point.version_id
                 where meeting.body_id = $1 and version.paper_id = $2 and meeting.id <> $3
                 and meeting.convened_at is not null",
            )
            .bind(body.0)
            .bind(paper.0)
            .bind(but.0)
            .all()
            .await?;
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }

    /// The points for which somebody is invited from outside, with their meetings.
    pub async fn invited_for(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<(MeetingId, PointId)>, StorageError> {
        let rows: Vec<(Uuid, Uuid)> = self
            .query(
                "select point.meeting_id, point.id from meeting_guest guest
                 join meeting_point point on point.id = guest.point_id
                 where guest.person_id = $1 order by point.rank, point.id",
            )
            .bind(person.0)
            .all()
            .await?;
        let rows = rows.into_iter();
        Ok(rows
            .map(|(meeting, point)| (meeting.into(), point.into()))
            .collect())
    }
}
