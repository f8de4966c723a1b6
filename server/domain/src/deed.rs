//! What a journal tells.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a line of the journal tells.
    pub enum Deed {
        /// The text was created.
        Created = "creer",
        /// It was entered as adopted before the tool existed.
        EnteredPrior = "saisir-un-texte-anterieur",
        /// Its sheet was changed.
        SheetEdited = "modifier-la-fiche",
        /// It was submitted to the directions.
        Submitted = "soumettre",
        /// An avis was given.
        OpinionGiven = "donner-un-avis",
        /// Avis were voided by a change of the text.
        OpinionsVoided = "avis-annules",
        /// It was forwarded to the présidences.
        Forwarded = "transmettre",
        /// It was sent back.
        SentBack = "renvoyer",
        /// A position was taken.
        PositionTaken = "prendre-position",
        /// The conférence des présidences approved it.
        Approved = "approuver",
        /// A body is consulted in writing, or avis are gathered.
        ConsultationOpened = "consulter",
        /// A territory answered, or changed its answer.
        ConsultationAnswered = "repondre-a-la-consultation",
        /// A consultation closed without a decision on the text.
        ConsultationClosed = "clore-la-consultation",
        /// It was adopted.
        Adopted = "adopter",
        /// It was refused.
        Refused = "refuser",
        /// It was withdrawn.
        Withdrawn = "retirer",
        /// It was published.
        Published = "publier",
        /// A text that corrects it was started.
        CorrectionStarted = "corriger",
    }
}
