//! What is said to the secretariat when it publishes.

use chrono::{DateTime, NaiveDate, Utc};

use crate::storage::publications::Publication;
use crate::web::dates;

/// No choice between now and later.
pub const NO_CHOICE: &str = "Choisissez de publier maintenant ou à partir d’une minute.";
/// The embargo's minute is none.
pub const NOT_A_MINUTE: &str = "Indiquez le jour et l’heure, à l’heure de Paris.";
/// The embargo's minute is past.
pub const PAST: &str = "Cette minute est passée. Choisissez-en une à venir, ou publiez maintenant.";
/// Someone published before.
pub const ALREADY: &str = "Ce texte est déjà publié. Votre demande n’a rien changé.";
/// Only the secretariat enters prior texts.
pub const OFFICE_ONLY: &str =
    "Seul le secrétariat de l’association saisit un texte adopté avant l’outil.";
/// No kind was chosen.
pub const NO_KIND: &str = "Choisissez la nature du texte.";
/// No body was chosen.
pub const NO_BODY: &str = "Choisissez l’instance qui a adopté le texte.";
/// No day.
pub const NO_DAY: &str = "Indiquez le jour de l’adoption.";
/// A field that is no day.
pub const NOT_A_DAY: &str = "Écrivez une date, par exemple 2023-06-30.";
/// No words.
pub const NO_TEXT: &str = "Collez le texte, ou choisissez son fichier Markdown.";

/// The day of an adoption has not come.
pub fn future(day: NaiveDate) -> String {
    format!("Le {} n’est pas encore passé.", dates::day(day))
}

/// A text was published, now or from a minute on.
pub fn published(publication: &Publication, now: DateTime<Utc>) -> String {
    if publication.visible_from <= now {
        format!("Le texte est publié à l’adresse {}.", publication.path())
    } else {
        format!(
            "Le texte sera public le {}. D’ici là, personne ne le voit à son adresse.",
            dates::instant(publication.visible_from)
        )
    }
}
