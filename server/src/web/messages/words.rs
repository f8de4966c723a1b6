//! The labels of the closed lists of words.

use dires_domain::circuit::Stage;
use dires_domain::people::Function;

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
