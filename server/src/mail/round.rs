//! One round: everything that is due is tried, one mail after the other, on one line.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use dires_domain::mail::{MailEnd, wait};
use lettre::Address;

use super::compose::{Composed, compose};
use super::digests::{earliest, gather};
use super::message::{Mail, message};
use super::smtp::{Fault, Line, PATIENCE};
use crate::app::App;
use crate::config::Smtp;
use crate::storage::StorageError;
use crate::storage::outbox::Claimed;
use crate::web::messages::mail as say;

/// A mail that the server says it cannot take now is tried so often: for some five days, as mail servers do (RFC 5321,
/// 4.5.4.1).
const MOST_TRIES: i64 = 120;

/// How long to wait before what could not be recorded is recorded again.
const AGAIN: Duration = Duration::from_secs(1);

/// Rounds that follow each other.
pub struct Rounds {
    app: App,
    smtp: Smtp,
    line: Option<Line>,
    /// How often in a row the server could not be used.
    failures: u32,
}

/// What became of one try.
enum Tried {
    /// The server has it.
    Taken,
    /// The server was told nothing, because we are told to stop.
    Stopped,
    /// It was not taken.
    Fault(Fault),
}

impl Rounds {
    /// Rounds with this server.
    pub fn new(app: App, smtp: Smtp) -> Self {
        Self {
            app,
            smtp,
            line: None,
            failures: 0,
        }
    }

    /// Tries everything that is due; when something is due next.
    pub async fn round(&mut self) -> Result<Option<DateTime<Utc>>, StorageError> {
        let digest = gather(&self.app.db, &*self.app.clock).await?;
        let tried = self.try_all().await;
        match (&tried, self.line.take()) {
            (Ok(()), Some(line)) => line.close().await,
            // It may stand in the middle of a mail: it breaks off, and the server keeps nothing.
            (_, line) => drop(line),
        }
        tried?;
        let mut tx = self.app.db.read().await?;
        let counts = tx.mail_counts(self.app.clock.now()).await?;
        self.app.metrics.mails_waiting(counts.waiting);
        Ok(earliest(digest, tx.next_mail_at().await?))
    }

    async fn try_all(&mut self) -> Result<(), StorageError> {
        while !self.app.stopping.is_cancelled() && self.is_due().await? {
            if let Some(mail) = self.claim().await? {
                self.handle(&mail).await?;
            }
        }
        Ok(())
    }

    /// Asked before anything is claimed: what people write wakes us often, and reading disturbs nobody.
    async fn is_due(&self) -> Result<bool, StorageError> {
        let mut tx = self.app.db.read().await?;
        let next = tx.next_mail_at().await?;
        Ok(next.is_some_and(|next| next <= self.app.clock.now()))
    }

    async fn claim(&self) -> Result<Option<Claimed>, StorageError> {
        let now = self.app.clock.now();
        // Connecting, announcing, and as much again.
        let until = now + self.times(3);
        let mut tx = self.app.db.write().await?;
        let claimed = tx.claim_mail(now, until).await?;
        tx.save().await?;
        Ok(claimed)
    }

    async fn handle(&mut self, mail: &Claimed) -> Result<(), StorageError> {
        match self.composed(mail).await {
            Ok(Some(composed)) => {
                let tried = self.try_once(mail, &composed).await?;
                self.record(mail, tried).await
            }
            Ok(None) => self.moot(mail).await,
            Err(error) => {
                tracing::error!(mail = %mail.id, %error, "a mail could not be composed");
                self.later(mail, say::NOT_MADE).await
            }
        }
    }

    async fn composed(&self, mail: &Claimed) -> Result<Option<Composed>, StorageError> {
        let mut tx = self.app.db.write().await?;
        let composed = compose(&mut tx, &self.app, mail).await?;
        tx.save().await?;
        Ok(composed)
    }

    async fn try_once(
        &mut self,
        mail: &Claimed,
        composed: &Composed,
    ) -> Result<Tried, StorageError> {
        let Ok(to) = composed.to.parse::<Address>() else {
            let fault = Fault::Refused(say::no_address(&composed.to));
            return Ok(Tried::Fault(fault));
        };
        let bytes = match message(&composed.letter, mail.id, to, &self.smtp) {
            Ok(bytes) => bytes,
            Err(fault) => return Ok(Tried::Fault(fault)),
        };
        let stopping = self.app.stopping.clone();
        match stopping.run_until_cancelled(self.announced(&bytes)).await {
            None => return Ok(Tried::Stopped),
            Some(Err(fault)) => return Ok(Tried::Fault(fault)),
            Some(Ok(())) => {}
        }
        if !self.hold(mail).await? {
            // Somebody else has it: the line, in the middle of a mail, is dropped with nothing given.
            self.line = None;
            return Ok(Tried::Stopped);
        }
        let line = self.line.as_mut().expect("the mail was announced on it");
        Ok(line
            .give(&bytes)
            .await
            .map_or_else(Tried::Fault, |()| Tried::Taken))
    }

