//! What is said on the secretariat's pages.

use chrono::NaiveDate;
use dires_domain::appointment::Fault;

use super::count;
use crate::web::dates;

/// The list of persons.
pub const PEOPLE: &str = "Personnes et mandats";
/// The members.
pub const TERRITORIES: &str = "Territoires membres";
/// The bodies.
pub const BODIES: &str = "Instances et règles";
/// Adding a member.
pub const NEW_TERRITORY: &str = "Ajouter un territoire";

/// A name was left empty.
pub const NO_NAME: &str = "Saisissez un nom.";
/// A name longer than a line.
pub const LONG_NAME: &str = "Raccourcissez ce nom\u{202f}: 200 caractères au plus.";
/// The longest name of a person or a territory, in characters.
pub const LONGEST_NAME: usize = 200;
/// An address that cannot be one.
pub const NOT_AN_EMAIL: &str =
    "Saisissez une adresse électronique, par exemple prenom.nom@territoire.fr.";
/// No function was chosen.
pub const NO_FUNCTION: &str = "Choisissez une fonction.";
/// A first day was left empty, or is not one.
pub const NO_SINCE: &str = "Saisissez le premier jour, par exemple 2026-03-02.";
/// A last day that is not a day.
pub const NOT_A_DATE: &str =
    "Saisissez le dernier jour, par exemple 2026-12-31, ou laissez ce champ vide.";
/// A last day is needed.
pub const NO_END: &str = "Saisissez le dernier jour du mandat.";
/// It would end before it starts.
pub const ENDS_BEFORE_START: &str = "Le dernier jour précède le premier\u{202f}: un mandat ne peut pas finir avant d’avoir commencé.";
/// A membership would end before it starts.
pub const LEAVES_BEFORE_JOINING: &str = "Le dernier jour précède le premier\u{202f}: un territoire ne peut pas quitter l’association avant d’y entrer.";
/// How a territory belongs was not chosen.
pub const NO_MEMBERSHIP: &str = "Choisissez entre membre de droit et membre associé.";
/// A colour was not chosen.
pub const NO_COLOUR: &str = "Choisissez une couleur.";
/// A name that no address can be made of.
pub const NO_ADDRESS: &str = "Saisissez un nom qui contient des lettres ou des chiffres.";
/// A territory of that name exists.
pub const KNOWN_TERRITORY: &str = "Un territoire porte déjà ce nom, ou un nom très proche.";
/// Nobody chose who votes.
pub const NO_VOTERS: &str = "Dites qui vote.";
/// The mandate was given.
pub const MANDATE_GIVEN: &str = "Le mandat est donné.";
/// The mandate was cancelled.
pub const MANDATE_CANCELLED: &str = "Le mandat à venir est annulé.";

/// A person was added.
pub fn person_added(name: &str) -> String {
    format!(
        "{name} est ajoutée à la liste. Donnez-lui un mandat, puis créez son lien d’invitation."
    )
}

/// An address that somebody has.
pub fn known_email(name: &str) -> String {
    format!("Cette adresse est déjà celle de «\u{202f}{name}\u{202f}».")
}

/// A mandate ends on a day.
pub fn mandate_ends(until: NaiveDate) -> String {
    format!("Le mandat prend fin le {}.", dates::day(until))
}

/// A territory was added.
pub fn territory_added(name: &str) -> String {
    format!("{name} est ajouté aux membres de l’association.")
}

/// A territory was changed, and so many mandates end with it.
pub fn territory_changed(name: &str, ended: u64) -> String {
    match u32::try_from(ended).unwrap_or(u32::MAX) {
        0 => format!("Ce qui est dit de {name} est enregistré."),
        1 => format!(
            "{name}\u{202f}: l’enregistrement est fait\u{202f}; 1 mandat prend fin le même jour."
        ),
        many => format!(
            "{name}\u{202f}: l’enregistrement est fait\u{202f}; {many} mandats prennent fin le même jour."
        ),
    }
}

/// Mandates start after the day on which a territory would leave.
pub fn mandates_to_come(many: i64) -> String {
    let many = u32::try_from(many).unwrap_or(u32::MAX);
    let mandates = count(many, "mandat commence", "mandats commencent");
    format!(
        "{mandates} après ce jour pour ce territoire\u{202f}: annulez-les d’abord, ou choisissez un jour plus tardif."
    )
}

/// Why a mandate cannot be given: the field, and the sentence beside it. `body` names the body of a seat.
pub fn fault(fault: Fault, body: &str) -> (&'static str, String) {
    match fault {
        Fault::EndsBeforeStart => ("jusquau", ENDS_BEFORE_START.to_owned()),
        Fault::NoTerritory => (
            "territoire",
            "Choisissez le territoire pour lequel ce mandat est exercé.".to_owned(),
        ),
        Fault::TerritoryOfSecretariat => (
            "territoire",
            "Le secrétariat ne représente aucun territoire\u{202f}: choisissez «\u{202f}aucun\u{202f}».".to_owned(),
        ),
        Fault::NotAMember => (
            "territoire",
            "Ce territoire n’est pas membre de l’association du premier au dernier jour de ce mandat.".to_owned(),
        ),
        Fault::SeatWithoutTerritory => (
            "instances",
            "On siège pour un territoire\u{202f}: choisissez-en un, ou ne cochez aucune instance.".to_owned(),
        ),
        Fault::SeatOfOthers(_) => (
            "instances",
            format!("La fonction choisie ne donne pas de siège dans cette instance\u{202f}: {body}."),
        ),
    }
}
