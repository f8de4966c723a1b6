//! Written consultations and recueils d'avis: what they are, why one is refused, how one ended.

use chrono::{DateTime, Utc};
use dires_domain::decision::{Barred, ConsultationEnd, Opposition, Silence, Terms, Why};
use dires_domain::ids::TerritoryId;
use dires_domain::paper::Vote;
use dires_domain::people::Territory;

use super::{count, decision, words};
use crate::papers::consultation::Fault;
use crate::web::{dates, typography};

/// What decides.
pub const WRITTEN: &str = "Consultation écrite";
/// What does not.
pub const GATHERING: &str = "Recueil d’avis (sans valeur de décision)";
/// What a recueil is.
pub const GATHERING_HINT: &str = "Chaque territoire qui siège dans l’instance, membre associé compris, donne un avis sur la version figée. \
     Rien n’est décidé à la clôture\u{202f}: le texte reste à l’étape «\u{202f}Adoption\u{202f}», et l’instance décide en séance.";
/// No instant.
pub const NO_CLOSING: &str = "Indiquez le jour et l’heure de clôture, à l’heure de Paris.";
/// It is interrupted.
pub const STOPPED: &str =
    "La consultation est interrompue. Les réponses données sont gardées, et ne décident de rien.";
/// It may be opened again.
pub const OPENED: &str =
    "La consultation est ouverte. Chacun de ceux qui répondent reçoit un courriel.";
/// The same of a recueil.
pub const GATHERING_OPENED: &str =
    "Le recueil d’avis est ouvert. Chacun de ceux qui répondent reçoit un courriel.";
/// Above a list of what is missing before one opens.
pub const NOT_OPENED: &str = "La consultation ne peut pas s’ouvrir ainsi. Rien n’a été changé.";
/// The time has come and the result is not there yet.
pub const CLOSING: &str =
    "La consultation est close. Le résultat s’affiche ici dès qu’il est calculé.";

/// What a consultation is called.
pub const fn name(decides: bool) -> &'static str {
    if decides { WRITTEN } else { GATHERING }
}

/// An answer, as a button says it.
pub const fn answer(vote: Vote, decides: bool) -> &'static str {
    if decides {
        return words::vote(vote);
    }
    match vote {
        Vote::For => "Favorable",
        Vote::Against => "Défavorable",
        Vote::Abstains => "Sans avis",
        Vote::TakesNoPart => "Ne se prononce pas",
        Vote::Absent => "Sans réponse",
    }
}

/// The answers that are offered.
pub const fn answers(decides: bool) -> &'static [Vote] {
    if decides {
        &[Vote::For, Vote::Against, Vote::Abstains, Vote::TakesNoPart]
    } else {
        &[Vote::For, Vote::Against, Vote::Abstains]
    }
}

/// How long one lasts at least, what silence means, what one opposition does: one sentence each.
pub fn terms(terms: Terms) -> Vec<String> {
    let days = count(terms.least_days.into(), "jour", "jours");
    vec![
        format!("Elle dure {days} au moins."),
        silence(terms.silence).to_owned(),
        opposition(terms.opposition).to_owned(),
    ]
}

/// What silence means.
pub const fn silence(silence: Silence) -> &'static str {
    match silence {
        Silence::Absent => {
            "Ne pas répondre vaut absence\u{202f}: le territoire ne compte ni pour le quorum ni dans le vote."
        }
        Silence::Abstains => "Ne pas répondre vaut abstention.",
        Silence::Approves => {
            "Ne pas répondre vaut approbation\u{202f}: le territoire est compté pour."
        }
    }
}

/// What one opposition does.
pub const fn opposition(opposition: Opposition) -> &'static str {
    match opposition {
        Opposition::Counts => "Une opposition compte comme un vote contre.",
        Opposition::CallsMeeting => {
            "Une seule opposition suffit à renvoyer le texte en séance\u{202f}: rien n’est alors décidé par écrit."
        }
    }
}

