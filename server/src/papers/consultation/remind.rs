//! Reminding those who have not answered, once at each time, whatever restarts.

use chrono::{DateTime, NaiveDate, Utc};
use dires_domain::decision::reminders;
use dires_domain::mail::MailKind;

use super::tell;
use crate::storage::consultations::Consultation;
use crate::storage::{StorageError, Tx};

/// When those who are silent are reminded next; none when all reminders are made.
pub fn next_reminder(consultation: &Consultation) -> Option<DateTime<Utc>> {
    let all = reminders(consultation.opens_at, consultation.closes_at);
    let made = usize::try_from(consultation.reminded).unwrap_or(usize::MAX);
    all.get(made).copied()
}

/// Writes the reminder that is due at an instant of a day: of two that are, having been stopped meanwhile, the last one.
/// `false`: none is due, or another server was quicker. The caller saves.
pub async fn remind(
    tx: &mut Tx,
    (now, today): (DateTime<Utc>, NaiveDate),
    consultation: &Consultation,
) -> Result<bool, StorageError> {
    let all = reminders(consultation.opens_at, consultation.closes_at);
    let due = all.iter().filter(|at| **at <= now).count();
    let due = i64::try_from(due).unwrap_or(i64::MAX);
    if due <= consultation.reminded || !tx.count_reminder(consultation.id, due).await? {
        return Ok(false);
    }
    let kind = MailKind::ConsultationReminder;
    tell::ask(tx, (now, today), consultation, kind, due).await?;
    Ok(true)
}
