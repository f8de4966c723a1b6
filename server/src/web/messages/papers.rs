//! What is said about texts: why an action is not done, and that it was.

use chrono::NaiveDate;
use dires_domain::circuit::{Action, Refusal, Stage};
use dires_domain::conditions::Missing;
use dires_domain::deed::Deed;
use dires_domain::ids::TerritoryId;
use dires_domain::paper::{Opinion, Position};
use dires_domain::people::Territory;
use dires_domain::sheet::{LONGEST_LINE, LONGEST_TITLE, SheetFault};

use super::words;
use crate::storage::journal::Line;
use crate::web::{dates, typography};

/// An avis on words that have changed since.
pub const TEXT_CHANGED: &str = "Le texte a changé depuis votre lecture. Votre avis n’a pas été enregistré\u{202f}; \
    ce que vous avez saisi est gardé ci-dessous. Relisez le texte, puis confirmez.";
/// A reserve without its text.
pub const NO_RESERVE: &str = "Écrivez le texte de la réserve.";
/// A reserve or a motive of tens of pages.
pub const TOO_MANY_WORDS: &str = "C’est trop long pour être enregistré\u{202f}: 20\u{a0}000 caractères au plus. Gardez l’essentiel ici, et portez le reste dans le texte.";
/// A return asked for without a reason.
pub const NO_REASON: &str = "Dites pourquoi vous demandez un renvoi.";
/// Nothing was chosen.
pub const NO_CHOICE: &str = "Choisissez une réponse.";
/// Nothing says for which territory.
pub const NO_TERRITORY: &str = "Choisissez le territoire pour lequel vous parlez.";
/// A perimeter without any of their territories.
pub const NOT_THEIRS: &str =
    "Le périmètre doit compter au moins un territoire pour lequel vous écrivez.";
/// They may not start a text.
pub const CANNOT_START: &str = "Seules les directions, les techniciens et les élus référents d’un territoire commencent un texte.";
/// The votes say the other thing.
pub const OTHER_RESULT: &str =
    "Le vote saisi donne l’autre résultat. Vérifiez les votes, ou enregistrez ce résultat-là.";
/// A territory that was not there gives no vote.
pub const NO_VOTE: &str = "Pas de vote";
/// Nothing is known of the presence of an associate.
pub const UNSAID: &str = "Non précisé";
/// The votes cannot be counted.
pub const NO_RESULT: &str = "Le résultat ne peut pas encore être calculé. Rien n’a été enregistré.";
/// What is said on top of a list of what is missing.
pub const MISSING: &str =
    "Cette étape n’est pas encore possible\u{202f}: il manque quelque chose. Rien n’a été changé.";
/// Not a day.
pub const NOT_A_DATE: &str = "Écrivez une date, par exemple 2026-03-31.";
/// Not an instant.
pub const NOT_AN_INSTANT: &str = "Indiquez le jour et l’heure de clôture, à l’heure de Paris.";
/// No kind.
pub const NO_KIND: &str = "Choisissez la nature du texte.";
/// A file over the limit.
pub const FILE_TOO_LARGE: &str =
    "Ce fichier dépasse 5\u{a0}Mo. Rien n’a été créé\u{202f}; ce que vous avez saisi est gardé.";
/// A file in another encoding.
pub const FILE_NOT_UTF8: &str = "Ce fichier n’est pas en UTF-8. Enregistrez-le en UTF-8 dans votre éditeur, puis choisissez-le de nouveau.";
/// A file that is no written text.
pub const FILE_NOT_MARKDOWN: &str = "Ce fichier n’est pas un texte Markdown. Depuis un traitement de texte, copiez le texte et collez-le plutôt ci-dessous.";
/// No file though a file was announced.
pub const NO_FILE: &str = "Choisissez un fichier Markdown, ou une autre façon de commencer.";
/// Nothing was pasted.
pub const NOTHING_PASTED: &str = "Collez votre texte, ou choisissez une autre façon de commencer.";
/// A text longer than a text may be.
pub const TEXT_TOO_LONG: &str = "Ce texte est trop long pour être importé en une fois\u{202f}: deux millions de caractères au plus.";
/// The sheet was changed.
pub const SHEET_SAVED: &str = "La fiche est enregistrée.";
/// A text was started.
pub const CREATED: &str = "Le texte est créé. Vous pouvez l’écrire avec vos collègues.";
/// A correction was started.
pub const CORRECTION_STARTED: &str =
    "Un nouveau texte, lié au texte publié, part de ses mots. Le texte publié ne change pas.";

/// The rule does not say what comes of the votes, and why.
pub fn nothing_computed(why: &str) -> String {
    format!(
        "Rien n’est calculé\u{202f}: {why}. Le secrétariat constate le résultat, et la décision le dira."
    )
}

