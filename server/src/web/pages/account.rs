//! `/compte`: who I am, for which territory, and where I am logged in.

use askama::Template;
use axum::extract::State;
use dires_domain::people::Mandate;

use crate::app::App;
use crate::storage::sessions::OpenSession;
use crate::web::messages::{account as say, words};
use crate::web::pages::mails::{RhythmLine, rhythms};
use crate::web::{Answer, Frame, Someone, dates, page};

#[derive(Template)]
#[template(path = "pages/account.html")]
struct Account {
    frame: Frame,
    email: String,
    mandates: Vec<MandateLine>,
    sessions: Vec<SessionLine>,
    /// The rhythms of mail; none where no mail goes.
    rhythms: Option<Vec<RhythmLine>>,
    tasks_with_digest: bool,
    /// The address of their calendar: when it was made, and read last; none where there is none.
    calendar: Option<(String, Option<String>)>,
}

struct MandateLine {
    function: &'static str,
    territory: Option<String>,
    term: String,
}

struct SessionLine {
    agent: String,
    opened: String,
    seen: String,
    this_one: bool,
}

/// Shows the page.
pub async fn show(State(app): State<App>, frame: Frame, someone: Someone) -> Answer {
    let mut tx = app.db.read().await?;
    let (now, idle) = (app.clock.now(), app.config.session_idle);
    let sessions = tx.sessions_of(someone.person.id, now, idle).await?;
    let choice = tx.mail_choice(someone.person.id).await?;
    let calendar = tx.calendar_feed(someone.person.id).await?;
    let goes = app.config.smtp.is_some();
    let mandates = someone.mandates.iter().map(|it| mandate_line(&someone, it));
    page(&Account {
        frame: frame.titled(say::TITLE),
        email: someone.person.email.clone(),
        mandates: mandates.collect(),
        sessions: sessions
            .iter()
            .map(|it| session_line(&someone, it))
            .collect(),
        rhythms: goes.then(|| rhythms(choice.news)),
        tasks_with_digest: choice.tasks_with_digest,
        calendar: calendar.map(|it| {
            (
                dates::instant(it.created_at),
                it.read_at.map(dates::instant),
            )
        }),
    })
}

fn mandate_line(someone: &Someone, mandate: &Mandate) -> MandateLine {
    let territory = mandate.territory.and_then(|id| someone.territory(id));
    MandateLine {
        function: words::function(mandate.function),
        territory: territory.map(|it| it.name.clone()),
        term: dates::term(mandate.term),
    }
}

fn session_line(someone: &Someone, session: &OpenSession) -> SessionLine {
    SessionLine {
        agent: say::browser(&session.agent),
        opened: dates::instant(session.created_at),
        seen: dates::instant(session.seen_at),
        this_one: session.token_hash == someone.session,
    }
}
