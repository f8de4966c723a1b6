//! What is said of images.

use dires_domain::text::Image;

use crate::papers::images::{Fault, MOST_PIXELS};

/// What is said in the place of an image of which nothing was said.
pub const SILENT: &str = "Image sans texte de remplacement";

/// Why an image is not kept.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::NotAnImage => "Ce fichier n’est pas une image. Choisissez un fichier PNG, JPEG ou WebP.".to_owned(),
        Fault::Sort => "Cette sorte d’image n’est pas acceptée\u{202f}: enregistrez-la en PNG, en JPEG ou en WebP.".to_owned(),
        Fault::Damaged => "Cette image est abîmée ou incomplète\u{202f}: elle n’a pas pu être lue jusqu’au bout.".to_owned(),
        Fault::TooManyPixels => format!(
            "Cette image est trop grande\u{202f}: elle peut compter {}\u{a0}millions de points au plus.",
            MOST_PIXELS / 1_000_000
        ),
        Fault::TooHeavy(limit) => format!(
            "Cette image est trop lourde\u{202f}: un fichier peut peser {} au plus.",
            megabytes(limit)
        ),
        Fault::Full(quota) => format!(
            "Les images de ce texte pèsent déjà presque {}, et ne peuvent peser davantage. Celle-ci n’a pas été ajoutée.",
            megabytes(quota)
        ),
    }
}

fn megabytes(bytes: usize) -> String {
    format!("{}\u{a0}Mo", bytes / 1_000_000)
}

/// Nobody said what an image shows, nor that it is decorative.
pub fn without_alt(number: usize) -> String {
    format!(
        "{} n’a pas de texte de remplacement\u{202f}: dites ce qu’elle montre, ou qu’elle est décorative.",
        which(number)
    )
}

/// The bytes of an image are not there.
pub fn absent(number: usize) -> String {
    format!(
        "{} manque\u{202f}: son fichier n’a pas été envoyé avec ce texte. Retirez-la, ou ajoutez-la à nouveau.",
        which(number)
    )
}

fn which(number: usize) -> String {
    match number {
        1 => "La première image du texte".to_owned(),
        number => format!("L’image n°\u{a0}{number} du texte"),
    }
}

/// What became of an image.
pub fn became(before: Option<Image>, after: Option<Image>) -> String {
    let said = match (before, after) {
        (None, _) => "Image ajoutée",
        (_, None) => "Image retirée",
        (Some(old), Some(new)) if old.file != new.file => "Image remplacée",
        (Some(old), Some(new)) if !old.decorative && new.decorative => {
            return "Image devenue décorative".to_owned();
        }
        _ => "Image",
    };
    let decorative = after.or(before).is_some_and(|it| it.decorative);
    let decorative = if decorative { ", décorative" } else { "" };
    format!("{said}{decorative}")
}
