//! What was typed in one of the forms of the comments, kept when the page is shown again with what is wrong.

use crate::web::Form;

/// The form that was refused; empty when the page is merely read.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Which form: `nouveau`, a thread's identifier for an answer, a comment's for its change.
    pub form: String,
    /// The words.
    pub words: String,
    /// The passage chosen.
    pub passage: String,
    /// The territory chosen.
    pub territory: String,
    /// Whether it was for one's own territory only.
    pub within: bool,
    /// Whom to name.
    pub mention: String,
    /// What is wrong.
    pub fault: String,
    /// Whether the form is gone, and the words stand by themselves on the page.
    pub homeless: bool,
}

impl Typed {
    /// What was sent in a form.
    pub fn of(name: &str, form: &Form) -> Self {
        Self {
            form: name.to_owned(),
            words: form.raw("texte").to_owned(),
            passage: form.text("passage").to_owned(),
            territory: form.text("territoire").to_owned(),
            within: form.text("visible") == "territoire",
            mention: form.text("mention").to_owned(),
            ..Self::default()
        }
    }

    /// Whether this is the form that was refused.
    pub fn is(&self, form: &str) -> bool {
        !self.homeless && self.form == form
    }

    /// The words typed in a form, or those that stand there.
    pub fn words_in<'t>(&'t self, form: &str, there: &'t str) -> &'t str {
        if self.is(form) { &self.words } else { there }
    }

    /// Whether a territory was chosen in a form.
    pub fn chose(&self, form: &str, territory: &str) -> bool {
        self.is(form) && self.territory == territory
    }

    /// Whether a passage was chosen.
    pub fn chose_passage(&self, ends: &str) -> bool {
        self.is("nouveau") && self.passage == ends
    }
}
