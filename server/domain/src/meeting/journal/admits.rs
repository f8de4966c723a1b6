//! What may be noted in a meeting as it stands, whatever the body's rule: that is looked at with the votes.

use super::{Happening, Sat};
use crate::ids::{BallotId, TerritoryId};
use crate::paper::Vote;

/// Why something cannot be noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAdmitted {
    /// The meeting was not opened yet.
    #[error("the meeting is not open")]
    NotOpen,
    /// It was opened already.
    #[error("the meeting was opened already")]
    OpenAlready,
    /// It is over.
    #[error("the meeting is closed")]
    Closed,
    /// It is there already.
    #[error("{0} is there already")]
    HereAlready(TerritoryId),
    /// It is not there.
    #[error("{0} is not there")]
    NotHere(TerritoryId),
    /// Who is there needs no pouvoir.
    #[error("{0} is there and gives no pouvoir")]
    GrantorHere(TerritoryId),
    /// A pouvoir to oneself.
    #[error("{0} cannot hold its own pouvoir")]
    HolderIsGrantor(TerritoryId),
    /// No pouvoir stands.
    #[error("{0} gave no pouvoir")]
    NoProxy(TerritoryId),
    /// Another vote is open.
    #[error("another vote is open")]
    BallotOpen(BallotId),
    /// There is no such vote, or it is over.
    #[error("the vote is not open")]
    BallotNotOpen(BallotId),
    /// Neither there nor represented.
    #[error("{0} has no voice here")]
    NoVoice(TerritoryId),
    /// Whoever does not vote is absent, and says nothing.
    #[error("absent is no vote")]
    NotAVote(TerritoryId),
}

/// Says whether this may be noted of a meeting that stands so. An event that strikes another always may.
pub fn admits(sat: &Sat, happening: &Happening) -> Result<(), NotAdmitted> {
    if matches!(happening, Happening::Struck { .. }) {
        return Ok(());
    }
    if sat.closed_at.is_some() {
        return Err(NotAdmitted::Closed);
    }
    let fault = match happening {
        Happening::Opened => sat.opened_at.map(|_| NotAdmitted::OpenAlready),
        Happening::Closed | Happening::PointTaken { .. } | Happening::BallotOpened { .. } => {
            not_conducted(sat)
        }
        Happening::Arrived { territory } | Happening::Excused { territory } => {
            let here = sat.whereabouts(*territory).here;
            here.then_some(NotAdmitted::HereAlready(*territory))
        }
        Happening::Left { territory } | Happening::Chaired { territory } => {
            let here = sat.whereabouts(*territory).here;
            (!here).then_some(NotAdmitted::NotHere(*territory))
        }
        Happening::ProxyGiven { grantor, holder } => proxy(sat, *grantor, *holder),
        Happening::ProxyEnded { grantor } => {
            let stands = sat.proxies.contains_key(grantor);
            (!stands).then_some(NotAdmitted::NoProxy(*grantor))
        }
        Happening::BallotClosed { ballot, .. } => not_open(sat, *ballot),
        Happening::Voted {
            ballot,
            territory,
            vote,
        } => not_open(sat, *ballot).or_else(|| voice(sat, *territory, *vote)),
        Happening::GuestArrived { .. } | Happening::GuestLeft { .. } | Happening::Struck { .. } => {
            None
        }
    };
    fault.map_or(Ok(()), Err)
}

/// What only a meeting that was opened does, and not while a vote is open.
fn not_conducted(sat: &Sat) -> Option<NotAdmitted> {
    if sat.opened_at.is_none() {
        return Some(NotAdmitted::NotOpen);
    }
    sat.open_ballot().map(|(id, _)| NotAdmitted::BallotOpen(id))
}

fn proxy(sat: &Sat, grantor: TerritoryId, holder: TerritoryId) -> Option<NotAdmitted> {
    if grantor == holder {
        return Some(NotAdmitted::HolderIsGrantor(grantor));
    }
    let here = sat.whereabouts(grantor).here;
    here.then_some(NotAdmitted::GrantorHere(grantor))
}

fn not_open(sat: &Sat, ballot: BallotId) -> Option<NotAdmitted> {
    let open = sat.open_ballot().is_some_and(|(id, _)| id == ballot);
    (!open).then_some(NotAdmitted::BallotNotOpen(ballot))
}

fn voice(sat: &Sat, territory: TerritoryId, vote: Vote) -> Option<NotAdmitted> {
    if !sat.presence(territory).has_voice() {
        return Some(NotAdmitted::NoVoice(territory));
    }
    (vote == Vote::Absent).then_some(NotAdmitted::NotAVote(territory))
}
