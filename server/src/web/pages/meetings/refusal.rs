//! Why an action on a meeting was not done, as a problem that pages show.

use dires_domain::ids::{MeetingId, PointId};
use dires_domain::meeting::agenda::Point;
use dires_domain::meeting::readiness::Unready;

use crate::app::App;
use crate::meetings::MeetingError;
use crate::web::messages::meetings as say;
use crate::web::{Problem, refusal, typography};

/// The problem that tells this error of a meeting.
pub async fn problem(app: &App, id: MeetingId, error: MeetingError) -> Problem {
    match error {
        MeetingError::Unready(faults) => unready(app, id, &faults).await,
        MeetingError::Paper(error) => refusal::problem(app, *error).await,
        other => told(other),
    }
}

/// The same, where no name of a point is needed.
pub fn told(error: MeetingError) -> Problem {
    match error {
        MeetingError::NotFound => Problem::NotFound,
        MeetingError::ChangedBefore => Problem::Conflict(say::CHANGED_BEFORE.to_owned()),
        MeetingError::NotNow(refused) => Problem::Conflict(say::not_now(refused)),
        MeetingError::Storage(error) => error.into(),
        MeetingError::Paper(error) => Problem::Internal(error.to_string()),
        MeetingError::Sheet(faults) => {
            let sentences = faults.iter().map(|fault| say::sheet_fault(*fault).1);
            refused(say::CHANGE.to_owned(), sentences.collect())
        }
        other => refused(sentence(&other), Vec::new()),
    }
}

fn sentence(error: &MeetingError) -> String {
    match error {
        MeetingError::NothingNew => say::NOTHING_NEW.to_owned(),
        MeetingError::NoMotive => say::NO_MOTIVE.to_owned(),
        MeetingError::LongMotive => say::LONG_MOTIVE.to_owned(),
        MeetingError::BadTitle => say::bad_title(),
        MeetingError::Full => say::full(),
        MeetingError::NoText => say::NO_TEXT.to_owned(),
        MeetingError::TextElsewhere(at) => say::cannot_put(*at),
        MeetingError::TextTwice(_) => say::TEXT_TWICE.to_owned(),
        MeetingError::BadName => say::NO_GUEST.to_owned(),
        MeetingError::UnknownGuest(email) => say::unknown_guest(email),
        MeetingError::GuestTwice => say::GUEST_TWICE.to_owned(),
        MeetingError::GuestSits => say::GUEST_SITS.to_owned(),
        MeetingError::NoBody => say::NO_BODY.to_owned(),
        _ => say::OTHER_POINTS.to_owned(),
    }
}

async fn unready(app: &App, id: MeetingId, faults: &[Unready]) -> Problem {
    let agenda = async { app.db.read().await?.agenda(id).await };
    let points = match agenda.await {
        Ok(points) => points,
        Err(error) => return error.into(),
    };
    let sentences = faults
        .iter()
        .map(|fault| say::unready(*fault, &title(&points, *fault)));
    refused(say::UNREADY.to_owned(), sentences.collect())
}

fn title(points: &[Point], fault: Unready) -> String {
    let of: Option<PointId> = match fault {
        Unready::TextElsewhere(point, _) | Unready::TextChanged(point) => Some(point),
        _ => None,
    };
    let found = points.iter().find(|point| Some(point.id) == of);
    found.map_or_else(String::new, |point| typography::set(&point.title))
}

fn refused(sentence: String, missing: Vec<String>) -> Problem {
    Problem::Refused { sentence, missing }
}
