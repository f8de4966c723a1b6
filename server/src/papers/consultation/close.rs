//! Closing a consultation whose time has come: by itself, once, whatever restarts or runs twice.
//!
//! All of it is one unit of work, behind the lock of the text's document: a server that is killed in the middle leaves the
//! consultation open, and of two servers that close it at once the second finds it ended.

use chrono::{DateTime, Utc};
use dires_domain::circuit::Stage;
use dires_domain::decision::{Closing, ConsultationEnd, may_consult};
use dires_domain::deed::Deed;
use dires_domain::ids::{ConsultationId, DocumentId, PaperId, TerritoryId};
use dires_domain::mail::MailKind;
use dires_domain::paper::Vote;
use dires_domain::people::Territory;
use uuid::Uuid;

use super::{tell, voters};
use crate::clock::day_of;
use crate::papers::reservations::found_at_closing;
use crate::papers::step::record::voted;
use crate::papers::step::{Seal, freeze};
use crate::papers::{PaperError, live, notify};
use crate::storage::consultations::{Consultation, End};
use crate::storage::decisions::Decision;
use crate::storage::journal::{Detail, NewLine};
use crate::storage::papers::Paper;
use crate::storage::versions::Version;
use crate::storage::{StorageError, Tx};

/// How an end is told in words.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// What a rule makes of the answers.
    pub counted: fn(&Closing) -> String,
    /// Avis that decide nothing: each one, and how many territories are silent.
    pub gathered: fn(&[Vote], usize) -> String,
}

/// What was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The text.
    pub paper: PaperId,
    /// Its live document.
    pub document: DocumentId,
    /// How it ended.
    pub end: ConsultationEnd,
}

/// What the closing found, before anything is written.
struct Found {
    end: ConsultationEnd,
    explanation: String,
    closing: Option<Closing>,
}

/// Closes a consultation, if it is still open and its time has come; none otherwise. The caller saves, then tells open
/// pages.
pub async fn close(
    tx: &mut Tx,
    now: DateTime<Utc>,
    id: ConsultationId,
    words: Words,
) -> Result<Option<Closed>, PaperError> {
    let Some(consultation) = due(tx, now, id).await? else {
        return Ok(None);
    };
    let held = live::hold(tx, consultation.paper).await?;
    let held = held.ok_or(PaperError::NotFound)?;
    // Somebody else may have held the document to close it.
    let Some(consultation) = due(tx, now, id).await? else {
        return Ok(None);
    };
    let paper = tx.paper(consultation.paper).await?;
    let paper = paper.ok_or(PaperError::NotFound)?;
    let found = find(tx, &paper, &consultation, words).await?;
    let decision = match &found.closing {
        Some(closing) if decides(found.end) => {
            let version = seal(tx, now, &paper, &held, found.end).await?;
            if found.end == ConsultationEnd::Adopted {
                let perimeter = &paper.sheet.perimeter;
                found_at_closing(tx, now, paper.id, version.id, perimeter).await?;
            }
            note(tx, now, &paper, &consultation, &found, Some(&version)).await?;
            Some(record(tx, now, &consultation, &version, closing, &found).await?)
        }
        _ => {
            note(tx, now, &paper, &consultation, &found, None).await?;
            None
        }
    };
    finish(tx, now, &consultation, &found, decision).await?;
    Ok(Some(Closed {
        paper: paper.id,
        document: held.document,
        end: found.end,
    }))
}

async fn due(
    tx: &mut Tx,
    now: DateTime<Utc>,
    id: ConsultationId,
) -> Result<Option<Consultation>, StorageError> {
    let found = tx.consultation(id).await?;
    Ok(found.filter(|it| it.ended.is_none() && it.closes_at <= now))
}

const fn decides(end: ConsultationEnd) -> bool {
    matches!(end, ConsultationEnd::Adopted | ConsultationEnd::Refused)
}

/// What comes of the answers: where the text has left the stage meanwhile, nothing.
async fn find(
    tx: &mut Tx,
    paper: &Paper,
    consultation: &Consultation,
    words: Words,
) -> Result<Found, PaperError> {
    if paper.stage != Stage::Adoption {
        return Ok(Found {
            end: ConsultationEnd::Interrupted,
            explanation: String::new(),
            closing: None,
        });
    }
    let answers = tx.consultation_answers(consultation.id).await?;
    let answers = answers.iter().map(|it| (it.territory, it.vote));
    let answers: Vec<_> = answers.collect();
    let last = day_of(consultation.closes_at);
    let (rule, asked) = voters(tx, consultation, last).await?;
    let Some(rule) = rule else {
        return Ok(gathered(&asked, &answers, words));
    };
    let terms = may_consult(Some(&rule)).map_err(super::Fault::Barred)?;
    let closing = Closing::count(&rule, terms, &asked, &answers);
    Ok(Found {
        end: closing.end(),
        explanation: (words.counted)(&closing),
        closing: Some(closing),
    })
}

