//! The relevé de décisions of a meeting that is over: read, written, approved and sent.

use std::collections::HashMap;

use dires_domain::ids::{MeetingId, PaperId, PointId, TerritoryId, VersionId};
use dires_domain::mail::MailKind;
use dires_domain::meeting::{MeetingAct, MeetingState, decide};
use dires_domain::paper::ReservationState;

use super::{Floor, SittingError, floor};
use crate::papers::Asker;
use crate::storage::amendments::Amendment;
use crate::storage::meetings::Record;
use crate::storage::outbox::NewMail;
use crate::storage::reservations::Reservation;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// The longest observations, in characters.
pub const LONGEST_OBSERVATIONS: usize = 20_000;

/// The text of a point, in the version that was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// The version's number.
    pub number: i32,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The reserves that stand, with what became of them.
    pub reserves: Vec<(TerritoryId, String, ReservationState)>,
    /// The amendments that were tabled, by number, each with the number of the version that it made.
    pub amendments: Vec<(Amendment, Option<i32>)>,
    /// The reserves on its passages, of the territories of its perimeter, each with the number of the version that lifts
    /// it or on which it is maintained.
    pub passages: Vec<(Reservation, Option<i32>)>,
}

/// A relevé: the meeting that it tells of, the texts that were put, and what is written of it already.
#[derive(Debug, Clone)]
pub struct Told {
    /// The meeting.
    pub floor: Floor,
    /// The texts, by point.
    pub texts: HashMap<PointId, Put>,
    /// What is written.
    pub written: Option<Record>,
}

/// Reads it. The secretariat reads it from the end of the meeting on, the members once it is approved.
///
/// # Errors
///
/// [`SittingError::NotFound`] for anybody else, and before.
pub async fn read(tx: &mut Tx, asker: &Asker<'_>, id: MeetingId) -> Result<Told, SittingError> {
    let floor = floor(tx, asker, id).await?;
    let written = tx.record_of(id).await?;
    let approved = written.as_ref().is_some_and(|it| it.approved.is_some());
    let theirs = approved || (floor.conducts && floor.meeting.state == MeetingState::Closed);
    if !theirs {
        return Err(SittingError::NotFound);
    }
    Ok(Told {
        texts: texts(tx, &floor).await?,
        floor,
        written,
    })
}

/// The texts of an agenda, in the versions that are put.
pub async fn texts(tx: &mut Tx, floor: &Floor) -> Result<HashMap<PointId, Put>, StorageError> {
    let mut texts = HashMap::new();
    for point in &floor.points {
        let Some(put) = point.text else { continue };
        let versions = tx.versions(put.paper).await?;
        let amendments = amendments(tx, put.paper, &versions).await?;
        let passages = passages(tx, put.paper, &versions).await?;
        let version = versions.into_iter().find(|it| it.id == put.version);
        let version = version.ok_or(StorageError::Absent)?;
        let positions = tx.positions(put.paper).await?;
        let standing = positions.into_iter().filter(|it| it.ended.is_none());
        let reserves = standing.filter_map(|it| {
            let state = it.reservation_state?;
            Some((it.territory, it.reservation, state))
        });
        let put = Put {
            number: version.number,
            sha256: version.sha256,
            reserves: reserves.collect(),
            amendments,
            passages,
        };
        texts.insert(point.id, put);
    }
    Ok(texts)
}

async fn amendments(
    tx: &mut Tx,
    paper: PaperId,
    versions: &[Version],
) -> Result<Vec<(Amendment, Option<i32>)>, StorageError> {
    let mut all = tx.amendments(paper).await?;
    all.retain(|it| it.number.is_some());
    all.sort_by_key(|it| it.number);
    let made = |one: Amendment| {
        let version = versions.iter().find(|it| Some(it.id) == one.made);
        let number = version.map(|it| it.number);
        (one, number)
    };
    Ok(all.into_iter().map(made).collect())
}

async fn passages(
    tx: &mut Tx,
    paper: PaperId,
    versions: &[Version],
) -> Result<Vec<(Reservation, Option<i32>)>, StorageError> {
    let text = tx.paper(paper).await?.ok_or(StorageError::Absent)?;
    let number = |id: VersionId| {
        let version = versions.iter().find(|it| it.id == id);
        version.map(|it| it.number)
    };
    let all = tx.reservations(paper).await?.into_iter();
    Ok(all
        .filter(|it| text.sheet.perimeter.contains(&it.territory))
        .map(|it| {
            let on = it.ruled.and_then(|ruled| number(ruled.version));
            (it, on)
        })
        .collect())
}

/// Writes it over the revision that was read.
pub async fn write(
    tx: &mut Tx,
    asker: &Asker<'_>,
    told: &Told,
    revision: i64,
    words: &str,
) -> Result<(), SittingError> {
    office(told)?;
    let id = told.floor.meeting.id;
    if tx.write_record(id, revision, words, asker.now).await? {
        Ok(())
    } else {
        Err(SittingError::RecordChanged)
    }
}

/// Writes it a last time, freezes it, and writes to everyone who was convened. How many are written to.
pub async fn approve(
    tx: &mut Tx,
    asker: &Asker<'_>,
    told: &Told,
    revision: i64,
    words: &str,
) -> Result<usize, SittingError> {
    write(tx, asker, told, revision, words).await?;
    let id = told.floor.meeting.id;
    let (by, at) = (asker.person, asker.now);
    if !tx.approve_record(id, revision + 1, by, at).await? {
        return Err(SittingError::RecordChanged);
    }
    let convened = tx.convened(id).await?;
    for one in &convened {
        let new = NewMail {
            kind: MailKind::DecisionRecord,
            subject: id.0,
            occasion: 0,
            person: one.person,
            at,
        };
        tx.write_mail(&new).await?;
    }
    Ok(convened.len())
}

fn office(told: &Told) -> Result<(), SittingError> {
    if !told.floor.conducts {
        return Err(SittingError::NotConducting);
    }
    decide(told.floor.meeting.state, MeetingAct::Record)?;
    Ok(())
}
