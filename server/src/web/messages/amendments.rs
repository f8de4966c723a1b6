//! What is said of amendments.

use dires_domain::amendment::{AmendmentAct, AmendmentState, Refusal};
use dires_domain::people::Territory;

use crate::papers::amendments::Fault;
use crate::storage::amendments::Amendment;
use crate::storage::journal::Detail;

/// One was begun.
pub const BEGUN: &str = "L’amendement est en préparation\u{202f}: vos collègues peuvent l’écrire avec vous. Personne d’autre ne le voit avant son dépôt.";
/// Its motive was kept.
pub const MOTIVATED: &str = "L’exposé des motifs est enregistré.";
/// It was tabled.
pub const TABLED: &str = "L’amendement est déposé\u{202f}: il n’est plus modifiable, et tous ceux qui lisent le texte le lisent.";
/// It was withdrawn.
pub const WITHDRAWN: &str = "L’amendement est retiré. Il est gardé, avec votre motif.";
/// It was refused.
pub const REFUSED: &str = "Le refus est enregistré\u{202f}; le texte reste comme il était.";
/// A sub-amendment was accepted.
pub const SUB_ACCEPTED: &str =
    "L’acceptation est enregistrée\u{202f}: ces mots sont ceux de l’amendement qu’il amendait.";
/// It was put elsewhere in the order.
pub const ARRANGED: &str = "L’ordre des votes est enregistré.";
/// Nothing was asked.
pub const NOTHING_ASKED: &str = "Dites ce qu’il faut faire de cet amendement.";
/// What one in preparation is called.
pub const PREPARED: &str = "Amendement en préparation";
/// The same for one that amends another.
pub const SUB_PREPARED: &str = "Sous-amendement en préparation";
/// Why one fell whose text left the stage.
pub const LEFT: &str = "Le texte a quitté la conférence des présidences avant qu’il ne soit voté.";

/// The suggestions in one.
pub const SUGGESTIONS: &str = "Suggestions dans un amendement";
/// The list of a text's.
pub const ALL: &str = "Tous les amendements";
/// Why an author does not write any more.
pub const READ_ONLY: &str = "Le texte n’est plus devant la conférence des présidences\u{202f}: cet amendement ne s’écrit plus. Vous le lisez.";
/// One that changes nothing yet.
pub const IDENTICAL: &str = "Aucune modification pour l’instant.";

/// Why one is not written any more.
pub fn closed(state: AmendmentState) -> String {
    format!(
        "Cet amendement est {}\u{202f}: il ne s’écrit plus. Vous le lisez.",
        self::state(state)
    )
}

/// « 1er », « 2e »: its place in the votes.
pub fn place(place: usize) -> String {
    match place {
        1 => "à voter en 1er".to_owned(),
        other => format!("à voter en {other}e"),
    }
}

/// One was accepted, and the text has this version.
pub fn accepted(version: i32) -> String {
    format!(
        "L’amendement est accepté\u{202f}: la version {version} du texte est figée. Les positions déjà prises sont à reprendre."
    )
}

/// « Amendement n° 3 », « Sous-amendement n° 4 ».
pub fn name(number: Option<i32>, sub: bool) -> String {
    match (number, sub) {
        (Some(number), false) => format!("Amendement n°\u{a0}{number}"),
        (Some(number), true) => format!("Sous-amendement n°\u{a0}{number}"),
        (None, false) => PREPARED.to_owned(),
        (None, true) => SUB_PREPARED.to_owned(),
    }
}

/// What is put to the vote: « Amendement n° 3, Sicoval ».
pub fn about(one: &Amendment, territory: Option<&Territory>) -> String {
    let name = name(one.number, one.parent.is_some());
    territory.map_or(name.clone(), |it| format!("{name}, {}", it.name))
}

/// How many are awaited before the text goes on.
pub fn to_decide(count: usize) -> String {
    match count {
        1 => "1\u{a0}amendement déposé attend la décision de l’instance\u{202f}: acceptez-le ou refusez-le d’abord."
            .to_owned(),
        many => format!(
            "{many}\u{a0}amendements déposés attendent la décision de l’instance\u{202f}: acceptez-les ou refusez-les d’abord."
        ),
    }
}

