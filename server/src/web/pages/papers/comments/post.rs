//! POST `/textes/{id}/commentaires` and `/textes/{id}/commentaires/{fil}`: commenting, answering, resolving. A form is
//! answered with a page, the page's own script with a sentence.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse as _;
use dires_domain::heads::Heads;
use dires_domain::ids::{CommentId, PaperId, ThreadId};
use serde_json::json;

use super::typed::Typed;
use super::{Wanted, shown};
use crate::app::App;
use crate::papers::comments::act;
use crate::papers::comments::{Chosen, Done, Fault, NewThread, passage};
use crate::papers::{Asker, PaperError};
use crate::storage::Tx;
use crate::web::messages::comments as say;
use crate::web::pages::papers::show::identified;
use crate::web::pages::papers::{address, asker, go};
use crate::web::{Answer, Form, Frame, Problem, Someone, refusal};

/// Opens a thread.
pub async fn open(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let asked = Asked {
        app: &app,
        someone: &someone,
        id,
        scripted: scripted(&headers),
    };
    let opened = asked.open(&form).await.map(|done| (done, say::OPENED));
    asked
        .answer(frame, Typed::of("nouveau", &form), opened)
        .await
}

/// Does something in a thread, or with one of its comments.
pub async fn act(
    State(app): State<App>,
    frame: Frame,
    someone: Someone,
    Path((id, thread)): Path<(String, String)>,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let id = identified(&id)?;
    let asked = Asked {
        app: &app,
        someone: &someone,
        id,
        scripted: scripted(&headers),
    };
    let name = match form.text("action") {
        "modifier" | "retirer" => form.text("commentaire").to_owned(),
        _ => thread.clone(),
    };
    let typed = Typed::of(&name, &form);
    let done = asked.act(&thread, &form).await;
    asked.answer(frame, typed, done).await
}

/// What the page's script sends says that it reads no page.
fn scripted(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|kind| kind.as_bytes() == b"application/json")
}

struct Asked<'a> {
    app: &'a App,
    someone: &'a Someone,
    id: PaperId,
    scripted: bool,
}

impl Asked<'_> {
    fn asker(&self) -> Asker<'_> {
        asker(self.app, self.someone)
    }

    async fn open(&self, form: &Form) -> Result<Done, PaperError> {
        let chosen = chosen(form);
        let passage = match &chosen {
            Some(chosen) => {
                let mut tx = self.app.db.read().await?;
                Some(passage(&mut tx, &self.asker(), self.id, chosen).await?)
            }
            None => None,
        };
        let new = NewThread {
            territory: form.parse("territoire"),
            within: form.text("visible") == "territoire",
            passage,
            words: words(form),
        };
        let mut tx = self.app.db.write().await?;
        let done = act::open(&mut tx, &self.asker(), self.id, &new).await?;
        tx.save().await?;
        Ok(self.told(done))
    }

    async fn act(&self, thread: &str, form: &Form) -> Result<(Done, &'static str), PaperError> {
        let thread: ThreadId = thread.parse().map_err(|_| Fault::NoThread)?;
        let mut tx = self.app.db.write().await?;
        let done = self.done(&mut tx, thread, form).await?;
        tx.save().await?;
        Ok((self.told(done.0), done.1))
    }

    async fn done(
        &self,
        tx: &mut Tx,
        thread: ThreadId,
        form: &Form,
    ) -> Result<(Done, &'static str), PaperError> {
        let (asker, id) = (self.asker(), self.id);
        let comment: Option<CommentId> = form.parse("commentaire");
        let comment = comment.ok_or(Fault::NotYours);
        Ok(match form.text("action") {
            "modifier" => {
                let change = (comment?, form.raw("texte"));
                let done = act::edit(tx, &asker, id, thread, change).await?;
                (done, say::EDITED)
            }
            "retirer" => {
                let done = act::withdraw(tx, &asker, id, thread, comment?).await?;
                (done, say::TAKEN_BACK)
            }
            "rouvrir" => (
                act::settle(tx, &asker, id, thread, false).await?,
                say::REOPENED,
            ),
            "resoudre" => {
                if !form.text("texte").is_empty() {
                    self.reply(tx, thread, form).await?;
                }
                (
                    act::settle(tx, &asker, id, thread, true).await?,
                    say::RESOLVED,
                )
            }
            _ => (self.reply(tx, thread, form).await?, say::REPLIED),
        })
    }

    async fn reply(&self, tx: &mut Tx, thread: ThreadId, form: &Form) -> Result<Done, PaperError> {
        let said = words(form);
        let said = (form.parse("territoire"), said.as_str());
        act::reply(tx, &self.asker(), self.id, thread, said).await
    }

    /// Tells the pages of those who are shown the thread.
    fn told(&self, done: Done) -> Done {
        self.app.comments_changed(self.id, &done.shown_to);
        done
    }

    async fn answer(
        &self,
        frame: Frame,
        typed: Typed,
        done: Result<(Done, &'static str), PaperError>,
    ) -> Answer {
        match done {
            Ok((done, said)) => {
                let sentence = format!("{said}{}", say::unheard(&done.unheard));
                if self.scripted {
                    let told = json!({"fil": done.thread.to_string(), "phrase": sentence});
                    return Ok(Json(told).into_response());
                }
                let place = format!("{}/commentaires#fil-{}", address(self.id), done.thread);
                Ok(go(self.app, &place, &sentence))
            }
            Err(error) => self.refused(frame, typed, error).await,
        }
    }

    async fn refused(&self, frame: Frame, mut typed: Typed, error: PaperError) -> Answer {
        typed.homeless = matches!(
            error,
            PaperError::Comment(Fault::NoThread | Fault::NotYours)
        );
        let thread_gone = matches!(error, PaperError::Comment(Fault::NoThread));
        let (status, sentence) = match refusal::problem(self.app, error).await {
            Problem::NotFound if thread_gone => (StatusCode::NOT_FOUND, say::NO_THREAD.to_owned()),
            Problem::Refused { sentence, .. } => (StatusCode::UNPROCESSABLE_ENTITY, sentence),
            Problem::Conflict(sentence) => (StatusCode::CONFLICT, sentence),
            Problem::Forbidden(sentence) => (StatusCode::FORBIDDEN, sentence),
            problem => return Err(problem),
        };
        if self.scripted {
            return Ok((status, Json(json!({"phrase": sentence}))).into_response());
        }
        typed.homeless |= status == StatusCode::CONFLICT;
        typed.fault = sentence;
        let wanted = Wanted::default();
        shown(
            self.app,
            frame,
            self.someone,
            self.id,
            &wanted,
            (status, typed),
        )
        .await
    }
}

/// The words, after the name of whoever the form's other field names.
fn words(form: &Form) -> String {
    let (words, mention) = (form.raw("texte"), form.text("mention"));
    let mention = mention.trim_start_matches('@');
    let named = mention.is_empty() || words.contains(&format!("@{mention}"));
    match words.trim() {
        "" => String::new(),
        _ if named => words.to_owned(),
        words => format!("@{mention} {words}"),
    }
}

/// The passage that a form names by its first and last characters; none for the whole text.
fn chosen(form: &Form) -> Option<Chosen> {
    let ends = form.text("passage");
    let (first, last) = ends.split_once(' ').unwrap_or((ends, ""));
    (!ends.is_empty()).then(|| Chosen {
        first: first.to_owned(),
        last: last.to_owned(),
        heads: Heads::from_token(form.text("etat")),
    })
}