/// Why a body cannot decide in writing, and what is offered instead.
pub fn barred(barred: &Barred) -> String {
    let why = match barred {
        Barred::Forbidden => {
            "la règle de l’instance ne permet pas la consultation écrite".to_owned()
        }
        Barred::Unconfirmed => "la règle de l’instance est à confirmer".to_owned(),
        Barred::Unsaid(open) => decision::cannot_say(&Why::Unsaid(open.clone())),
    };
    format!("Consultation écrite non permise\u{202f}: {why}.")
}

/// Why one is not opened, or an answer not taken.
pub fn fault(fault: &Fault, territories: &[Territory]) -> String {
    match fault {
        Fault::Body => "Choisissez l’instance à consulter, parmi celles qui décident.".to_owned(),
        Fault::Barred(why) => barred(why),
        Fault::TooShort { days, earliest } => format!(
            "Trop courte\u{202f}: la règle de l’instance demande {} au moins. La clôture peut être fixée à partir du {}.",
            count((*days).into(), "jour", "jours"),
            dates::instant(*earliest)
        ),
        Fault::NotLater => "La clôture doit être à venir.".to_owned(),
        Fault::TooLong => "La clôture est fixée à un an au plus.".to_owned(),
        Fault::UnderWay(until) => format!(
            "Une consultation de l’instance est en cours sur ce texte, jusqu’au {}. Rien n’a été changé.",
            dates::instant(*until)
        ),
        Fault::Closed(at) => format!(
            "La consultation est close depuis le {}. Votre réponse n’a pas été enregistrée.",
            dates::instant(*at)
        ),
        Fault::None => "Aucune consultation n’est ouverte sur ce texte.".to_owned(),
        Fault::NotSeated => {
            "Seules répondent les personnes qui siègent dans l’instance consultée, pour leur territoire.".to_owned()
        }
        Fault::OtherTerritory => {
            "Vous ne siégez pas dans cette instance pour ce territoire\u{202f}: sa réponse ne peut venir que de lui. \
             Rien n’a été changé."
                .to_owned()
        }
        Fault::Heard(id) => format!(
            "{} siège dans cette instance avec voix consultative\u{202f}: sa réponse ne peut pas être comptée. \
             Rien n’a été changé.",
            territory(*id, territories)
        ),
        Fault::NoAnswer => "Choisissez une réponse.".to_owned(),
        Fault::NoMotive => "Dites pourquoi la consultation est interrompue.".to_owned(),
    }
}

fn territory(id: TerritoryId, territories: &[Territory]) -> String {
    let found = territories.iter().find(|it| it.id == id);
    found.map_or_else(|| "Ce territoire".to_owned(), |it| it.name.clone())
}

/// How one ended, in a few words.
pub const fn end(end: ConsultationEnd) -> &'static str {
    match end {
        ConsultationEnd::Adopted => "Adopté",
        ConsultationEnd::Refused => "Refusé",
        ConsultationEnd::NoQuorum => "Quorum non atteint",
        ConsultationEnd::ToMeeting => "Renvoyé en séance",
        ConsultationEnd::Unsaid => "Sans résultat",
        ConsultationEnd::Gathered => "Avis recueillis",
        ConsultationEnd::Interrupted => "Interrompue",
    }
}

/// What becomes of the text, where nothing was decided.
pub const fn and_then(end: ConsultationEnd) -> &'static str {
    match end {
        ConsultationEnd::Adopted | ConsultationEnd::Refused => "",
        ConsultationEnd::NoQuorum | ConsultationEnd::Unsaid => {
            "Le texte attend toujours sa décision\u{202f}: l’instance peut être consultée de nouveau, ou réunie."
        }
        ConsultationEnd::ToMeeting => {
            "Le texte attend d’être mis à l’ordre du jour d’une séance de l’instance."
        }
        ConsultationEnd::Gathered => "L’instance décide en séance.",
        ConsultationEnd::Interrupted => {
            "Le texte a quitté cette étape avant la clôture\u{202f}: les réponses ne comptent plus."
        }
    }
}

/// A confirmation that can be kept.
pub fn answered(
    territory: &str,
    vote: Vote,
    decides: bool,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> String {
    format!(
        "La réponse {} est enregistrée\u{202f}: {}, le {}. Elle peut être changée jusqu’au {}.",
        typography::of(territory),
        answer(vote, decides).to_lowercase(),
        dates::instant(at),
        dates::instant(until)
    )
}