    async fn announced(&mut self, mail: &Mail) -> Result<(), Fault> {
        if self.line.is_none() {
            let line = Line::open(&self.smtp, &self.app.config.public_url).await?;
            self.line = Some(line);
        }
        match &mut self.line {
            Some(line) => line.announce(mail).await,
            None => Ok(()),
        }
    }

    /// From here on the server may take the mail: nobody else tries it before it has had its time.
    async fn hold(&self, mail: &Claimed) -> Result<bool, StorageError> {
        let until = self.app.clock.now() + self.times(PATIENCE + 1);
        let mut tx = self.app.db.write().await?;
        let held = tx.hold_mail(mail, until).await?;
        tx.save().await?;
        Ok(held)
    }

    async fn record(&mut self, mail: &Claimed, tried: Tried) -> Result<(), StorageError> {
        if !matches!(tried, Tried::Taken) {
            self.line = None;
        }
        match tried {
            Tried::Taken => {
                self.failures = 0;
                self.taken(mail).await;
                Ok(())
            }
            Tried::Stopped => self.release(mail).await,
            Tried::Fault(Fault::Server(said)) => self.server_fails(mail, &said).await,
            Tried::Fault(Fault::Later(said)) if mail.attempt < MOST_TRIES => {
                self.later(mail, &said).await
            }
            Tried::Fault(fault) => self.give_up(mail, fault.said()).await,
        }
    }

    /// What the server took is recorded, however long the database is away.
    async fn taken(&self, mail: &Claimed) {
        self.app.metrics.mail_sent();
        tracing::info!(mail = %mail.id, kind = %mail.kind, attempt = mail.attempt, "a mail was taken");
        while let Err(error) = self.end(mail, MailEnd::Sent).await {
            tracing::error!(mail = %mail.id, %error, "a mail that was taken could not be recorded");
            let pause = tokio::time::sleep(AGAIN);
            if self.app.stopping.run_until_cancelled(pause).await.is_none() {
                return;
            }
        }
    }

    async fn moot(&self, mail: &Claimed) -> Result<(), StorageError> {
        tracing::info!(mail = %mail.id, kind = %mail.kind, "a mail has nothing to say any more");
        self.end(mail, MailEnd::Moot).await
    }

    async fn end(&self, mail: &Claimed, because: MailEnd) -> Result<(), StorageError> {
        let mut tx = self.app.db.write().await?;
        tx.end_mail(mail, because, self.app.clock.now()).await?;
        tx.save().await
    }

    async fn release(&self, mail: &Claimed) -> Result<(), StorageError> {
        let mut tx = self.app.db.write().await?;
        tx.hold_mail(mail, self.app.clock.now()).await?;
        tx.save().await
    }

    /// Nothing can be sent for now: everything waits.
    async fn server_fails(&mut self, mail: &Claimed, said: &str) -> Result<(), StorageError> {
        self.failures = self.failures.saturating_add(1);
        self.app.metrics.mail_failed();
        tracing::warn!(mail = %mail.id, failures = self.failures, "the mail server cannot be used");
        let next = self.app.clock.now() + wait(self.times(1), self.failures);
        let mut tx = self.app.db.write().await?;
        tx.mail_failed(mail, said, next).await?;
        tx.postpone_mail(next).await?;
        tx.save().await
    }

    async fn later(&self, mail: &Claimed, said: &str) -> Result<(), StorageError> {
        self.app.metrics.mail_failed();
        tracing::warn!(mail = %mail.id, attempt = mail.attempt, "a mail is not taken for now");
        let tries = u32::try_from(mail.attempt).unwrap_or(u32::MAX);
        let next = self.app.clock.now() + wait(self.times(1), tries);
        let mut tx = self.app.db.write().await?;
        tx.mail_failed(mail, said, next).await?;
        tx.save().await
    }

    async fn give_up(&self, mail: &Claimed, said: &str) -> Result<(), StorageError> {
        self.app.metrics.mail_given_up();
        tracing::warn!(mail = %mail.id, attempt = mail.attempt, "a mail is refused for good");
        let mut tx = self.app.db.write().await?;
        tx.give_mail_up(mail, said, self.app.clock.now()).await?;
        tx.save().await
    }

    fn times(&self, times: u32) -> TimeDelta {
        TimeDelta::seconds(
            i64::try_from(self.smtp.timeout.as_secs()).unwrap_or(600) * i64::from(times),
        )
    }
}