/// Who decided before, and what.
pub fn decided_before(line: Option<&Line>) -> String {
    let Some(line) = line else {
        return "Quelqu’un a agi sur ce texte avant vous. Votre demande n’a rien changé."
            .to_owned();
    };
    format!(
        "{} a agi avant vous, le {}\u{202f}: {}. Votre demande n’a rien changé.",
        line.person.as_deref().unwrap_or("L’association"),
        dates::instant(line.at),
        decided(line),
    )
}

fn decided(line: &Line) -> String {
    match (line.deed, line.after) {
        (Deed::SheetEdited, _) => "la fiche a été modifiée".to_owned(),
        (deed, Some(stage)) => format!(
            "{} ({})",
            words::deed(deed).to_lowercase(),
            words::stage(stage)
        ),
        (deed, None) => words::deed(deed).to_lowercase(),
    }
}

/// Why someone may not do this.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NotAtThisStage { action, stage } => format!(
            "«\u{202f}{}\u{202f}» n’est pas possible à l’étape «\u{202f}{}\u{202f}». Rien n’a été changé.",
            words::action(*action),
            words::stage(*stage)
        ),
        Refusal::NotForThisRole { action, .. } => format!(
            "«\u{202f}{}\u{202f}» n’est pas ouvert à vos mandats en cours pour ce texte. Rien n’a été changé.",
            words::action(*action)
        ),
    }
}

/// What is missing, as a sentence.
pub fn missing(missing: &Missing, territories: &[Territory]) -> String {
    let name = |id: TerritoryId| name(territories, id);
    match *missing {
        Missing::Title => "Le texte n’a pas de titre.".to_owned(),
        Missing::Text => "Le texte est vide.".to_owned(),
        Missing::Motive => "Écrivez le motif.".to_owned(),
        Missing::Perimeter(least) => perimeter(least),
        Missing::NotInForce(id) => not_in_force(&name(id)),
        Missing::Opinion(id) => format!(
            "Il manque l’avis {} sur le texte tel qu’il est.",
            typography::of(&name(id))
        ),
        Missing::Position(id) => format!(
            "Il manque la position {} sur cette version.",
            typography::of(&name(id))
        ),
        Missing::ReturnAsked(id) => format!("{} demande un renvoi aux directions.", name(id)),
        Missing::Opposed(id) => format!("{} s’oppose.", name(id)),
        Missing::Body => "Choisissez l’instance qui a décidé.".to_owned(),
        Missing::Date => "Indiquez le jour de la décision.".to_owned(),
        Missing::Future(day) => future(day),
        Missing::Sitting(fault) => super::decision::fault(fault, territories),
        Missing::Reserve(id) => format!(
            "Dites si la réserve {} est levée ou maintenue.",
            typography::of(&name(id))
        ),
        Missing::Alt(number) => super::images::without_alt(number),
        Missing::Image(number) => super::images::absent(number),
        Missing::Reservation(number, id) => super::reserves::undecided(number, id, territories),
        Missing::Suggestions(count) => super::suggestions::to_decide(count),
        Missing::Amendments(count) => super::amendments::to_decide(count),
        Missing::Origin(count) => super::navette::nowhere(count),
        Missing::Publication => "Ce texte n’est pas encore publié.".to_owned(),
    }
}

/// A day that has not come.
pub fn future(day: NaiveDate) -> String {
    format!("Le {} n’est pas encore passé.", dates::day(day))
}

fn perimeter(least: usize) -> String {
    match least {
        1 => "Choisissez au moins un territoire.".to_owned(),
        _ => "Un contrat engage au moins deux territoires.".to_owned(),
    }
}

fn not_in_force(name: &str) -> String {
    format!(
        "{name} n’est pas membre de l’association aujourd’hui\u{202f}: retirez ce territoire du périmètre."
    )
}

fn name(territories: &[Territory], id: TerritoryId) -> String {
    let found = territories.iter().find(|territory| territory.id == id);
    found.map_or_else(|| "un territoire inconnu".to_owned(), |it| it.name.clone())
}

/// The field of a sheet's form at fault, and what is wrong.
pub fn sheet_fault(fault: SheetFault, territories: &[Territory]) -> (&'static str, String) {
    match fault {
        SheetFault::NoTitle => ("titre", "Donnez un titre au texte.".to_owned()),
        SheetFault::LongTitle => (
            "titre",
            format!("Le titre a {LONGEST_TITLE} caractères au plus."),
        ),
        SheetFault::SmallPerimeter(least) => ("territoires", perimeter(least)),
        SheetFault::NotInForce(id) => ("territoires", not_in_force(&name(territories, id))),
        SheetFault::LongAddressee => (
            "destinataire",
            format!("Le destinataire tient en {LONGEST_LINE} caractères."),
        ),
        SheetFault::NoCall => (
            "appel",
            "Donnez le nom de l’appel auquel le texte répond.".to_owned(),
        ),
        SheetFault::LongCall => (
            "appel",
            format!(
                "Le nom de l’appel et celui de son porteur tiennent en {LONGEST_LINE} caractères."
            ),
        ),
    }
}

