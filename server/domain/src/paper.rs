//! Texts: their kinds, what each needs, and what territories say of them.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The kinds of texts.
    pub enum PaperKind {
        /// Dire métropolitain.
        Dire = "dire",
        /// Réponse commune to a call.
        JointResponse = "reponse-commune",
        /// Paragraphe commun, that each carries into its own files.
        SupportStatement = "paragraphe-commun",
        /// Contrat de réciprocité or de partenariat.
        Contract = "contrat",
    }
}

impl PaperKind {
    /// The least number of territories that a text of this kind speaks for.
    pub const fn least_perimeter(self) -> usize {
        match self {
            Self::Contract => 2,
            Self::Dire | Self::JointResponse | Self::SupportStatement => 1,
        }
    }
}

vocabulary! {
    /// A territory's avis in the conférence des directions.
    pub enum Opinion {
        /// Favorable.
        Favourable = "favorable",
        /// Favorable avec réserves; the reserves are its text.
        WithReservations = "favorable-avec-reserves",
        /// Défavorable.
        Unfavourable = "defavorable",
    }
}

vocabulary! {
    /// A territory's position in the conférence des présidences.
    pub enum Position {
        /// Approuve.
        Approves = "approuve",
        /// Approuve avec réserves; the reserves are its text.
        WithReservations = "approuve-avec-reserves",
        /// Demande un renvoi aux directions; its text says why.
        AsksReturn = "demande-un-renvoi",
        /// S'oppose.
        Opposes = "s-oppose",
    }
}

impl Opinion {
    /// Whether it says nothing without words of its own: a reserve has a text.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::WithReservations)
    }
}

impl Position {
    /// Whether it says nothing without words of its own: a reserve has a text, a return a reason.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::WithReservations | Self::AsksReturn)
    }
}

vocabulary! {
    /// A territory's vote when a body adopts.
    pub enum Vote {
        /// Pour.
        For = "pour",
        /// Contre.
        Against = "contre",
        /// Abstention.
        Abstains = "abstention",
        /// Ne prend pas part au vote.
        TakesNoPart = "ne-prend-pas-part",
        /// Absent and not represented.
        Absent = "absent",
    }
}

vocabulary! {
    /// What became of a reserve.
    pub enum ReservationState {
        /// Neither lifted nor maintained yet.
        Standing = "en-suspens",
        /// Levée by its territory.
        Lifted = "levee",
        /// Maintenue: printed in annex under the territory's name.
        Maintained = "maintenue",
    }
}

vocabulary! {
    /// Why an avis or a position no longer stands.
    pub enum EndedBecause {
        /// The text changed.
        Edited = "modifie",
        /// The same territory said something newer.
        Replaced = "remplace",
        /// The text left the stage.
        Moved = "etape",
    }
}
