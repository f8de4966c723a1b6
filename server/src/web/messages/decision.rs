//! A body's rule and its decisions, in sentences that a jurist can check.

mod attendance;
mod explain;
mod faults;
mod rule;
mod written;

use dires_domain::decision::{
    Abstention, Between, Casting, Checked, Counted, Majority, NoPart, Opposition, Presence,
    SecondCall, Share, Silence, Voters,
};
use dires_domain::paper::Vote;

use super::{count, words};

pub use attendance::{There, attendance};
pub use explain::{cannot_say, explain};
pub use faults::fault;
pub use rule::{open, rule};
pub use written::{closing, gathered};

/// What nobody has said yet.
pub const UNKNOWN: &str = "À confirmer";
/// The sitting lacks its quorum.
pub const NO_QUORUM: &str = "Le quorum n’est pas atteint\u{202f}: l’instance ne peut pas délibérer, et rien n’est enregistré. Vérifiez les présences, ou convoquez-la de nouveau.";

/// A majority, as an answer to « à quelle majorité ? ».
pub const fn majority(majority: Majority) -> &'static str {
    match majority {
        Majority::Cast => "Plus de la moitié des suffrages exprimés",
        Majority::Members => "Plus de la moitié des voix de tous ceux qui votent, présents ou non",
        Majority::TwoThirds => "Deux tiers au moins des suffrages exprimés",
        Majority::Unanimity => "Unanimité des suffrages exprimés",
        Majority::NoOpposition => "Sans opposition\u{202f}: au moins un pour, et aucun contre",
    }
}

/// Who votes.
pub const fn voters(voters: Voters) -> &'static str {
    match voters {
        Voters::Members => "Les membres de droit\u{202f}; les membres associés sont entendus",
        Voters::All => "Les membres de droit et les membres associés",
    }
}

/// A share of the members to reach, or to exceed, in words where there are some.
pub fn share(share: Share, exceeded: bool) -> String {
    let said = match share.parts() {
        (1, 4) => "un quart".to_owned(),
        (1, 3) => "un tiers".to_owned(),
        (1, 2) => "la moitié".to_owned(),
        (2, 3) => "deux tiers".to_owned(),
        (3, 4) => "trois quarts".to_owned(),
        (1, 1) => return "Tous ceux qui votent".to_owned(),
        (part, whole) => format!("{part}/{whole}"),
    };
    if exceeded {
        return format!("Plus de {said} de ceux qui votent");
    }
    let mut letters = said.chars();
    let first = letters.next().map(|it| it.to_uppercase().to_string());
    let said = format!("{}{}", first.unwrap_or_default(), letters.as_str());
    format!("{said} au moins de ceux qui votent")
}

/// Who counts for a quorum.
pub const fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::Present => "Les présents seuls",
        Counted::PresentOrRepresented => "Les présents et les représentés",
    }
}

/// When a quorum is looked at.
pub const fn checked(checked: Checked) -> &'static str {
    match checked {
        Checked::AtOpening => "À l’ouverture de la séance",
        Checked::BeforeEachVote => "Avant chaque vote",
    }
}

/// What a second convocation changes.
pub const fn second_call(call: SecondCall) -> &'static str {
    match call {
        SecondCall::NoQuorum => "Aucun quorum n’est exigé",
        SecondCall::SameQuorum => "Le même quorum est exigé",
    }
}

/// What an abstention counts for.
pub const fn abstention(abstention: Abstention) -> &'static str {
    match abstention {
        Abstention::Apart => "N’est pas un suffrage exprimé",
        Abstention::Cast => "Est un suffrage exprimé, qui n’est pas pour",
    }
}

/// What taking no part counts for.
pub const fn no_part(no_part: NoPart) -> &'static str {
    match no_part {
        NoPart::Present => "Compte parmi les présents, sans suffrage",
        NoPart::Apart => "Ne compte ni parmi les présents ni dans le vote",
        NoPart::Abstention => "Compte comme une abstention",
    }
}

/// What decides a tie.
pub const fn casting(casting: Casting) -> &'static str {
    match casting {
        Casting::Nobody => "Le texte n’est pas adopté",
        Casting::Chair => "La voix de la présidence de séance est prépondérante",
    }
}

/// Between whom pouvoirs are given.
pub const fn between(between: Between) -> &'static str {
    match between {
        Between::Voters => "Les territoires qui votent dans l’instance",
        Between::SameKind => {
            "Les territoires de même qualité\u{202f}: de droit entre eux, associés entre eux"
        }
        Between::Anyone => "Tous ceux qui siègent, y compris avec voix consultative",
    }
}

/// What silence means in a written consultation.
pub const fn silence(silence: Silence) -> &'static str {
    match silence {
        Silence::Absent => "Vaut absence",
        Silence::Abstains => "Vaut abstention",
        Silence::Approves => "Vaut approbation",
    }
}

/// What one opposition does to a written consultation.
pub const fn opposition(opposition: Opposition) -> &'static str {
    match opposition {
        Opposition::Counts => "Compte comme un vote contre",
        Opposition::CallsMeeting => "Renvoie le texte en séance",
    }
}

/// Whether a territory was there.
pub const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "Présent",
        Presence::Late => "Arrivé après l’ouverture",
        Presence::Left => "Parti avant le vote",
        Presence::Represented => "Représenté",
        Presence::Excused => "Excusé",
        Presence::Absent => "Absent",
    }
}

/// A vote, with its voices where they are not one, and whether it is what the rule makes of a silence.
pub fn vote(vote: Vote, voices: i32, silent: bool) -> String {
    let said = match (silent, vote) {
        (true, Vote::Absent) => "Sans réponse".to_owned(),
        (true, vote) => format!("{} par son silence", words::vote(vote)),
        (false, vote) => words::vote(vote).to_owned(),
    };
    match u32::try_from(voices) {
        Ok(voices) if voices != 1 && vote != Vote::Absent => {
            format!("{said} ({})", count(voices, "voix", "voix"))
        }
        _ => said,
    }
}
