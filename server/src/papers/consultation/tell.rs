//! Who is written to about a consultation: those who sit in the body, and the secretariat.

use dires_domain::mail::MailKind;
use dires_domain::people::Function;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Awaiting, awaiting};
use crate::papers::{Asker, notify};
use crate::storage::consultations::Consultation;
use crate::storage::outbox::NewMail;
use crate::storage::{StorageError, Tx};

/// Writes to whoever is to answer.
pub(super) async fn opened(
    tx: &mut Tx,
    asker: &Asker<'_>,
    opened: &Consultation,
) -> Result<(), StorageError> {
    let at = (asker.now, asker.today);
    ask(tx, at, opened, MailKind::Consulted, 0).await
}

/// Writes to whoever sits for a territory that has not answered.
pub(super) async fn ask(
    tx: &mut Tx,
    (now, today): (DateTime<Utc>, NaiveDate),
    consultation: &Consultation,
    kind: MailKind,
    occasion: i64,
) -> Result<(), StorageError> {
    let awaited = Awaiting::of(tx, consultation.clone()).await?;
    for (person, mandates) in notify::everyone(tx, today).await? {
        let asker = Asker {
            person,
            mandates: &mandates,
            now,
            today,
        };
        if !awaited.awaits(&asker).is_empty() {
            write(tx, &asker, consultation, kind, occasion).await?;
        }
    }
    Ok(())
}

/// Writes to somebody who may just have got a seat, of each consultation that awaits them.
pub async fn welcome(tx: &mut Tx, asker: &Asker<'_>) -> Result<(), StorageError> {
    for awaited in awaiting(tx).await? {
        if !awaited.awaits(asker).is_empty() {
            let consultation = awaited.consultation();
            write(tx, asker, consultation, MailKind::Consulted, 0).await?;
        }
    }
    Ok(())
}

/// Says to all who sit in the body, and to the secretariat, that it is closed.
pub(super) async fn closed(
    tx: &mut Tx,
    (now, today): (DateTime<Utc>, NaiveDate),
    consultation: &Consultation,
) -> Result<(), StorageError> {
    for (person, mandates) in notify::everyone(tx, today).await? {
        let asker = Asker {
            person,
            mandates: &mandates,
            now,
            today,
        };
        if is_told(&asker, consultation) {
            write(tx, &asker, consultation, MailKind::ConsultationClosed, 0).await?;
        }
    }
    Ok(())
}

/// Whether somebody is told how a consultation ended.
pub(in crate::papers) fn is_told(asker: &Asker<'_>, consultation: &Consultation) -> bool {
    let mut office = asker.mandates.iter();
    let office =
        office.any(|it| it.function == Function::Secretariat && it.term.in_force(asker.today));
    office || !asker.seats_in(consultation.body).is_empty()
}

async fn write(
    tx: &mut Tx,
    to: &Asker<'_>,
    consultation: &Consultation,
    kind: MailKind,
    occasion: i64,
) -> Result<(), StorageError> {
    let new = NewMail {
        kind,
        subject: consultation.id.0,
        occasion,
        person: to.person,
        at: to.now,
    };
    tx.write_mail(&new).await?;
    Ok(())
}
