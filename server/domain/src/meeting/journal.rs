//! What happens while a body sits: a journal of events, each with its minute, from which everything else is derived.
//!
//! An event is never erased: what was noted by mistake is struck, and stays in the journal. It bears a key that whoever
//! noted it chose, so that noting it again, after a cut, is noting it once. Events count in the order of their minutes,
//! and within a minute as they came: one that comes late finds its place.

mod admits;
mod sitting;

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{AmendmentId, BallotId, GuestId, PointId, TerritoryId};
use crate::paper::Vote;

pub use admits::{NotAdmitted, admits};
pub use sitting::{Ballot, Sat, Whereabouts};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Happening {
    /// The meeting was opened: who was there then counts for a quorum « à l’ouverture ».
    Opened,
    /// It was closed.
    Closed,
    /// A territory's présidence takes the chair.
    Chaired {
        /// The territory.
        territory: TerritoryId,
    },
    /// Somebody came for a territory. A pouvoir that it had given ends.
    Arrived {
        /// The territory.
        territory: TerritoryId,
    },
    /// Nobody is there for it any more.
    Left {
        /// The territory.
        territory: TerritoryId,
    },
    /// It is excused.
    Excused {
        /// The territory.
        territory: TerritoryId,
    },
    /// A territory gives its pouvoir; an earlier one ends.
    ProxyGiven {
        /// The mandant.
        grantor: TerritoryId,
        /// The mandataire.
        holder: TerritoryId,
    },
    /// It takes it back.
    ProxyEnded {
        /// The mandant.
        grantor: TerritoryId,
    },
    /// Someone from outside came.
    GuestArrived {
        /// Who.
        guest: GuestId,
    },
    /// They left.
    GuestLeft {
        /// Who.
        guest: GuestId,
    },
    /// The meeting comes to a point.
    PointTaken {
        /// The point.
        point: PointId,
    },
    /// A vote is put.
    BallotOpened {
        /// The vote.
        ballot: BallotId,
        /// The point to which it belongs.
        point: PointId,
        /// What is put, in words; empty for the point's text itself.
        about: String,
        /// The amendment of that text that is put.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amendment: Option<AmendmentId>,
    },
    /// A territory votes; what it had voted before no longer counts.
    Voted {
        /// On what.
        ballot: BallotId,
        /// The territory.
        territory: TerritoryId,
        /// Its vote.
        vote: Vote,
    },
    /// The vote is over.
    BallotClosed {
        /// Which.
        ballot: BallotId,
        /// Whether the secretariat states that it is adopted; heard only where the body's rule computes no outcome.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stated: Option<bool>,
    },
    /// An event was noted by mistake: it does not count.
    Struck {
        /// The key of that event.
        event: Uuid,
    },
}

impl Happening {
    /// Its code, as it is stored beside it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Chaired { .. } => "chaired",
            Self::Arrived { .. } => "arrived",
            Self::Left { .. } => "left",
            Self::Excused { .. } => "excused",
            Self::ProxyGiven { .. } => "proxy-given",
            Self::ProxyEnded { .. } => "proxy-ended",
            Self::GuestArrived { .. } => "guest-arrived",
            Self::GuestLeft { .. } => "guest-left",
            Self::PointTaken { .. } => "point-taken",
            Self::BallotOpened { .. } => "ballot-opened",
            Self::Voted { .. } => "voted",
            Self::BallotClosed { .. } => "ballot-closed",
            Self::Struck { .. } => "struck",
        }
    }
}

/// An event of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What whoever noted it calls it: the same key is the same event.
    pub key: Uuid,
    /// Its place in the order in which events came.
    pub seq: i64,
    /// The minute at which it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub happening: Happening,
}

/// The minute of an instant.
pub fn minute(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant
        .duration_trunc(TimeDelta::minutes(1))
        .unwrap_or(instant)
}

/// The events that count, in the order in which they happened: each key once, none that was struck.
pub fn in_order(events: &[Event]) -> Vec<&Event> {
    let struck: Vec<Uuid> = events
        .iter()
        .filter_map(|event| match event.happening {
            Happening::Struck { event } => Some(event),
            _ => None,
        })
        .collect();
    let mut kept: Vec<_> = events
        .iter()
        .filter(|event| !struck.contains(&event.key))
        .collect();
    kept.sort_by_key(|event| event.seq);
    let mut known = std::collections::HashSet::new();
    kept.retain(|event| known.insert(event.key));
    kept.sort_by_key(|event| event.at);
    kept
}