/// What is said once a move is made.
pub fn moved(action: Action) -> &'static str {
    match action {
        Action::Submit => {
            "Le texte est soumis à la conférence des directions. Une version est figée."
        }
        Action::Forward => {
            "Le texte est transmis à la conférence des présidences. Une version est figée."
        }
        Action::SendBack => "Le texte est renvoyé, avec votre motif.",
        Action::Approve => "L’approbation est enregistrée\u{202f}: le texte attend son adoption.",
        Action::Adopt => "L’adoption est enregistrée. Le texte est scellé et peut être publié.",
        Action::Refuse => "Le refus est enregistré, avec son motif.",
        Action::Withdraw => "Le texte est retiré, avec votre motif.",
        _ => "C’est fait.",
    }
}

/// What a move made from a text's page does; none for what is done elsewhere.
pub fn hint(action: Action, stage: Stage) -> Option<&'static str> {
    Some(match (action, stage) {
        (Action::Submit, _) => {
            "Une version est figée, et chaque direction du périmètre donne un avis."
        }
        (Action::Forward, _) => {
            "Le texte n’est plus modifiable, et chaque présidence du périmètre prend position."
        }
        (Action::Approve, _) => "Le texte va à l’instance qui adopte.",
        (Action::SendBack, Stage::Directions) => {
            "Le texte retourne en rédaction. Les avis donnés ne comptent plus."
        }
        (Action::SendBack, _) => {
            "Le texte retourne aux directions. Avis et positions ne comptent plus."
        }
        (Action::Withdraw, _) => {
            "Le texte quitte le circuit pour de bon. Il reste lisible, avec votre motif."
        }
        _ => return None,
    })
}

/// A motive is asked for.
pub const NO_MOTIVE: &str = "Écrivez le motif\u{202f}: il est gardé au journal du texte.";

/// A confirmation that can be kept: an avis.
pub fn opinion_given(word: Opinion, at: &str) -> String {
    let word = words::opinion(word).to_lowercase();
    format!("Votre avis est enregistré\u{202f}: {word}, le {at}.")
}

/// A confirmation that can be kept: a position.
pub fn position_taken(word: Position, version: i32, at: &str) -> String {
    let word = words::position(word).to_lowercase();
    format!("Votre position est enregistrée\u{202f}: {word}, sur la version {version}, le {at}.")
}

/// The way back from what belongs to a text.
pub const CIRCUIT: &str = "Le texte et son circuit";

/// Why somebody does not write in a text at this stage.
pub fn closed_at(stage: &str) -> String {
    format!(
        "À l’étape «\u{202f}{stage}\u{202f}», ce texte n’est pas ouvert à l’écriture pour vous\u{202f}: vous le lisez."
    )
}

/// No body.
pub const NO_BODY: &str = "Choisissez l’instance qui a décidé.";

/// An avis is awaited.
pub const OPINION_AWAITED: &str = "avis attendu";
/// No avis was given.
pub const NO_OPINION: &str = "sans avis";
/// A position is awaited.
pub const POSITION_AWAITED: &str = "position attendue";
/// No position was taken.
pub const NO_POSITION: &str = "sans position";
/// An associate.
pub const HEARD: &str = "membre associé\u{202f}: entendu, non requis";

/// When something was said.
pub fn on(instant: &str) -> String {
    format!("le {instant}")
}

/// When and why an avis no longer stands.
pub fn voided(instant: &str) -> String {
    format!("annulé\u{202f}: le texte a changé le {instant}")
}

/// What a position is, on its receipt.
pub const POSITION: &str = "Position dans la conférence des présidences";

/// How long a text is.
pub fn length(words: usize) -> String {
    let minutes = words.div_ceil(WORDS_A_MINUTE).max(1);
    let minute = if minutes == 1 { "minute" } else { "minutes" };
    format!("{words}\u{a0}mots, {minutes}\u{a0}{minute} de lecture")
}

/// How many words are read in a minute.
const WORDS_A_MINUTE: usize = 230;

/// What has changed since one said that one had read it.
pub fn since_reading(when: &str) -> String {
    format!("Depuis votre lecture du {when}")
}

/// What has changed since a version.
pub fn since_version(number: i32) -> String {
    format!("Depuis la version {number}")
}
