//! The labels of the closed lists of words.

use dires_domain::circuit::{Action, Stage};
use dires_domain::deed::Deed;
use dires_domain::paper::{Opinion, PaperKind, Position, ReservationState, Vote};
use dires_domain::people::{Function, Membership};

/// A stage, as a column of the circuit.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Drafting => "Rédaction",
        Stage::Directions => "Conférence des directions",
        Stage::Presidencies => "Conférence des présidences",
        Stage::Adoption => "Adoption",
        Stage::Publication => "Publication",
        Stage::WithdrawnDraft => "Brouillon retiré",
        Stage::Withdrawn => "Retiré",
        Stage::Refused => "Refusé",
    }
}

/// A function, as written on a mandate.
pub const fn function(function: Function) -> &'static str {
    match function {
        Function::Direction => "Direction générale ou cabinet",
        Function::Technician => "Technicien référent",
        Function::StrandLead => "Élu référent",
        Function::Presidency => "Présidence",
        Function::Secretariat => "Secrétariat de l’association",
    }
}

/// A kind of text.
pub const fn kind(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Dire => "Dire",
        PaperKind::JointResponse => "Réponse commune",
        PaperKind::SupportStatement => "Paragraphe commun",
        PaperKind::Contract => "Contrat",
    }
}

/// An action, as a button says it.
pub const fn action(action: Action) -> &'static str {
    match action {
        Action::Read => "Lire",
        Action::Write => "Écrire",
        Action::Comment => "Commenter",
        Action::EditSheet => "Modifier la fiche",
        Action::Submit => "Soumettre aux directions",
        Action::GiveOpinion => "Donner un avis",
        Action::Forward => "Transmettre aux présidences",
        Action::SendBack => "Renvoyer",
        Action::TakePosition => "Prendre position",
        Action::Amend => "Amender",
        Action::DecideAmendments => "Statuer sur les amendements",
        Action::Reserve => "Déposer, lever ou maintenir une réserve",
        Action::CorrectForm => "Corriger la forme",
        Action::LabelChange => "Libeller un changement",
        Action::ContestForm => "Contester une correction de forme",
        Action::Approve => "Enregistrer l’approbation",
        Action::Consult => "Consulter l’instance",
        Action::Adopt => "Enregistrer l’adoption",
        Action::Refuse => "Enregistrer le refus",
        Action::Withdraw => "Retirer le texte",
        Action::Publish => "Publier",
        Action::Correct => "Corriger par un nouveau texte",
    }
}

/// An avis.
pub const fn opinion(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Favourable => "Favorable",
        Opinion::WithReservations => "Favorable avec réserves",
        Opinion::Unfavourable => "Défavorable",
    }
}

/// A position.
pub const fn position(position: Position) -> &'static str {
    match position {
        Position::Approves => "Approuve",
        Position::WithReservations => "Approuve avec réserves",
        Position::AsksReturn => "Demande un renvoi",
        Position::Opposes => "S’oppose",
    }
}

/// A vote.
pub const fn vote(vote: Vote) -> &'static str {
    match vote {
        Vote::For => "Pour",
        Vote::Against => "Contre",
        Vote::Abstains => "Abstention",
        Vote::TakesNoPart => "Ne prend pas part au vote",
        Vote::Absent => "Absent",
    }
}

/// What became of a reserve.
pub const fn reservation(state: ReservationState) -> &'static str {
    match state {
        ReservationState::Standing => "réserve en suspens",
        ReservationState::Lifted => "réserve levée",
        ReservationState::Maintained => "réserve maintenue",
    }
}

/// A deed of the journal.
pub const fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "Texte créé",
        Deed::EnteredPrior => "Texte antérieur saisi",
        Deed::SheetEdited => "Fiche modifiée",
        Deed::Submitted => "Texte soumis aux directions",
        Deed::OpinionGiven => "Avis donné",
        Deed::OpinionsVoided => "Avis annulés par une modification du texte",
        Deed::Forwarded => "Texte transmis aux présidences",
        Deed::SentBack => "Texte renvoyé",
        Deed::PositionTaken => "Position prise",
        Deed::AmendmentTabled => "Amendement déposé",
        Deed::AmendmentWithdrawn => "Amendement retiré",
        Deed::AmendmentAccepted => "Amendement accepté",
        Deed::AmendmentRefused => "Amendement refusé",
        Deed::AmendmentsFallen => "Amendements tombés",
        Deed::PositionsVoided => "Positions annulées par une modification du texte",
        Deed::ReservationTabled => "Réserve déposée",
        Deed::ReservationLifted => "Réserve levée",
        Deed::ReservationMaintained => "Réserve maintenue",
        Deed::FormCorrected => "Forme corrigée",
        Deed::FormContested => "Correction de forme contestée",
        Deed::ChangeLabelled => "Changement libellé à la navette",
        Deed::LabelWithdrawn => "Libellé retiré de la navette",
        Deed::Approved => "Texte approuvé",
        Deed::ConsultationOpened => "Consultation écrite ouverte",
        Deed::ConsultationAnswered => "Réponse donnée à la consultation",
        Deed::ConsultationClosed => "Consultation close",
        Deed::Adopted => "Texte adopté",
        Deed::Refused => "Texte refusé",
        Deed::Withdrawn => "Texte retiré",
        Deed::Published => "Texte publié",
        Deed::CorrectionStarted => "Correction commencée",
        Deed::SuggestionAccepted => "Suggestion acceptée",
        Deed::SuggestionRefused => "Suggestion refusée",
        Deed::StateNamed => "État du texte nommé",
        Deed::StateUnnamed => "Nom d’un état retiré",
    }
}

/// What a kind of text is, beside its name in a form.
pub const fn kind_hint(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::Dire => "contribution à un débat, un schéma, un projet",
        PaperKind::JointResponse => "à un appel à projets ou à manifestation d’intérêt",
        PaperKind::SupportStatement => "que chaque territoire reprend dans ses dossiers",
        PaperKind::Contract => "de réciprocité ou de partenariat, entre deux territoires au moins",
    }
}

/// What is said beside a territory that is not a member de droit.
pub const fn membership_note(membership: Membership) -> &'static str {
    match membership {
        Membership::Member => "",
        Membership::Associate => "membre associé",
    }
}
