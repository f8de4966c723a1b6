//! Identifiers: one type a thing, so that a person is never taken for a territory.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Declares identifiers as UUIDs in a type of their own.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A member of the association.
    TerritoryId,
    /// A body of the association.
    BodyId,
    /// A dated rule of a body.
    RuleId,
    /// Someone who can log in.
    PersonId,
    /// A dated function of a person.
    MandateId,
    /// A volet of the projet de coopération.
    StrandId,
    /// A text in the circuit.
    PaperId,
    /// A live document; a text has one, and each amendment its own.
    DocumentId,
    /// An amendment.
    AmendmentId,
    /// A frozen version.
    VersionId,
    /// A thread of comments.
    ThreadId,
    /// A comment of a thread.
    CommentId,
    /// A reserve on a passage.
    ReservationId,
    /// A meeting of a body.
    MeetingId,
    /// A point of an agenda.
    PointId,
    /// Someone from outside, invited for a point.
    GuestId,
    /// A vote put to a meeting.
    BallotId,
    /// A written consultation, or a recueil d'avis.
    ConsultationId,
}
