//! What the form of a body's rule says.

pub use super::secretariat::{NO_SINCE, NO_VOTERS};

/// The longest reference, in characters.
pub const LONGEST_SOURCE: usize = 200;
/// A reference that is longer than a line.
pub const LONG_SOURCE: &str = "Raccourcissez cette référence\u{202f}: 200 caractères au plus.";
/// A body has a rule from this very day.
pub const THAT_DAY: &str =
    "Cette instance a déjà une règle à partir de ce jour. Choisissez un autre jour.";
/// A rule is said confirmed and decides nothing.
pub const CONFIRMED_WITHOUT_MAJORITY: &str = "Une règle confirmée dit à quelle majorité l’instance adopte. Choisissez une majorité, ou laissez la règle à confirmer.";
/// A confirmed rule gives some their voices and forgets others.
pub const WEIGHTS_MISSING: &str = "Une règle confirmée donne ses voix à chaque territoire qui vote. Complétez les nombres, ou laissez la règle à confirmer.";
/// Voices that are no number.
pub const NOT_A_WEIGHT: &str = "Donnez les voix en nombres entiers, de 1 à 9\u{202f}999.";
/// The quorum is none of those offered.
pub const NO_QUORUM: &str = "Choisissez un quorum dans la liste.";
/// An answer is none of those offered.
pub const NOT_OFFERED: &str = "Choisissez une des réponses proposées.";
/// A limit of pouvoirs that is no number.
pub const NOT_A_LIMIT: &str =
    "Donnez le nombre de pouvoirs qu’un mandataire peut tenir, de 1 à 99.";
/// A duration that is no number of days.
pub const NOT_DAYS: &str =
    "Donnez une durée en jours, de 1 à 365, ou laissez ce champ vide si elle est à confirmer.";
/// The rule was recorded.
pub const RECORDED: &str = "La règle est enregistrée.";
