//! Who comes: read once for each request, before any page, from the session cookie.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::TimeDelta;
use dires_domain::people::{Mandate, Territory};

use super::{Problem, cookies, csrf};
use crate::app::App;
use crate::entropy::Token;
use crate::storage::{StorageError, Tx};
use crate::web::extract::Someone;

/// A session's last use is written at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The header of what a page's script asks for by itself (`web/src/by-itself.ts`).
const BY_ITSELF: &str = "x-dires-auto";

/// What is known of the request's sender before its page is made.
#[derive(Debug, Clone, Default)]
pub struct Visit {
    /// The association's name; none before it is set up.
    pub association: Option<Association>,
    /// Who is logged in.
    pub someone: Option<Arc<Someone>>,
    /// A session cookie came, and its session has ended.
    pub session_ended: bool,
    /// A sentence that the page shows once.
    pub message: Option<String>,
    /// Whether this device is to keep nothing of the texts.
    pub keeps_nothing: bool,
    /// The path asked for.
    pub path: String,
}

/// What every page says of the association.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    /// Its name.
    pub name: String,
    /// Its texts and people are made up.
    pub demonstration: bool,
}

/// The header that tells the browser's service worker who is logged in (`web/src/offline/contact.ts`): what is kept on a
/// device for others is then forgotten.
const WHO: HeaderName = HeaderName::from_static("dires-personne");

/// What [`WHO`] says when nobody is logged in.
const NOBODY: &str = "aucune";

/// The layer: puts the [`Visit`] where pages and error pages find it.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let unheard = holds_nothing(request.uri());
    let used = !(holds_open(&request) || comes_by_itself(request.headers()));
    let mut who = None;
    let (visit, problem) = match visit(&app, request.headers(), used).await {
        Ok(visit) => {
            who = Some(named(&visit));
            (
                Visit { path, ..visit },
                unheard.then_some(Problem::NotFound),
            )
        }
        Err(error) => (
            Visit {
                path,
                ..Visit::default()
            },
            Some(Problem::from(error)),
        ),
    };
    request.extensions_mut().insert(visit.clone());
    let mut response = match problem {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    if visit.message.is_some() && shows_messages(&response) {
        let forget = cookies::said(&app.config);
        response.headers_mut().append(header::SET_COOKIE, forget);
    }
    if let Some(who) = who {
        response.headers_mut().insert(WHO, who);
    }
    response.extensions_mut().insert(visit);
    response
}

/// What [`WHO`] says of a visit.
fn named(visit: &Visit) -> HeaderValue {
    let person = visit.someone.as_ref().map(|it| it.person.id.to_string());
    HeaderValue::from_str(person.as_deref().unwrap_or(NOBODY)).expect("an identifier is ASCII")
}

/// Whether an address has the character U+0000, which `PostgreSQL` does not hold: nothing here is called so.
fn holds_nothing(address: &Uri) -> bool {
    address.to_string().contains("%00")
}

/// Whether it is what a page holds open: its texts' socket (which says by itself who writes) and events.
fn holds_open(request: &Request) -> bool {
    let path = request.uri().path();
    path == "/sync" || path.starts_with("/sync/") || path.ends_with("/flux")
}

/// Whether a page reads something again by itself, and nobody did anything. An idle page keeps no session alive.
pub fn comes_by_itself(headers: &HeaderMap) -> bool {
    headers.contains_key(BY_ITSELF)
}

/// A page that was shown, and did not leave another message.
fn shows_messages(response: &Response) -> bool {
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    html && !response.headers().contains_key(header::SET_COOKIE)
}

/// The session's token that the browser presents.
pub fn token(app: &App, headers: &HeaderMap) -> Option<Token> {
    let name = cookies::session_name(&app.config);
    cookies::read(headers, name).map(|text| Token::presented(&text))
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

async fn visit(app: &App, headers: &HeaderMap, used: bool) -> Result<Visit, StorageError> {
    let token = token(app, headers);
    let mut tx = app.db.read().await?;
    let association = tx.association().await?;
    let association = association.map(|(name, demonstration)| Association {
        name,
        demonstration,
    });
    let someone = match &token {
        Some(token) => someone(app, &mut tx, token).await?,
        None => None,
    };
    drop(tx);
    if let Some(someone) = someone.as_ref().filter(|_| used) {
        touch(app, someone).await;
    }
    Ok(Visit {
        association,
        session_ended: token.is_some() && someone.is_none(),
        someone: someone.map(Arc::new),
        message: cookies::message(&app.config, headers),
        keeps_nothing: !cookies::keeps_on_device(&app.config, headers),
        path: String::new(),
    })
}

async fn someone(app: &App, tx: &mut Tx, token: &Token) -> Result<Option<Someone>, StorageError> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let found = tx
        .session(token.hash(), now, app.config.session_idle)
        .await?;
    let Some(session) = found else {
        return Ok(None);
    };
    let mut mandates = tx.mandates_of(session.person.id).await?;
    mandates.retain(|mandate| mandate.term.in_force(today));
    Ok(Some(Someone {
        territories: territories(tx, &mandates).await?,
        mandates,
        person: session.person,
        session: token.hash(),
        seen_at: session.seen_at,
        form_token: csrf::form_token(token),
    }))
}

async fn territories(tx: &mut Tx, mandates: &[Mandate]) -> Result<Vec<Territory>, StorageError> {
    let mut territories = tx.territories().await?;
    territories.retain(|it| {
        mandates
            .iter()
            .any(|mandate| mandate.territory == Some(it.id))
    });
    Ok(territories)
}

/// A session that cannot be touched (read-only database) still reads.
async fn touch(app: &App, someone: &Someone) {
    let now = app.clock.now();
    if now - someone.seen_at < TOUCH_EVERY {
        return;
    }
    let touched = async {
        let mut tx = app.db.write().await?;
        tx.touch_session(someone.session.clone(), now).await?;
        tx.save().await
    };
    if let Err(error) = touched.await {
        tracing::warn!(%error, "a session's last use could not be noted");
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::web::testing::TestApp;

    #[tokio::test]
    async fn every_answer_says_to_the_browser_who_is_logged_in() {
        let app = TestApp::new().await;
        let mut someone = app.as_direction("sicoval");
        let person = app.person("direction@sicoval.exemple.fr").await;
        for path in ["/tableau", "/", "/textes/inconnu", "/nulle-part"] {
            let page = someone.get(path).await;
            let who = page.header("dires-personne").map(str::to_owned);
            assert_eq!(who, Some(person.to_string()), "{path}");
        }
        for path in ["/tableau", "/connexion", "/nulle-part"] {
            let page = app.anyone().get(path).await;
            assert_eq!(page.header("dires-personne"), Some("aucune"), "{path}");
        }
    }

    #[tokio::test]
    async fn what_a_page_asks_for_by_itself_keeps_no_session_alive() {
        let app = TestApp::new().await;
        let mut used = app.as_direction("sicoval");
        let mut connected = app.as_presidency("sicoval");
        let mut reading = app
            .as_direction("grand-montauban")
            .with_header("x-dires-auto", "1");
        for page in [&mut used, &mut connected, &mut reading] {
            page.get("/tableau").await.assert_status(200);
        }
        for _ in 0..2 {
            app.clock.advance(TimeDelta::hours(7));
            used.get("/tableau").await;
            reading.get("/tableau").await;
            connected.get("/sync").await;
        }
        used.get("/sync").await.assert_status(400);
        for mut idle in [reading, connected] {
            idle.get("/sync").await.assert_status(401);
        }
    }
}
