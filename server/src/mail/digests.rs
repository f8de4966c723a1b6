//! When news leave, and together.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Europe::Paris;
use dires_domain::mail::{MailClass, Rhythm};

use crate::clock::Clock;
use crate::storage::outbox::Waiting;
use crate::storage::{Db, StorageError};

/// When digests leave, in Paris: before people begin.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(7, 30, 0).expect("half past seven");

/// What is older is no news: it waited while no mail server was set up.
const NEWS_FOR: TimeDelta = TimeDelta::days(31);

/// Makes the digests that are due; when the next one is.
pub async fn gather(db: &Db, clock: &dyn Clock) -> Result<Option<DateTime<Utc>>, StorageError> {
    let now = clock.now();
    let waiting = db.read().await?.waiting_for_digests().await?;
    let mut next = None;
    for theirs in waiting.chunk_by(|one, other| one.person == other.person) {
        let (kept, dropped): (Vec<Waiting>, Vec<_>) = theirs
            .iter()
            .partition(|item| due(item).is_some() && !is_old(item, now));
        drop_all(db, &dropped, now).await?;
        let (now_due, later): (Vec<Waiting>, Vec<_>) = kept
            .iter()
            .partition(|item| due(item).is_some_and(|at| at <= now));
        make(db, &now_due, now).await?;
        next = earliest(next, later.iter().filter_map(due).min());
    }
    Ok(next)
}

/// The earlier of two instants that may be none.
pub fn earliest(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

async fn drop_all(db: &Db, items: &[Waiting], now: DateTime<Utc>) -> Result<(), StorageError> {
    if items.is_empty() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    for item in items {
        tx.drop_waiting(item.id, now).await?;
    }
    tx.save().await
}

/// One digest of all that is due to a person.
async fn make(db: &Db, items: &[Waiting], now: DateTime<Utc>) -> Result<(), StorageError> {
    let Some(first) = items.first() else {
        return Ok(());
    };
    let ids: Vec<_> = items.iter().map(|item| item.id).collect();
    let mut tx = db.write().await?;
    if tx.make_digest(first.person, &ids, now).await? {
        tx.save().await?;
    }
    Ok(())
}

/// When something leaves with a digest; none: never.
fn due(item: &Waiting) -> Option<DateTime<Utc>> {
    match (item.class, item.news) {
        (MailClass::Task, _) | (_, Rhythm::Daily) => Some(morning(item.made_at, None)),
        (_, Rhythm::Weekly) => Some(morning(item.made_at, Some(Weekday::Mon))),
        (_, Rhythm::AtOnce) => Some(item.made_at),
        (_, Rhythm::Never) => None,
    }
}

fn is_old(item: &Waiting, now: DateTime<Utc>) -> bool {
    item.class == MailClass::News && now - item.made_at > NEWS_FOR
}

/// The first morning after an instant, of this day of the week if one is named.
fn morning(after: DateTime<Utc>, weekday: Option<Weekday>) -> DateTime<Utc> {
    let today = after.with_timezone(&Paris).date_naive();
    let mornings = (0..=8).filter_map(|days| today.checked_add_days(Days::new(days)));
    let mut wanted = mornings.filter(|day| weekday.is_none_or(|wanted| day.weekday() == wanted));
    let at = |day: chrono::NaiveDate| day.and_time(MORNING).and_local_timezone(Paris).earliest();
    wanted
        .find_map(|day| {
            at(day)
                .map(|it| it.with_timezone(&Utc))
                .filter(|it| *it > after)
        })
        .unwrap_or(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_morning_is_half_past_seven_in_paris_winter_and_summer() {
        let next = |after: &str, weekday| morning(after.parse().unwrap(), weekday).to_rfc3339();
        for (after, weekday, expected) in [
            ("2026-03-02T09:00:00Z", None, "2026-03-03T06:30:00+00:00"),
            ("2026-03-02T06:29:59Z", None, "2026-03-02T06:30:00+00:00"),
            ("2026-03-02T06:30:00Z", None, "2026-03-03T06:30:00+00:00"),
            ("2026-03-28T09:00:00Z", None, "2026-03-29T05:30:00+00:00"),
            (
                "2026-03-02T09:00:00Z",
                Some(Weekday::Mon),
                "2026-03-09T06:30:00+00:00",
            ),
            (
                "2026-03-08T23:30:00Z",
                Some(Weekday::Mon),
                "2026-03-09T06:30:00+00:00",
            ),
        ] {
            assert_eq!(next(after, weekday), expected, "{after}");
        }
    }
}
