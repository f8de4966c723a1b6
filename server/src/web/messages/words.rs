//! The labels of the closed lists of words.

use dires_domain::circuit::Stage;
use dires_domain::people::{BodyKind, Function, Membership};

/// A stage, as a column of the circuit.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Drafting => "Rédaction",
        Stage::Directions => "Conférence des directions",
        Stage::Presidencies => "Conférence des présidences",
        Stage::Adoption => "Adoption",
        Stage::Publication => "Publication",
        Stage::WithdrawnDraft => "Brouillon retiré",
        Stage::Withdrawn => "Retiré",
        Stage::Refused => "Refusé",
    }
}

/// A function, as written on a mandate.
pub const fn function(function: Function) -> &'static str {
    match function {
        Function::Direction => "Direction générale ou cabinet",
        Function::Technician => "Technicien référent",
        Function::StrandLead => "Élu référent",
        Function::Presidency => "Présidence",
        Function::Secretariat => "Secrétariat de l’association",
    }
}

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
        3 => "Ocre",
        4 => "Violet",
        5 => "Turquoise",
        6 => "Rose",
        7 => "Olive",
        8 => "Brun",
        _ => "Ardoise",
    }
}
