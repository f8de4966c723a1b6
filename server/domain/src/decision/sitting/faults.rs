//! What cannot be, in what is said of a meeting and of its vote.

use super::{Said, Sitting, proxies};
use crate::decision::{BodyRule, Casting, Tally};
use crate::ids::TerritoryId;
use crate::paper::Vote;
use crate::people::Territory;

/// One thing that cannot be, or that is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// This territory does not belong to the association on that day.
    Unknown(TerritoryId),
    /// Its presence is said twice.
    SeatedTwice(TerritoryId),
    /// It is heard in this body and does not vote.
    VoteOfHeard(TerritoryId),
    /// It voted twice.
    VotedTwice(TerritoryId),
    /// It was neither there nor represented, and voted.
    VoteOfAbsent(TerritoryId),
    /// It was there or represented, and its vote is not said.
    NoVote(TerritoryId),
    /// It is said to be represented, and not by whom.
    NoHolder(TerritoryId),
    /// It gave a pouvoir to itself.
    HolderIsGrantor(TerritoryId),
    /// It was there in person: its pouvoir is void.
    GrantorPresent {
        /// The mandant.
        grantor: TerritoryId,
        /// The mandataire.
        holder: TerritoryId,
    },
    /// The mandataire was not there.
    HolderAbsent {
        /// The mandant.
        grantor: TerritoryId,
        /// The mandataire.
        holder: TerritoryId,
    },
    /// It is heard in this body: it has no voice to give.
    ProxyOfHeard(TerritoryId),
    /// The rule admits no pouvoir.
    ProxiesForbidden(TerritoryId),
    /// The rule does not admit this mandataire for this mandant.
    HolderOfOtherKind {
        /// The mandant.
        grantor: TerritoryId,
        /// The mandataire.
        holder: TerritoryId,
    },
    /// A mandataire holds more pouvoirs than the rule admits.
    TooManyProxies {
        /// The mandataire.
        holder: TerritoryId,
        /// How many it holds.
        held: u32,
        /// How many it may hold.
        most: u8,
    },
    /// Who chairs was not there.
    ChairAbsent(TerritoryId),
    /// As many voices are for as against, the chair's decides, and nobody is said to chair.
    NoChair,
}

pub(super) fn of(
    rule: Option<&BodyRule>,
    territories: &[Territory],
    said: &Said,
    sitting: &Sitting,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    faults.extend(unknown(territories, said));
    let seated = said.attendance.iter().map(|line| line.territory);
    faults.extend(twice(seated).map(Fault::SeatedTwice));
    let voted = said.votes.iter().map(|(id, _)| *id);
    faults.extend(twice(voted).map(Fault::VotedTwice));
    faults.extend(heard(territories, said, sitting));
    faults.extend(votes(said, sitting));
    faults.extend(proxies::faults(rule.and_then(BodyRule::in_force), sitting));
    faults.extend(chair(rule, sitting));
    faults
}

/// Whoever is named and is no member on that day, each once.
fn unknown(territories: &[Territory], said: &Said) -> Vec<Fault> {
    let voted = said.votes.iter().map(|(id, _)| *id);
    let seated = said.attendance.iter().map(|line| line.territory);
    let holders = said.attendance.iter().filter_map(|line| line.holder);
    let mut named: Vec<_> = voted
        .chain(seated)
        .chain(holders)
        .chain(said.chair)
        .collect();
    named.sort_unstable();
    named.dedup();
    named.retain(|id| territories.iter().all(|territory| territory.id != *id));
    named.into_iter().map(Fault::Unknown).collect()
}

/// Those who come more than once, each once.
fn twice(all: impl Iterator<Item = TerritoryId>) -> impl Iterator<Item = TerritoryId> {
    let mut all: Vec<_> = all.collect();
    all.sort_unstable();
    let mut again: Vec<_> = all
        .windows(2)
        .filter(|pair| pair[0] == pair[1])
        .map(|pair| pair[0])
        .collect();
    again.dedup();
    again.into_iter()
}

/// Votes of associates that are only heard. That one was « absent » is no vote.
fn heard(territories: &[Territory], said: &Said, sitting: &Sitting) -> Vec<Fault> {
    let known = |id: TerritoryId| territories.iter().any(|territory| territory.id == id);
    let votes = |id: TerritoryId| sitting.seat(id).is_some_and(|seat| seat.votes);
    let spoken = said.votes.iter().filter(|(_, vote)| *vote != Vote::Absent);
    let heard = spoken.filter(|(id, _)| known(*id) && !votes(*id));
    heard.map(|(id, _)| Fault::VoteOfHeard(*id)).collect()
}

/// Whoever has a voice votes, nobody else does, and of everyone who votes in the body something is said.
fn votes(said: &Said, sitting: &Sitting) -> Vec<Fault> {
    let votes = sitting.voting().filter_map(|seat| {
        let id = seat.territory;
        let silent = !said.votes.iter().any(|(voter, _)| *voter == id)
            && !said.attendance.iter().any(|line| line.territory == id);
        match (
            silent || seat.presence.has_voice(),
            seat.vote == Vote::Absent,
        ) {
            (true, true) => Some(Fault::NoVote(id)),
            (false, false) => Some(Fault::VoteOfAbsent(id)),
            _ => None,
        }
    });
    votes.collect()
}

fn chair(rule: Option<&BodyRule>, sitting: &Sitting) -> Option<Fault> {
    let Some(chair) = sitting.chair else {
        let rule = rule.and_then(BodyRule::in_force)?;
        let decides = rule.casting == Some(Casting::Chair);
        let tied = Tally::count(sitting).is_tied(rule);
        return (decides && tied).then_some(Fault::NoChair);
    };
    let seat = sitting.seat(chair)?;
    (!seat.presence.in_person()).then_some(Fault::ChairAbsent(chair))
}
