//! What is said of members and bodies.

use dires_domain::people::{BodyKind, Membership};

/// How a territory belongs to the association.
pub const fn membership(membership: Membership) -> &'static str {
    match membership {
        Membership::Member => "Membre de droit",
        Membership::Associate => "Membre associé",
    }
}

/// What a body is.
pub const fn body_kind(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Political => "Instance politique",
        BodyKind::Technical => "Instance technique",
    }
}

/// A territory's colour, 0 to 9, for those who do not see it.
pub const fn colour(colour: i16) -> &'static str {
    match colour {
        0 => "Brique",
        1 => "Bleu",
        2 => "Vert",
        3 => "Violet",
        4 => "Ocre",
        5 => "Turquoise",
        6 => "Framboise",
        7 => "Ardoise",
        8 => "Indigo",
        _ => "Olive",
    }
}
