//! `/verifier`: how anyone checks a text, and which text has a given hash.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;

use super::{About, website};
use crate::app::App;
use crate::storage::published::Published;
use crate::web::messages::public as say;
use crate::web::{Answer, Faults, Frame, page_with};

/// The field of the form.
const FIELD: &str = "empreinte";

/// The length of a SHA-256 in hexadecimal.
const LENGTH: usize = 64;

/// What the address asks for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    empreinte: Option<String>,
}

#[derive(Template)]
#[template(path = "public/verify.html")]
struct Page {
    frame: Frame,
    about: About,
    typed: String,
    faults: Faults,
    found: Option<Found>,
}

enum Found {
    None,
    Text {
        path: String,
        title: String,
        adopted: String,
    },
}

/// Shows the page, and what a pasted hash is the hash of.
pub async fn show(State(app): State<App>, frame: Frame, Query(asked): Query<Asked>) -> Answer {
    let typed = asked.empreinte.unwrap_or_default();
    let (mut faults, mut found) = (Faults::default(), None);
    if !typed.trim().is_empty() {
        match hash(&typed) {
            Some(hash) => found = Some(find(&app, &hash).await?),
            None => faults.add(FIELD, say::NOT_A_HASH),
        }
    }
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let about = website(
        &app,
        "/verifier",
        "Comment vérifier qu’un texte publié est le texte adopté.",
    );
    let page = Page {
        frame: frame.titled("Vérifier un texte"),
        about,
        typed,
        faults,
        found,
    };
    page_with(status, &page)
}

/// The hash in what was pasted: `sha256sum`, `shasum`, `certutil` and `Get-FileHash` write it among other words, in
/// either case.
fn hash(typed: &str) -> Option<String> {
    let is_hash =
        |word: &&str| word.len() == LENGTH && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    typed
        .split(|character: char| !character.is_ascii_alphanumeric())
        .find(is_hash)
        .map(str::to_ascii_lowercase)
}

async fn find(app: &App, hash: &str) -> Result<Found, crate::web::Problem> {
    let texts = app.db.read().await?.public_texts(app.clock.now()).await?;
    let found = texts.into_iter().find(|text| text.sha256 == hash);
    Ok(found.map_or(Found::None, |text| show_text(&text)))
}

fn show_text(text: &Published) -> Found {
    Found::Text {
        path: text.path(),
        title: text.title.clone(),
        adopted: say::adopted(text.decided_on, &text.body),
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn a_hash_is_found_in_the_line_that_a_tool_writes() {
        let digits = "0123456789abcdef".repeat(4);
        for line in [
            format!("{digits}  dire.md\n"),
            format!(
                "SHA256          {}       C:\\dire.md",
                digits.to_uppercase()
            ),
            format!("sha256:{digits}"),
        ] {
            assert_eq!(hash(&line).as_deref(), Some(digits.as_str()), "{line}");
        }
        assert_eq!(hash("0123"), None);
    }
}
