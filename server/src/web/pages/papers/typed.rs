//! What was typed in one of the forms of a text's page, kept when the page is shown again with what is wrong.

use axum::http::StatusCode;
use dires_domain::people::Territory;

use super::view::PaperView;
use crate::papers::PaperError;
use crate::web::messages::papers as say;
use crate::web::refusal;
use crate::web::{Faults, Form, Problem};

/// The fields of the form that was refused; empty when the page is merely read.
#[derive(Debug, Default)]
pub struct Typed {
    /// Which form: `avis`, `position`, or an action's code.
    pub form: String,
    /// The territory chosen.
    pub territory: String,
    /// The answer chosen.
    pub word: String,
    /// The reserve or the motive.
    pub words: String,
    /// The day of the meeting.
    pub meeting: String,
    /// What is wrong, field by field.
    pub faults: Faults,
    /// What happened, on top of the page.
    pub alert: String,
    /// What is missing, one sentence each.
    pub missing: Vec<String>,
}

impl Typed {
    /// What was sent in a form.
    pub fn of(name: &str, form: &Form) -> Self {
        let words = match name {
            "avis" | "position" => form.raw("reserve"),
            _ => form.raw("motif"),
        };
        Self {
            form: name.to_owned(),
            territory: form.text("territoire").to_owned(),
            word: form.text("mot").to_owned(),
            words: words.to_owned(),
            meeting: form.text("seance").to_owned(),
            ..Self::default()
        }
    }

    /// Whether this is the form that was refused.
    pub fn is(&self, form: &str) -> bool {
        self.form == form
    }

    /// The words typed in a form.
    pub fn words_in(&self, form: &str) -> &str {
        if self.is(form) { &self.words } else { "" }
    }

    /// The day typed in a form.
    pub fn meeting_in(&self, form: &str) -> &str {
        if self.is(form) { &self.meeting } else { "" }
    }

    /// Whether an answer was chosen in a form.
    pub fn chose(&self, form: &str, word: &str) -> bool {
        self.is(form) && self.word == word
    }

    /// Whether a territory was chosen in a form.
    pub fn chose_territory(&self, form: &str, id: &str) -> bool {
        self.is(form) && self.territory == id
    }

    /// Where on the page a field at fault is: the answers stand at the head of their form.
    pub fn anchor(&self, field: &str) -> String {
        match field {
            "mot" => format!("#{}", self.form),
            field => format!("#{}-{field}", self.form),
        }
    }

    /// Whether the page has the form again, with these words in it.
    pub fn shown(&self, paper: &PaperView) -> bool {
        match self.form.as_str() {
            "avis" => paper.offers("donner-un-avis"),
            "position" => paper.offers("prendre-position"),
            action => paper
                .moves
                .iter()
                .any(|step| step.code == action && step.motive),
        }
    }

    /// Says on the page why the form was refused, and with which status; or the problem that no page can show.
    pub fn explain(
        &mut self,
        error: PaperError,
        territories: &[Territory],
    ) -> Result<StatusCode, Problem> {
        if matches!(error, PaperError::NoWords) {
            let asks_return = self.word == "demande-un-renvoi";
            let sentence = if asks_return {
                say::NO_REASON
            } else {
                say::NO_RESERVE
            };
            self.faults.add("reserve", sentence);
            return Ok(StatusCode::UNPROCESSABLE_ENTITY);
        }
        match refusal::told(error, territories) {
            Problem::Conflict(sentence) => {
                self.alert = sentence;
                Ok(StatusCode::CONFLICT)
            }
            Problem::Refused { sentence, missing } => {
                self.alert = sentence;
                self.missing = missing;
                Ok(StatusCode::UNPROCESSABLE_ENTITY)
            }
            problem => Err(problem),
        }
    }
}
