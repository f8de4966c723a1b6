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
        /// An amendment was tabled.
        AmendmentTabled = "deposer-un-amendement",
        /// An amendment was withdrawn.
        AmendmentWithdrawn = "retirer-un-amendement",
        /// An amendment was accepted: a new version, unless it amends another amendment.
        AmendmentAccepted = "accepter-un-amendement",
        /// An amendment was refused.
        AmendmentRefused = "refuser-un-amendement",
        /// Amendments fell.
        AmendmentsFallen = "amendements-tombes",
        /// Positions were voided by a change of the text.
        PositionsVoided = "positions-annulees",
        /// A présidence tabled a reserve on a passage.
        ReservationTabled = "deposer-une-reserve",
        /// Its territory lifted it.
        ReservationLifted = "lever-une-reserve",
        /// Its territory maintained it, or a closing found it undecided.
        ReservationMaintained = "maintenir-une-reserve",
        /// Its form was corrected.
        FormCorrected = "corriger-la-forme",
        /// A territory contested a correction of its form, which was undone.
        FormContested = "contester-une-correction-de-forme",
        /// It was said where a change comes from that led nowhere.
        ChangeLabelled = "libeller-un-changement",
        /// That was taken back.
        LabelWithdrawn = "retirer-un-libelle",
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
        /// A suggestion was accepted.
        SuggestionAccepted = "accepter-une-suggestion",
        /// A suggestion was refused.
        SuggestionRefused = "refuser-une-suggestion",
        /// A state of it was given a name.
        StateNamed = "nommer-un-etat",
        /// The name of a state of it was taken away.
        StateUnnamed = "retirer-un-nom",
    }
}
