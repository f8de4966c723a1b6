//! Writing to people: what the outbox holds is made into mails and given to the mail server.
//!
//! Once for each cause, and never lost. Between the mail server's « 250 » and our commit lies a window: a server that dies
//! there, or a « 250 » that never arrives, leaves a mail of which nobody can know whether it was taken. It is given again,
//! with the same `Message-ID`, by which mailboxes recognise it; the other choice would lose it.

pub mod compose;
mod convocation;
mod digests;
mod letter;
mod message;
mod post;
mod round;
mod smtp;
#[cfg(test)]
mod tests;

use lettre::Address;

use crate::config::{Config, Smtp};
use crate::web::messages::mail as say;
pub use digests::gather;
use letter::Letter;
pub use post::Post;
pub use smtp::Fault;

/// Tries the settings with a mail to an address. `association` is who writes.
pub async fn try_out(
    config: &Config,
    smtp: &Smtp,
    association: &str,
    to: Address,
) -> Result<(), Fault> {
    let letter = Letter {
        why: say::WHY_TRIAL,
        ..Letter::new(say::TRIAL, say::TRIAL_LEAD, association)
    };
    let id = uuid::Uuid::now_v7();
    let mail = message::message(&letter, id, to, smtp)?;
    let mut line = smtp::Line::open(smtp, &config.public_url).await?;
    line.announce(&mail).await?;
    line.give(&mail).await?;
    line.close().await;
    Ok(())
}