/// Avis that decide nothing, of the territories that belong to the association on the day of the closing.
fn gathered(asked: &[Territory], answers: &[(TerritoryId, Vote)], words: Words) -> Found {
    let known = |id: TerritoryId| asked.iter().any(|it| it.id == id);
    let theirs = answers.iter().filter(|(id, _)| known(*id));
    let given: Vec<_> = theirs.map(|(_, vote)| *vote).collect();
    Found {
        end: ConsultationEnd::Gathered,
        explanation: (words.gathered)(&given, asked.len() - given.len()),
        closing: None,
    }
}

/// Freezes the version that is decided on, and moves the text where the decision leads.
async fn seal(
    tx: &mut Tx,
    now: DateTime<Utc>,
    paper: &Paper,
    held: &live::Live,
    end: ConsultationEnd,
) -> Result<Version, PaperError> {
    let mut perimeter = tx.territories().await?;
    perimeter.retain(|it| paper.sheet.perimeter.contains(&it.id));
    let (text, suggestions) = live::settled(tx, held.document).await?;
    let seal = Seal {
        paper,
        perimeter: &perimeter,
        text: &text,
        suggestions,
        heads: &held.heads,
        at: now,
        by: None,
    };
    let version = freeze(tx, &seal).await?;
    if !tx
        .move_paper(paper.id, paper.revision, leads_to(end))
        .await?
    {
        return Err(PaperError::DecidedBefore(None));
    }
    live::set_frozen(tx, held.document, true).await?;
    Ok(version)
}

const fn leads_to(end: ConsultationEnd) -> Stage {
    match end {
        ConsultationEnd::Adopted => Stage::Publication,
        ConsultationEnd::Refused => Stage::Refused,
        _ => Stage::Adoption,
    }
}

async fn record(
    tx: &mut Tx,
    now: DateTime<Utc>,
    consultation: &Consultation,
    version: &Version,
    closing: &Closing,
    found: &Found,
) -> Result<Uuid, StorageError> {
    let id = Uuid::now_v7();
    let votes = closing.sitting.voting();
    let votes = votes.map(|seat| voted(seat, closing.silent.contains(&seat.territory)));
    tx.record_decision(&Decision {
        id,
        paper: consultation.paper,
        version: version.id,
        body: consultation.body,
        rule: consultation.rule,
        rule_confirmed: true,
        on: day_of(consultation.closes_at),
        adopted: found.end == ConsultationEnd::Adopted,
        explanation: found.explanation.clone(),
        recorded_at: now,
        recorded_by: None,
        chair: None,
        second_call: false,
        written: true,
        // Nobody sat anywhere.
        attendance: Vec::new(),
        votes: votes.collect::<Result<_, _>>()?,
    })
    .await?;
    Ok(id)
}

async fn note(
    tx: &mut Tx,
    now: DateTime<Utc>,
    paper: &Paper,
    consultation: &Consultation,
    found: &Found,
    version: Option<&Version>,
) -> Result<(), StorageError> {
    let body = tx.body(consultation.body).await?;
    let deed = match found.end {
        ConsultationEnd::Adopted => Deed::Adopted,
        ConsultationEnd::Refused => Deed::Refused,
        _ => Deed::ConsultationClosed,
    };
    tx.note(NewLine {
        paper: paper.id,
        at: now,
        person: None,
        territory: None,
        deed,
        moved: version.map(|_| (paper.stage, leads_to(found.end))),
        version: Some(version.map_or(consultation.version, |it| it.id)),
        motive: found.explanation.clone(),
        detail: Detail::from([
            (
                "instance".to_owned(),
                body.map(|it| it.name).unwrap_or_default(),
            ),
            ("issue".to_owned(), found.end.code().to_owned()),
        ]),
    })
    .await
}

async fn finish(
    tx: &mut Tx,
    now: DateTime<Utc>,
    consultation: &Consultation,
    found: &Found,
    decision: Option<Uuid>,
) -> Result<(), PaperError> {
    let end = End {
        at: now,
        because: found.end,
        explanation: found.explanation.clone(),
        decision,
    };
    if !tx.end_consultation(consultation.id, &end).await? {
        return Err(PaperError::DecidedBefore(None));
    }
    let at = (now, day_of(now));
    tell::closed(tx, at, consultation).await?;
    let news = match found.end {
        ConsultationEnd::Adopted => Some(MailKind::Adopted),
        ConsultationEnd::Refused => Some(MailKind::Refused),
        _ => None,
    };
    notify::tell_all(tx, at, consultation.paper, news).await?;
    Ok(())
}
