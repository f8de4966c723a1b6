//! The meetings of a year that somebody sees, and how far each body is with its own.

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use chrono_tz::Europe::Paris;
use dires_domain::meeting::Sight;
use dires_domain::meeting::rhythm::Year;
use dires_domain::people::Body;

use super::{HORIZON, serves};
use crate::papers::Asker;
use crate::storage::meetings::Meeting;
use crate::storage::{StorageError, Tx};

/// A year.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The meetings that the asker sees, with what they see of each, in order.
    pub meetings: Vec<(Meeting, Sight)>,
    /// The bodies in which they sit, or all for the secretariat, each with its year.
    pub bodies: Vec<(Body, Year)>,
}

/// The meetings of a year in France, as the asker sees them.
pub async fn calendar(tx: &mut Tx, asker: &Asker<'_>, year: i32) -> Result<Calendar, StorageError> {
    let all = tx.meetings_between(start(year), start(year + 1)).await?;
    let rhythms = tx.rhythms().await?;
    let mut bodies = Vec::new();
    for body in tx.bodies().await? {
        if sits(asker, &body) || serves(asker) {
            let its = all.iter().filter(|it| it.sheet.body == body.id);
            let states = its.map(|it| it.state);
            let rhythm = rhythms.get(&body.id).copied();
            let year = Year::of(rhythm, states);
            bodies.push((body, year));
        }
    }
    Ok(Calendar {
        meetings: as_seen(tx, asker, all).await?,
        bodies,
    })
}

/// The meetings that somebody sees and that do not end before an instant.
pub async fn from(
    tx: &mut Tx,
    asker: &Asker<'_>,
    since: DateTime<Utc>,
) -> Result<Vec<(Meeting, Sight)>, StorageError> {
    let all = tx.meetings_between(since, since + HORIZON).await?;
    as_seen(tx, asker, all).await
}

async fn as_seen(
    tx: &mut Tx,
    asker: &Asker<'_>,
    meetings: Vec<Meeting>,
) -> Result<Vec<(Meeting, Sight)>, StorageError> {
    let invited = tx.invited_for(asker.person).await?;
    let mut seen = Vec::new();
    for meeting in meetings {
        let points: Vec<_> = invited
            .iter()
            .filter(|(of, _)| *of == meeting.id)
            .map(|(_, point)| *point)
            .collect();
        let sight = Sight::of(meeting.seen(), asker.mandates, asker.today, &points);
        if sight.is_something() {
            seen.push((meeting, sight));
        }
    }
    Ok(seen)
}

fn sits(asker: &Asker<'_>, body: &Body) -> bool {
    let mut in_force = asker
        .mandates
        .iter()
        .filter(|it| it.term.in_force(asker.today));
    in_force.any(|it| it.seats.iter().any(|seat| seat.body == body.id))
}

/// The first instant of a year in France.
fn start(year: i32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN);
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = Paris.from_local_datetime(&midnight).earliest();
    local.map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}
