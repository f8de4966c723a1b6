//! What a person sent in a form, kept as typed; and what is wrong with it, said beside each field.

use std::str::FromStr;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use chrono::NaiveDate;

use super::csrf;
use super::errors::Problem;
use super::visit::Visit;

/// The fields of a form, urlencoded or multipart. Extracting it checks the token of the session's forms.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
}

/// A file that was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name on the sender's machine.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

impl Form {
    /// The field, without blanks around; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The field as it was typed (a password, a long text); empty if it was not sent.
    pub fn raw(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a repeated field, such as ticked boxes.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.trim())
    }

    /// The field read as something else (an identifier, a word of a list, a number); none if it is empty or is not one.
    pub fn parse<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name).parse().ok()
    }

    /// The field as a day, such as `2026-03-02`: none if it was left empty, [`NotADate`] if it is something else.
    pub fn date(&self, name: &str) -> Result<Option<NaiveDate>, NotADate> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| NotADate),
        }
    }

    /// A file that was chosen; none if the field was left empty.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        let sent = self.files.iter().find(|(field, _)| field == name);
        sent.map(|(_, file)| file)
            .filter(|file| !(file.name.is_empty() && file.bytes.is_empty()))
    }

    /// The same without U+0000: nobody types it, and `PostgreSQL` does not hold it.
    fn without_nulls(mut self) -> Self {
        for (_, value) in &mut self.fields {
            value.retain(|character| character != '\0');
        }
        self
    }

    async fn read(request: Request) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) {
            let parts = Multipart::from_request(request, &())
                .await
                .map_err(|error| refused(error.status()))?;
            return Self::read_parts(parts).await;
        }
        let fields = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let fields = fields
            .map_err(|error| refused(error.into_response().status()))?
            .0;
        Ok(Self {
            fields,
            files: Vec::new(),
        })
    }

    async fn read_parts(mut parts: Multipart) -> Result<Self, Response> {
        let mut form = Self::default();
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|error| refused(error.status()))?
        {
            let field = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(ToOwned::to_owned);
            let bytes = part
                .bytes()
                .await
                .map_err(|error| refused(error.status()))?;
            match file {
                Some(name) => form.files.push((field, Upload { name, bytes })),
                None => form
                    .fields
                    .push((field, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(form)
    }
}

/// What was typed is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

fn refused(status: axum::http::StatusCode) -> Response {
    if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::TooLarge.into_response();
    }
    Problem::BadRequest(super::messages::errors::BAD_REQUEST.1.to_owned()).into_response()
}

impl<S: Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let someone = request
            .extensions()
            .get::<Visit>()
            .and_then(|visit| visit.someone.clone());
        let form = Self::read(request).await?.without_nulls();
        match someone {
            Some(someone) if !csrf::same_token(&someone.form_token, form.text(csrf::FIELD)) => {
                Err(Problem::Forged.into_response())
            }
            _ => Ok(form),
        }
    }
}

/// What is wrong with a form: for each field, the sentence shown beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<(&'static str, String)>);

impl Faults {
    /// Says what is wrong with a field.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.0.push((field, sentence.into()));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, sentence)| sentence.as_str())
    }

    /// Every field with what is wrong with it, for the summary at the top of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0
            .iter()
            .map(|(field, sentence)| (*field, sentence.as_str()))
    }
}
