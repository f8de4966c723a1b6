//! What the public pages say of kinds, positions, votes and dates.

use chrono::NaiveDate;
use dires_domain::circuit::Stage;
use dires_domain::paper::PaperKind;

use super::words;
use crate::storage::adoptions::{PublicDecision, PublicPosition};
use crate::web::dates;

/// A kind of texts, as a cover says it.
pub const fn kind(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Dire => "Dire métropolitain",
        PaperKind::JointResponse => "Réponse commune",
        PaperKind::SupportStatement => "Paragraphe commun",
        PaperKind::Contract => "Contrat",
    }
}

/// A territory's position, with what became of its reserve.
pub fn position(position: &PublicPosition) -> String {
    let word = words::position(position.word);
    match position.reserve {
        Some(state) => format!("{word} ({})", words::reservation(state)),
        None => word.to_owned(),
    }
}

/// What is said of a territory that said nothing in a body.
pub const SILENT: &str = "–";

/// The stages that the public is told of, with the sentence of the day when the text entered them.
pub const fn entered(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Directions => Some("Soumis à la conférence des directions"),
        Stage::Presidencies => Some("Transmis à la conférence des présidences"),
        Stage::Adoption => Some("Approuvé par la conférence des présidences, soumis à l’adoption"),
        _ => None,
    }
}

/// The sentence of a body's decision.
pub fn decided(decision: &PublicDecision) -> String {
    let word = if decision.adopted {
        "texte adopté"
    } else {
        "texte refusé"
    };
    let written = if decision.written {
        ", par consultation écrite"
    } else {
        ""
    };
    format!("{}{written}\u{202f}: {word}", decision.body)
}

/// The sentence of the day when the text became public.
pub const PUBLISHED: &str = "Publié par l’association";

/// How a body's result was reached, and what is known of its rule.
pub fn rule(decision: &PublicDecision) -> String {
    let explained = decision.explanation.trim().trim_end_matches('.');
    let mut sentences = Vec::new();
    if !explained.is_empty() {
        sentences.push(format!("{explained}."));
    }
    match decision.rule_confirmed {
        None => sentences.push("Aucune règle de décision n’est consignée.".to_owned()),
        Some(false) if !explained.contains("à confirmer") => {
            sentences
                .push("La règle de cette instance est «\u{202f}à confirmer\u{202f}».".to_owned());
        }
        Some(_) => {}
    }
    if sentences.is_empty() {
        return String::new();
    }
    format!("{}\u{202f}: {}", decision.body, sentences.join(" "))
}

/// « Le 12 mars 2026, Assemblée générale ».
pub fn adopted(on: NaiveDate, body: &str) -> String {
    format!("Le {}, {body}", dates::day(on))
}

/// « Adopté le 12 mars 2026 ».
pub fn adopted_on(on: NaiveDate) -> String {
    format!("Adopté le {}", dates::day(on))
}

/// What a reserve would have in the place of its passage.
pub fn proposed(wording: &str) -> String {
    match wording {
        "" => "La réserve propose de supprimer ce passage.".to_owned(),
        wording => format!("La réserve propose d’écrire\u{202f}: «\u{202f}{wording}\u{202f}»"),
    }
}

/// A number of bytes as people say it: « 12 ko ».
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes}\u{a0}octets"),
        _ => format!("{}\u{a0}ko", bytes.div_ceil(1_000)),
    }
}

/// What the home page is, for search engines.
pub fn home(association: &str) -> String {
    format!(
        "Dires métropolitains, réponses communes et contrats adoptés et publiés par {association}."
    )
}

/// A hash that was pasted is none.
pub const NOT_A_HASH: &str = "Une empreinte SHA-256 est faite de 64 chiffres et lettres de a à f. Collez la ligne entière si vous voulez.";

/// The headings that a text's HTML adds.
pub const WORDING: dires_domain::text::Wording<'static> = dires_domain::text::Wording {
    notes: "Notes",
    note: "Note",
    table: "Tableau",
    image: super::images::SILENT,
    images: "",
    back: "Retour à l’appel de la note",
};
