//! What a move needs beside the right to make it.
//!
//! [`check`] answers for one action on one [`Situation`]: nothing, or everything that is missing.

use chrono::NaiveDate;

use crate::circuit::Action;
use crate::decision::Fault;
use crate::heads::Heads;
use crate::ids::{TerritoryId, VersionId};
use crate::paper::{Opinion, PaperKind, Position, ReservationState};
use crate::people::{Membership, Territory};

/// Where a text stands when someone wants to move it.
#[derive(Debug, Clone)]
pub struct Situation {
    /// Its kind: a contract needs two territories.
    pub kind: PaperKind,
    /// Whether its title says anything.
    pub titled: bool,
    /// Whether its body says anything.
    pub written: bool,
    /// The territories it speaks for.
    pub perimeter: Vec<Territory>,
    /// The state of its live document.
    pub heads: Heads,
    /// The avis that stand, each on the state it was given on.
    pub opinions: Vec<(TerritoryId, Opinion, Heads)>,
    /// The version before the conférence des présidences, if one is frozen.
    pub version: Option<VersionId>,
    /// The positions that stand, each on its version.
    pub positions: Vec<(TerritoryId, Position, VersionId)>,
    /// Of these, the territories whose position has no reserve but on passages.
    pub anchored: Vec<TerritoryId>,
    /// The reserves on passages, of the territories of the perimeter: number, territory, what became of it.
    pub reservations: Vec<(i32, TerritoryId, ReservationState)>,
    /// Whether it is published.
    pub published: bool,
    /// How many suggestions in it are neither accepted nor refused.
    pub suggestions: usize,
    /// What its images lack: [`Missing::Alt`], [`Missing::Image`].
    pub images: Vec<Missing>,
    /// How many amendments of it are tabled and not decided.
    pub amendments: usize,
    /// How many changes since the directions validated it lead nowhere.
    pub nowhere: usize,
}

/// What comes with the move.
#[derive(Debug, Clone)]
pub struct Request {
    /// Today, in Paris.
    pub today: NaiveDate,
    /// Why; empty when nothing was said.
    pub motive: String,
    /// The meeting of the body, as recorded by the secretariat; nobody else can record one.
    pub meeting: Option<NaiveDate>,
    /// What the body decided, for an adoption or a refusal.
    pub ballot: Option<Ballot>,
}

/// A body's vote as it is being recorded.
#[derive(Debug, Clone, Default)]
pub struct Ballot {
    /// Whether a body that can adopt was named.
    pub body_named: bool,
    /// The day it decided.
    pub date: Option<NaiveDate>,
    /// What cannot be in what is said of the meeting and of its vote.
    pub faults: Vec<Fault>,
    /// What became of each reserve.
    pub reserves: Vec<(TerritoryId, ReservationState)>,
}

/// One thing that a move lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A title.
    Title,
    /// Some text.
    Text,
    /// A motive.
    Motive,
    /// Territories: at least so many.
    Perimeter(usize),
    /// This territory of the perimeter does not belong to the association today.
    NotInForce(TerritoryId),
    /// This member's avis on the text as it is.
    Opinion(TerritoryId),
    /// This member's position on this version.
    Position(TerritoryId),
    /// This member asks for a return to the directions.
    ReturnAsked(TerritoryId),
    /// This member opposes.
    Opposed(TerritoryId),
    /// The body that decides.
    Body,
    /// The day it decided.
    Date,
    /// A day that has come: this one is in the future.
    Future(NaiveDate),
    /// A meeting and a vote that can be.
    Sitting(Fault),
    /// What became of this territory's reserve: levée or maintenue.
    Reserve(TerritoryId),
    /// What becomes of this territory's reserve of this number, on a passage: its own présidence says it.
    Reservation(i32, TerritoryId),
    /// A decision on so many suggestions: where nobody writes any more, nobody decides on them either.
    Suggestions(usize),
    /// An alternative text of this image, counted from 1, or that it is decorative.
    Alt(usize),
    /// This image itself, counted from 1: it was never sent, or sent to another text.
    Image(usize),
    /// A decision on so many amendments that are tabled.
    Amendments(usize),
    /// Where so many changes since the directions validated it come from.
    Origin(usize),
    /// Its publication: what is not published yet is sent back, not corrected.
    Publication,
}

/// Says everything that the action lacks; actions that only need the right lack nothing.
pub fn check(action: Action, situation: &Situation, request: &Request) -> Result<(), Vec<Missing>> {
    let missing = match action {
        Action::Submit => submit(situation, request),
        Action::Forward => forward(situation, request),
        Action::SendBack | Action::Withdraw => motive(request),
        Action::Refuse => refuse(request),
        Action::Approve => approve(situation, request),
        Action::Adopt => adopt(situation, request),
        Action::Consult => consult(situation, request),
        Action::Correct if !situation.published => vec![Missing::Publication],
        _ => Vec::new(),
    };
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}

fn submit(situation: &Situation, request: &Request) -> Vec<Missing> {
    let mut missing = Vec::new();
    missing.extend((!situation.titled).then_some(Missing::Title));
    missing.extend((!situation.written).then_some(Missing::Text));
    missing.extend_from_slice(&situation.images);
    let least = situation.kind.least_perimeter();
    missing.extend((situation.perimeter.len() < least).then_some(Missing::Perimeter(least)));
    let gone = |t: &&Territory| !t.term.in_force(request.today);
    missing.extend(
        situation
            .perimeter
            .iter()
            .filter(gone)
            .map(|t| Missing::NotInForce(t.id)),
    );
    missing
}

