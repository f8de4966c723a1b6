//! What a mail says, and how it looks.

use askama::Template;

/// A mail's content. Nothing here is confidential beyond the titles of texts.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "mail/letter.html")]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// What it is about, above the rest.
    pub heading: String,
    /// What is asked, or what happened; may be empty.
    pub lead: String,
    /// What else is to be known, each with its label.
    pub facts: Vec<(&'static str, String)>,
    /// The one link, with what its button says.
    pub action: Option<(&'static str, String)>,
    /// The points of a meeting, in order, under their heading.
    pub agenda: Option<(&'static str, Vec<String>)>,
    /// What calendars read, as a file beside.
    pub calendar: Option<CalendarFile>,
    /// What a digest holds, under its headings.
    pub parts: Vec<(&'static str, Vec<Item>)>,
    /// What is said below the button.
    pub note: String,
    /// Why this person is written to.
    pub why: &'static str,
    /// Where rhythms are chosen; none where they change nothing.
    pub choice: Option<String>,
    /// Where news are stopped; digests alone have it.
    pub stop: Option<String>,
    /// Who writes.
    pub association: String,
}

/// A calendar file (RFC 5545) and its method (RFC 5546).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// The file.
    pub words: String,
}

/// One thing of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is to be done, or what happened.
    pub what: String,
    /// The text's title.
    pub title: String,
    /// Where it is.
    pub address: String,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Plain<'l> {
    letter: &'l Letter,
}

impl Letter {
    /// A mail that says one sentence.
    pub fn new(subject: impl Into<String>, lead: impl Into<String>, association: &str) -> Self {
        let subject = subject.into();
        Self {
            heading: subject.clone(),
            subject,
            lead: lead.into(),
            facts: Vec::new(),
            action: None,
            agenda: None,
            calendar: None,
            parts: Vec::new(),
            note: String::new(),
            why: "",
            choice: None,
            stop: None,
            association: association.to_owned(),
        }
    }

    /// As HTML.
    pub fn html(&self) -> Result<String, askama::Error> {
        self.render()
    }

    /// As plain text.
    pub fn plain(&self) -> Result<String, askama::Error> {
        Plain { letter: self }.render()
    }
}
