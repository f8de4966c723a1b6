//! What a new text starts from: nothing, a Markdown file, or what was pasted.

use dires_domain::text::{LeadingHeading, Text, Unreadable, from_html, from_markdown, read_file};
use dires_domain::vocabulary::UnknownWord;

use crate::web::Form;
use crate::web::messages::papers as say;

/// How a text starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// Empty.
    #[default]
    Empty,
    /// From a Markdown file.
    File,
    /// From what was pasted.
    Pasted,
}

impl std::str::FromStr for Source {
    type Err = UnknownWord;

    fn from_str(code: &str) -> Result<Self, UnknownWord> {
        match code {
            "vide" => Ok(Self::Empty),
            "fichier" => Ok(Self::File),
            "colle" => Ok(Self::Pasted),
            _ => Err(UnknownWord {
                list: "Source",
                code: code.to_owned(),
            }),
        }
    }
}

/// The words that a form brings, or the field at fault and why. The heading that opens a file is its title.
pub fn read(form: &Form, limit: usize) -> Result<Text, (&'static str, &'static str)> {
    match form.parse("depart").unwrap_or_default() {
        Source::Empty => Ok(Text::default()),
        Source::File => file(form, limit).map_err(|sentence| ("fichier", sentence)),
        Source::Pasted => pasted(form).map_err(|sentence| ("colle", sentence)),
    }
}

fn file(form: &Form, limit: usize) -> Result<Text, &'static str> {
    let file = form.file("fichier").ok_or(say::NO_FILE)?;
    if file.bytes.len() > limit {
        return Err(say::FILE_TOO_LARGE);
    }
    read_file(&file.bytes, LeadingHeading::BecomesTitle).map_err(|error| match error {
        Unreadable::TooLong(_) => say::FILE_TOO_LARGE,
        Unreadable::NotUtf8 => say::FILE_NOT_UTF8,
        Unreadable::NotText => say::FILE_NOT_MARKDOWN,
    })
}

/// HTML from the paste zone, or Markdown typed where there is no script: a zone's words always stand between tags.
pub fn from_zone(zone: &str) -> Text {
    if zone.contains("</") || zone.contains("<br") {
        from_html(zone, LeadingHeading::BecomesTitle)
    } else {
        from_markdown(zone, LeadingHeading::BecomesTitle).without_images()
    }
}

fn pasted(form: &Form) -> Result<Text, &'static str> {
    let text = from_zone(form.raw("colle"));
    if text.counts().words == 0 && text.title.is_empty() {
        return Err(say::NOTHING_PASTED);
    }
    Ok(text)
}
