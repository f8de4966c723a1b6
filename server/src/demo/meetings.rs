//! The meetings of the demonstration: one that is convened, and one that is being prepared.

use chrono::{DateTime, Datelike as _, NaiveTime, TimeDelta, Utc, Weekday};
use dires_domain::circuit::Stage;
use dires_domain::ids::MeetingId;
use dires_domain::meeting::Sheet;

use super::DemoError;
use super::cast::Cast;
use super::stage::Player;
use crate::meetings::{MeetingError, agenda, convene, prepare, texts};
use crate::storage::{Db, Tx};

/// A meeting: its body, in how many days, what it is called, where, the stage of its texts, its other point.
struct Told {
    body: &'static str,
    in_days: i64,
    title: &'static str,
    place: &'static str,
    stage: Stage,
    point: &'static str,
    convened: bool,
}

const MEETINGS: [Told; 2] = [
    Told {
        body: "conference-des-presidences",
        in_days: 18,
        title: "",
        place: "Auditorium de l’agence d’urbanisme, Toulouse",
        stage: Stage::Presidencies,
        point: "Calendrier des réponses communes",
        convened: true,
    },
    Told {
        body: "assemblee-generale",
        in_days: 75,
        title: "Deuxième séance de l’année",
        place: "Hôtel de la communauté, Montauban",
        stage: Stage::Adoption,
        point: "Rapport d’activité",
        convened: false,
    },
];

/// Enters them, as the secretariat does.
pub(super) async fn enter(db: &Db, cast: &Cast, now: DateTime<Utc>) -> Result<(), DemoError> {
    let mut tx = db.write().await?;
    for told in &MEETINGS {
        one(&mut tx, cast, told, now).await?;
    }
    Ok(tx.save().await?)
}

async fn one(tx: &mut Tx, cast: &Cast, told: &Told, now: DateTime<Utc>) -> Result<(), DemoError> {
    let player = Player::of(tx, cast, "secretariat", now).await?;
    let asker = player.asker();
    let starts_at = working_day(now + TimeDelta::days(told.in_days));
    let sheet = Sheet {
        body: cast.bodies[told.body].id,
        title: told.title.to_owned(),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(2),
        place: told.place.to_owned(),
        link: String::new(),
        second_call: false,
    };
    let id = prepare::create(tx, &asker, &sheet).await?;
    let papers = tx.papers().await?;
    for paper in papers.iter().filter(|it| it.stage == told.stage) {
        let revision = revision(tx, id).await?;
        texts::put(tx, &asker, id, revision, paper.id).await?;
    }
    let read = revision(tx, id).await?;
    agenda::add(tx, &asker, id, read, told.point).await?;
    if told.convened {
        let read = revision(tx, id).await?;
        convene::convene(tx, &asker, id, read).await?;
    }
    Ok(())
}

async fn revision(tx: &mut Tx, id: MeetingId) -> Result<i64, MeetingError> {
    let meeting = tx.meeting(id).await?.ok_or(MeetingError::NotFound)?;
    Ok(meeting.revision)
}

/// The morning of that day, or of the next Monday where it is a Saturday or a Sunday.
fn working_day(instant: DateTime<Utc>) -> DateTime<Utc> {
    let half_past_eight = NaiveTime::from_hms_opt(8, 30, 0).expect("an hour of the day");
    let later = match instant.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    let day = instant.date_naive() + TimeDelta::days(later);
    day.and_time(half_past_eight).and_utc()
}
