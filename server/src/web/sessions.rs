//! Opens a session for someone who has just proved who they are.

use axum::http::{HeaderMap, HeaderValue, header};
use dires_domain::ids::PersonId;

use super::{cookies, visit};
use crate::app::App;
use crate::entropy::Token;
use crate::storage::sessions::NewSession;
use crate::storage::{StorageError, Tx};

/// What is kept of the browser's description of itself.
const AGENT_LENGTH: usize = 200;

/// Opens a new session in this unit of work and ends the one that the browser came with, if any. The header to send
/// once the unit of work is saved.
pub async fn open(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    headers: &HeaderMap,
) -> Result<HeaderValue, StorageError> {
    let now = app.clock.now();
    if let Some(old) = visit::token(app, headers) {
        tx.end_session(old.hash()).await?;
    }
    tx.forget_expired_sessions(now, app.config.session_idle)
        .await?;
    let token = Token::new(app.entropy.as_ref());
    tx.open_session(NewSession {
        token_hash: token.hash(),
        person,
        now,
        expires_at: now + app.config.session_life,
        agent: agent(headers),
    })
    .await?;
    Ok(cookies::open_session(
        &app.config,
        token.secret(),
        app.config.session_life,
    ))
}

fn agent(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    agent
        .unwrap_or_default()
        .chars()
        .take(AGENT_LENGTH)
        .collect()
}