/// How many there are.
pub fn count(count: usize) -> String {
    match count {
        0 => "Aucun amendement".to_owned(),
        1 => "1\u{a0}amendement".to_owned(),
        many => format!("{many}\u{a0}amendements"),
    }
}

/// What became of one.
pub const fn state(state: AmendmentState) -> &'static str {
    match state {
        AmendmentState::Preparation => "en préparation",
        AmendmentState::Tabled => "déposé",
        AmendmentState::Withdrawn => "retiré",
        AmendmentState::Accepted => "accepté",
        AmendmentState::Refused => "refusé",
        AmendmentState::Fallen => "tombé",
    }
}

/// Why one fell: what became of the one through which it did, and whether it amended that.
pub fn fell(number: Option<i32>, state: AmendmentState, amended_it: bool) -> String {
    let one = number.map_or_else(
        || "un autre amendement".to_owned(),
        |number| format!("l’amendement n°\u{a0}{number}"),
    );
    if amended_it {
        return format!(
            "Sans objet\u{202f}: {one}, qu’il amendait, est {}.",
            self::state(state)
        );
    }
    format!("Sans objet\u{202f}: {one}, accepté, touche les mêmes mots ou la même place.")
}

/// Why something is not done.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Life(Refusal::NotForThem { act, .. }) => not_theirs(act).to_owned(),
        Fault::Life(Refusal::NotNow { state, .. }) => format!(
            "Cet amendement est {}\u{202f}: cela n’est plus possible. Rien n’a été changé.",
            self::state(state)
        ),
        Fault::Changed => "Cet amendement a changé depuis que vous l’avez lu. Relisez-le\u{202f}; rien n’a été changé.".to_owned(),
        Fault::NoMotive => "Écrivez l’exposé des motifs\u{202f}: il est lu avec l’amendement.".to_owned(),
        Fault::Unchanged => "Cet amendement ne change rien au texte\u{202f}: écrivez-le d’abord.".to_owned(),
        Fault::Suggestions(1) => "Une suggestion dans cet amendement n’est ni acceptée ni refusée\u{202f}: décidez-en d’abord.".to_owned(),
        Fault::Suggestions(many) => format!("{many}\u{a0}suggestions dans cet amendement ne sont ni acceptées ni refusées\u{202f}: décidez-en d’abord."),
        Fault::Overtaken => "Le texte a changé à cet endroit depuis que cet amendement a été commencé. Commencez-en un autre sur le texte d’aujourd’hui\u{202f}; celui-ci reste lisible pour vous.".to_owned(),
        Fault::ParentGone => "L’amendement qu’il amende n’est plus en discussion. Rien n’a été changé.".to_owned(),
        Fault::NoReason => "Écrivez le motif\u{202f}: il est gardé avec l’amendement.".to_owned(),
        Fault::NothingAsked => NOTHING_ASKED.to_owned(),
        Fault::First(number) => format!("L’amendement n°\u{a0}{number} est à voter d’abord\u{202f}: son sort peut faire tomber celui-ci, ou le changer. Rien n’a été changé."),
    }
}

const fn not_theirs(act: AmendmentAct) -> &'static str {
    match act {
        AmendmentAct::Table => {
            "C’est la présidence du territoire qui dépose l’amendement. Rien n’a été changé."
        }
        AmendmentAct::Withdraw => {
            "C’est la présidence du territoire qui retire l’amendement. Rien n’a été changé."
        }
        _ => {
            "Cela n’est pas ouvert à vos mandats en cours pour cet amendement. Rien n’a été changé."
        }
    }
}

/// What a line of the journal says beside.
pub fn beside(detail: &Detail) -> Option<String> {
    let said = |name: &str| detail.get(name);
    if let Some(fallen) = said("amendements") {
        return Some(match said("par") {
            Some(cause) => format!("n°\u{a0}{fallen}, par l’effet du n°\u{a0}{cause}"),
            None => format!("n°\u{a0}{fallen}"),
        });
    }
    let number = said("amendement")?;
    Some(match said("auteur-pour") {
        Some(author) => format!("n°\u{a0}{number}, {author}"),
        None => format!("n°\u{a0}{number}"),
    })
}
