//! `/reunions?annee=2026`: the meetings of a year, month by month, and how far each body is with its own.

use askama::Template;
use axum::extract::{Query, State};
use chrono::{Datelike as _, NaiveDate};
use dires_domain::meeting::rhythm::Year;
use dires_domain::people::Body;
use serde::Deserialize;

use super::view::MeetingView;
use crate::app::App;
use crate::clock::day_of;
use crate::meetings::year::{Calendar, calendar};
use crate::web::messages::meetings as say;
use crate::web::pages::papers::asker;
use crate::web::{Answer, Frame, Problem, Someone, dates, page};

/// Which year.
#[derive(Deserialize)]
pub struct Asked {
    annee: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/meetings/year.html")]
struct YearPage {
    frame: Frame,
    year: i32,
    months: Vec<Month>,
    bodies: Vec<BodyView>,
    /// Whether they prepare meetings.
    office: bool,
}

struct Month {
    name: &'static str,
    meetings: Vec<(u32, MeetingView)>,
}

struct BodyView {
    name: String,
    wanted: String,
    so_far: String,
    missing: String,
}

/// Shows the page.
pub async fn show(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Query(typed): Query<Asked>,
) -> Answer {
    let asker = asker(&app, &someone);
    let year = match typed.annee.as_deref() {
        None | Some("") => asker.today.year(),
        Some(year) => of(year).ok_or(Problem::NotFound)?,
    };
    let mut tx = app.db.read().await?;
    let bodies = tx.bodies().await?;
    let found = calendar(&mut tx, &asker, year).await?;
    drop(tx);
    page(&YearPage {
        frame: frame.titled(format!("{} {year}", say::MEETINGS)),
        year,
        months: months(&found, &bodies),
        bodies: found.bodies.iter().map(BodyView::of).collect(),
        office: someone.is_secretariat(),
    })
}

/// A year that has a calendar.
fn of(typed: &str) -> Option<i32> {
    let year = typed.parse().ok()?;
    (2000..2200).contains(&year).then_some(year)
}

fn months(found: &Calendar, bodies: &[Body]) -> Vec<Month> {
    let of_month = |number: u32| {
        let seen = found.meetings.iter().filter_map(move |(meeting, sight)| {
            let day: NaiveDate = day_of(meeting.sheet.starts_at);
            let body = bodies.iter().find(|body| body.id == meeting.sheet.body)?;
            let view = || MeetingView::of(meeting, &body.name, sight);
            (day.month() == number).then(|| (day.day(), view()))
        });
        seen.collect()
    };
    (1..=12)
        .zip(dates::MONTHS)
        .map(|(number, name)| Month {
            name,
            meetings: of_month(number),
        })
        .collect()
}

impl BodyView {
    fn of((body, year): &(Body, Year)) -> Self {
        Self {
            name: body.name.clone(),
            wanted: say::wanted(*year),
            so_far: say::so_far(*year),
            missing: say::missing(*year),
        }
    }
}
