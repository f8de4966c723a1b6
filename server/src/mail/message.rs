//! A letter as it travels: MIME, plain text beside HTML, and headers that say what it is.

use lettre::address::Envelope;
use lettre::message::header::{ContentType, ContentTypeErr, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use uuid::Uuid;

use super::letter::{CalendarFile, Letter};
use super::smtp::Fault;
use crate::config::Smtp;
use crate::web::messages::mail as say;

/// The longest subject, in characters: what mailboxes show. A longer title stands whole in the mail.
const LONGEST_SUBJECT: usize = 150;

/// Bytes to give, and to whom.
pub struct Mail {
    /// Who writes, and to whom.
    pub envelope: Envelope,
    /// The message.
    pub bytes: Vec<u8>,
}

/// Makes the mail of this letter. Its `Message-ID` is always the same for the same `id`, however often it is made.
pub fn message(letter: &Letter, id: Uuid, to: Address, smtp: &Smtp) -> Result<Mail, Fault> {
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(mail = %id, %error, "a mail could not be made");
        Fault::Refused(say::NOT_MADE.to_owned())
    };
    let bodies = letter.plain().and_then(|plain| Ok((plain, letter.html()?)));
    let (plain, html) = bodies.map_err(|error| failed(&error))?;
    let from = Mailbox::new(Some(one_line(&letter.association)), smtp.from.clone());
    let mut builder = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(subject(&letter.subject))
        .message_id(Some(format!("<{id}@{}>", smtp.from.domain())))
        .date_now()
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
    if let Some(address) = &letter.stop {
        builder = builder
            .raw_header(header("List-Unsubscribe", format!("<{address}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ));
    }
    let words = MultiPart::alternative_plain_html(plain, html);
    let whole = builder.multipart(match &letter.calendar {
        Some(file) => MultiPart::mixed()
            .multipart(words)
            .singlepart(calendar(file).map_err(|error| failed(&error))?),
        None => words,
    });
    let whole = whole.map_err(|error| failed(&error))?;
    Ok(Mail {
        envelope: whole.envelope().clone(),
        bytes: whole.formatted(),
    })
}

/// What mailboxes offer to put into a diary (RFC 6047, 2.4).
fn calendar(file: &CalendarFile) -> Result<SinglePart, ContentTypeErr> {
    let kind = format!("text/calendar; charset=utf-8; method={}", file.method);
    let attachment = Attachment::new("convocation.ics".to_owned());
    Ok(attachment.body(file.words.clone(), ContentType::parse(&kind)?))
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// On one line, whatever was typed: a line's end would begin another header.
fn one_line(text: &str) -> String {
    let spaced = text.replace(|letter: char| letter.is_control(), " ");
    spaced.trim().to_owned()
}

fn subject(text: &str) -> String {
    let line = one_line(text);
    if line.chars().count() <= LONGEST_SUBJECT {
        return line;
    }
    let cut: String = line.chars().take(LONGEST_SUBJECT - 1).collect();
    let whole_words = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}…")
}