/// Every member's avis on these very heads, or a dated meeting.
fn forward(situation: &Situation, request: &Request) -> Vec<Missing> {
    let mut missing = submit(situation, request);
    let pending = situation.suggestions;
    missing.extend((pending > 0).then_some(Missing::Suggestions(pending)));
    match request.meeting {
        Some(day) => missing.extend(future(day, request.today)),
        None => missing.extend(members(situation).filter_map(|id| opinion(situation, id))),
    }
    missing
}

/// Every member's position on this version, none against; or a dated meeting. And what every closing needs.
fn approve(situation: &Situation, request: &Request) -> Vec<Missing> {
    let mut missing = closed(situation);
    match request.meeting {
        Some(day) => missing.extend(future(day, request.today)),
        None => missing.extend(members(situation).filter_map(|id| position(situation, id))),
    }
    missing
}

/// What a closing needs whoever closes: each amendment decided, and each changed word led to what made it.
fn closed(situation: &Situation) -> Vec<Missing> {
    let undecided = situation.amendments;
    let missing = (undecided > 0).then_some(Missing::Amendments(undecided));
    missing.into_iter().chain(origin(situation)).collect()
}

fn origin(situation: &Situation) -> Option<Missing> {
    let nowhere = situation.nowhere;
    (nowhere > 0).then_some(Missing::Origin(nowhere))
}

fn motive(request: &Request) -> Vec<Missing> {
    let silent = request.motive.trim().is_empty();
    silent.then_some(Missing::Motive).into_iter().collect()
}

/// A refusal needs its motive; when a vote is recorded with it, the vote must be whole.
fn refuse(request: &Request) -> Vec<Missing> {
    let mut missing = motive(request);
    if let Some(ballot) = &request.ballot {
        missing.extend(recorded(ballot, request.today));
    }
    missing
}

fn adopt(situation: &Situation, request: &Request) -> Vec<Missing> {
    let empty = Ballot::default();
    let ballot = request.ballot.as_ref().unwrap_or(&empty);
    let mut missing = closed(situation);
    missing.extend(recorded(ballot, request.today));
    missing.extend(undecided(situation, ballot));
    missing
}

/// A consultation decides when it closes: what became of each reserve, and where each change comes from, is said before. One that decides nothing has no ballot.
fn consult(situation: &Situation, request: &Request) -> Vec<Missing> {
    let ballot = request.ballot.as_ref();
    ballot
        .map(|ballot| {
            let origin = origin(situation).into_iter();
            origin.chain(undecided(situation, ballot)).collect()
        })
        .unwrap_or_default()
}

fn recorded(ballot: &Ballot, today: NaiveDate) -> Vec<Missing> {
    let mut missing = Vec::new();
    missing.extend((!ballot.body_named).then_some(Missing::Body));
    match ballot.date {
        None => missing.push(Missing::Date),
        Some(day) => missing.extend(future(day, today)),
    }
    missing.extend(ballot.faults.iter().copied().map(Missing::Sitting));
    missing
}

/// The reserves of standing positions that the ballot neither lifts nor maintains, and those on passages, of which no
/// ballot says anything.
fn undecided(situation: &Situation, ballot: &Ballot) -> impl Iterator<Item = Missing> {
    let decided = |id: TerritoryId| {
        ballot
            .reserves
            .iter()
            .any(|(of, state)| *of == id && *state != ReservationState::Standing)
    };
    let worded = |id: TerritoryId| !situation.anchored.contains(&id);
    situation
        .positions
        .iter()
        .filter(move |(id, word, _)| {
            *word == Position::WithReservations && worded(*id) && !decided(*id)
        })
        .map(|(id, ..)| Missing::Reserve(*id))
        .chain(standing(situation))
}

/// The reserves on passages that are undecided.
fn standing(situation: &Situation) -> impl Iterator<Item = Missing> {
    let all = situation.reservations.iter();
    all.filter(|(.., state)| *state == ReservationState::Standing)
        .map(|(number, of, _)| Missing::Reservation(*number, *of))
}

fn future(day: NaiveDate, today: NaiveDate) -> Option<Missing> {
    (day > today).then_some(Missing::Future(day))
}

/// The members de droit of the perimeter; associates are heard, not required.
fn members(situation: &Situation) -> impl Iterator<Item = TerritoryId> {
    let member = |t: &&Territory| t.membership == Membership::Member;
    situation.perimeter.iter().filter(member).map(|t| t.id)
}

fn opinion(situation: &Situation, id: TerritoryId) -> Option<Missing> {
    let given = situation
        .opinions
        .iter()
        .any(|(of, _, heads)| *of == id && *heads == situation.heads);
    (!given).then_some(Missing::Opinion(id))
}

fn position(situation: &Situation, id: TerritoryId) -> Option<Missing> {
    let taken = situation
        .positions
        .iter()
        .find(|(of, _, on)| *of == id && Some(*on) == situation.version);
    match taken.map(|(_, word, _)| *word) {
        None => Some(Missing::Position(id)),
        Some(Position::AsksReturn) => Some(Missing::ReturnAsked(id)),
        Some(Position::Opposes) => Some(Missing::Opposed(id)),
        Some(Position::Approves | Position::WithReservations) => None,
    }
}

#[cfg(test)]
mod tests;
