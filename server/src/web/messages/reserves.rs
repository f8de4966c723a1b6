//! What is said about reserves on passages.

use dires_domain::anchor::NoPassage;
use dires_domain::ids::TerritoryId;
use dires_domain::people::Territory;
use dires_domain::reservation::{
    LONGEST_PASSAGE, LONGEST_WORDING, MOST, NotRuled, Ruling, WordingFault,
};

use crate::papers::reservations::Fault;
use crate::storage::reservations::Reservation;
use crate::web::typography;

/// The page's title.
pub const TITLE: &str = "Réserves";
/// The title of the page where one is tabled.
pub const NEW: &str = "Déposer une réserve";
/// What a reserve that is undecided does.
pub const RULE: &str = "Le texte ne peut pas être adopté tant qu’une réserve n’est ni levée ni maintenue. Seule la présidence du territoire qui l’a déposée la lève ou la maintient. Maintenue, elle est imprimée en annexe du texte adopté, sous le nom du territoire.";
/// What the closing of a written consultation makes of one, said before anybody answers.
pub const AT_CLOSING: &str = "La clôture décide par elle-même et n’interroge personne\u{202f}: une réserve qui n’est ni levée ni maintenue à cet instant compte comme maintenue. Elle n’empêche pas l’adoption\u{202f}; elle est imprimée en annexe, sous le nom du territoire.";
/// A territory that left the perimeter.
pub const OUTSIDE: &str =
    "Le texte ne parle plus pour ce territoire\u{202f}: sa réserve n’empêche pas l’adoption.";
/// What the reader has not asked yet.
pub const SAME_NOW: &str = "Le texte dit désormais ce que propose la réserve.";

/// How many reserves a text has, and how many are undecided.
pub fn count(all: usize, undecided: usize) -> String {
    let all = match all {
        1 => "1 réserve".to_owned(),
        all => format!("{all} réserves"),
    };
    match undecided {
        0 => format!("{all}, aucune en suspens"),
        undecided => format!("{all}, dont {undecided} en suspens"),
    }
}

/// One is tabled.
pub fn tabled(number: i32, version: i32) -> String {
    format!(
        "La réserve n°\u{a0}{number} est déposée sur la version {version}. Elle empêche l’adoption tant que vous ne l’avez ni levée ni maintenue."
    )
}

/// One is lifted or maintained.
pub fn ruled(number: i32, ruling: Ruling, version: i32) -> String {
    match ruling {
        Ruling::Lift => {
            format!("La réserve n°\u{a0}{number} est levée par la version {version}.")
        }
        Ruling::Maintain => format!(
            "La réserve n°\u{a0}{number} est maintenue\u{202f}: elle sera imprimée en annexe. Elle peut encore être levée avant l’adoption."
        ),
    }
}

/// « La réserve n° 2 du Sicoval n’est ni levée ni maintenue… »
pub fn undecided(number: i32, of: TerritoryId, territories: &[Territory]) -> String {
    let found = territories.iter().find(|territory| territory.id == of);
    let name = found.map_or("un territoire inconnu", |it| it.name.as_str());
    format!(
        "La réserve n°\u{a0}{number} {} n’est ni levée ni maintenue\u{202f}: seule sa présidence peut le dire, à la page des réserves du texte.",
        typography::of(name)
    )
}

/// How a reserve is called in the journal: by its number, and that nobody lifted it where a closing found it so.
pub fn beside(number: &str, said: bool) -> String {
    if said {
        format!("réserve n°\u{a0}{number}")
    } else {
        format!("réserve n°\u{a0}{number}, ni levée ni maintenue à la clôture de la consultation")
    }
}

/// A reserve on one line: « passage » → « wording ».
pub fn line(reservation: &Reservation) -> String {
    let passage = &reservation.quote.words;
    let proposed = match reservation.wording.as_str() {
        "" => "supprimer ce passage".to_owned(),
        wording => format!("écrire «\u{202f}{wording}\u{202f}»"),
    };
    let said = format!(
        "n°\u{a0}{}, sur «\u{202f}{passage}\u{202f}»\u{202f}: {proposed}",
        reservation.number
    );
    match reservation.motive.as_str() {
        "" => said,
        motive => format!("{said}. {motive}"),
    }
}

/// Why a reserve is refused.
pub fn fault(fault: Fault) -> String {
    match fault {
        Fault::Nowhere => "Ces mots ne se suivent pas ainsi dans le paragraphe. Copiez-les depuis le paragraphe.".to_owned(),
        Fault::Often => "Ces mots se trouvent plusieurs fois dans le paragraphe\u{202f}: ajoutez ceux qui les entourent.".to_owned(),
        Fault::Passage(NoPassage::TooLong) => format!(
            "Le passage a plus de {LONGEST_PASSAGE} signes\u{202f}: choisissez quelques mots du paragraphe."
        ),
        Fault::NoParagraph | Fault::Passage(NoPassage::Absent) => {
            "Choisissez un paragraphe de ce texte.".to_owned()
        }
        Fault::Passage(NoPassage::Blank) => "Choisissez des mots\u{202f}: ce passage est vide.".to_owned(),
        Fault::Wording(WordingFault::Same) => "La rédaction proposée est celle du texte. Écrivez ce que vous proposez, ou rien pour supprimer le passage.".to_owned(),
        Fault::Wording(WordingFault::TooLong) => format!(
            "La rédaction proposée est trop longue\u{202f}: {LONGEST_WORDING} caractères au plus."
        ),
        Fault::Full => format!("Ce texte a déjà {MOST} réserves."),
        Fault::None => "Cette réserve n’existe pas.".to_owned(),
        Fault::Ruled(NotRuled::Already) => "C’est déjà dit\u{202f}: rien n’a changé.".to_owned(),
        Fault::Ruled(NotRuled::Lifted) => "Cette réserve est levée, et le reste. Pour changer d’avis, déposez-en une autre.".to_owned(),
    }
}

/// The version moved on while one wrote.
pub const TEXT_CHANGED: &str = "Le texte a une nouvelle version depuis votre lecture. Rien n’a été déposé\u{202f}; ce que vous avez saisi est gardé ci-dessous. Relisez le passage, puis confirmez.";
/// Words that stand in no paragraph.
pub const NOT_ONE_PARAGRAPH: &str = "Ces mots ne se suivent dans aucun paragraphe du texte\u{202f}: choisissez le paragraphe ci-dessous, puis les mots.";
