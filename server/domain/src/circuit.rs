//! The circuit of a text: who may do what at which stage, and where it leads.
//!
//! [`decide`] is the whole of the rules on rights; [`crate::conditions`] says what a move needs beside the right.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Where a text stands.
    pub enum Stage {
        /// Rédaction.
        Drafting = "redaction",
        /// Conférence des directions.
        Directions = "conference-des-directions",
        /// Conférence des présidences.
        Presidencies = "conference-des-presidences",
        /// Adoption.
        Adoption = "adoption",
        /// Adopted; published now or at a set minute.
        Publication = "publication",
        /// Withdrawn while no body had seen it: a draft that stays with its perimeter.
        WithdrawnDraft = "brouillon-retire",
        /// Withdrawn from a body.
        Withdrawn = "retire",
        /// Refused by the body that adopts.
        Refused = "refuse",
    }
}

impl Stage {
    /// Whether someone may write in the text at this stage; at the others it is frozen.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Drafting | Self::Directions)
    }
}

vocabulary! {
    /// What someone can ask to do with a text.
    pub enum Action {
        /// Read the text, its versions and its journal.
        Read = "lire",
        /// Write in the live text.
        Write = "ecrire",
        /// Comment the text, reply, resolve: no right to write is needed.
        Comment = "commenter",
        /// Change what is said of the text: perimeter, volet, addressee, deadline.
        EditSheet = "modifier-la-fiche",
        /// Submit it to the conférence des directions.
        Submit = "soumettre",
        /// Give a territory's avis.
        GiveOpinion = "donner-un-avis",
        /// Forward it to the conférence des présidences.
        Forward = "transmettre",
        /// Send it back, with a motive.
        SendBack = "renvoyer",
        /// Take a territory's position.
        TakePosition = "prendre-position",
        /// Prepare an amendment for a territory; tabling it is its présidence's.
        Amend = "amender",
        /// Record what the body decides of amendments, and in which order.
        DecideAmendments = "statuer",
        /// Table a reserve on a passage, lift or maintain one's own.
        Reserve = "poser-une-reserve",
        /// Correct its form, with a motive.
        CorrectForm = "corriger-la-forme",
        /// Say of a change that leads nowhere where it comes from, or take that back.
        LabelChange = "libeller",
        /// Contest a correction of its form, which is undone.
        ContestForm = "contester-une-forme",
        /// Record that the conférence des présidences approved it.
        Approve = "approuver",
        /// Consult in writing the body that adopts, or gather avis.
        Consult = "consulter",
        /// Record its adoption.
        Adopt = "adopter",
        /// Record its refusal, with a motive.
        Refuse = "refuser",
        /// Withdraw it, with a motive.
        Withdraw = "retirer",
        /// Publish it, now or at a set minute.
        Publish = "publier",
        /// Start a linked text that corrects it.
        Correct = "corriger",
    }
}

vocabulary! {
    /// What someone is to a text, on a date. One person may be several of these.
    pub enum Role {
        /// Writes for a territory of the perimeter.
        Drafter = "redaction",
        /// Sits in the conférence des directions for a territory of the perimeter.
        Director = "direction",
        /// Sits in the conférence des présidences for a territory of the perimeter.
        President = "presidence",
        /// Holds another mandate of a territory of the perimeter.
        Colleague = "perimetre",
        /// Sits in the body where the text stands, for a territory outside the perimeter.
        Peer = "instance",
        /// Serves the association.
        Secretary = "secretariat",
        /// None of these.
        Stranger = "etranger",
    }
}

/// What becomes of the text when an allowed action is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It stays where it is.
    Stays,
    /// It moves there, and a version is frozen.
    Moves(Stage),
}

/// Why an action is refused whatever the state of the text's opinions, positions and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody may do this at this stage.
    #[error("{action} is not possible at {stage}")]
    NotAtThisStage {
        /// What was asked.
        action: Action,
        /// Where the text stands.
        stage: Stage,
    },
    /// Others may do this at this stage.
    #[error("{action} at {stage} is not for {role}")]
    NotForThisRole {
        /// What was asked.
        action: Action,
        /// Where the text stands.
        stage: Stage,
        /// What the asker is to the text.
        role: Role,
    },
}

/// Says whether `role` may do `action` with a text at `stage`, and where that leads.
pub fn decide(stage: Stage, action: Action, role: Role) -> Result<Outcome, Refusal> {
    let Some((outcome, roles)) = rule(stage, action) else {
        return Err(Refusal::NotAtThisStage { action, stage });
    };
    if roles.contains(&role) {
        Ok(outcome)
    } else {
        Err(Refusal::NotForThisRole {
            action,
            stage,
            role,
        })
    }
}

/// Says whether any of the roles allows the action, and where it leads; the last refusal otherwise.
pub fn decide_any(stage: Stage, action: Action, roles: &[Role]) -> Result<Outcome, Refusal> {
    let mut answer = decide(stage, action, Role::Stranger);
    for role in roles {
        answer = answer.or_else(|_| decide(stage, action, *role));
    }
    answer
}

/// The circuit: for each stage and action, where it leads and for whom. What is not here is possible to nobody.
#[expect(
    clippy::match_same_arms,
    reason = "one line a rule, stage by stage, as a jurist reads it"
)]
fn rule(stage: Stage, action: Action) -> Option<(Outcome, &'static [Role])> {
    use Outcome::{Moves, Stays};
    use Role::{Colleague, Director, Drafter, Peer, President, Secretary};
    const PERIMETER: &[Role] = &[Drafter, Director, President, Colleague];
    const BODIES: &[Role] = &[Drafter, Director, President, Colleague, Peer, Secretary];
    const KEPT: &[Role] = &[Drafter, Director, President, Colleague, Secretary];
    const DRAFTERS: &[Role] = &[Drafter, Director];
    const OFFICE: &[Role] = &[Secretary];
    const DIRECTIONS: &[Role] = &[Director, Secretary];

    Some(match (stage, action) {
        (Stage::Drafting | Stage::WithdrawnDraft, Action::Read) => (Stays, PERIMETER),
        (Stage::Drafting | Stage::Directions, Action::Comment) => (Stays, PERIMETER),
        (Stage::Drafting, Action::Write | Action::EditSheet) => (Stays, DRAFTERS),
        (Stage::Drafting, Action::Submit) => (Moves(Stage::Directions), DRAFTERS),
        (Stage::Drafting, Action::Withdraw) => (Moves(Stage::WithdrawnDraft), DRAFTERS),

        (Stage::Directions | Stage::Presidencies | Stage::Adoption, Action::Read) => {
            (Stays, BODIES)
        }
        (Stage::Directions, Action::Write | Action::EditSheet | Action::GiveOpinion) => {
            (Stays, &[Director])
        }
        (Stage::Directions, Action::Forward) => (Moves(Stage::Presidencies), DIRECTIONS),
        (Stage::Directions, Action::SendBack) => (Moves(Stage::Drafting), DIRECTIONS),
        (Stage::Directions, Action::Withdraw) => (Moves(Stage::Withdrawn), DIRECTIONS),

        (Stage::Presidencies, Action::TakePosition) => (Stays, &[President]),
        (Stage::Presidencies, Action::Amend) => (Stays, &[Drafter, Director, President]),
        (Stage::Presidencies, Action::DecideAmendments) => (Stays, OFFICE),
        (Stage::Presidencies | Stage::Adoption, Action::Reserve | Action::ContestForm) => {
            (Stays, &[President])
        }
        (Stage::Presidencies | Stage::Adoption, Action::CorrectForm | Action::LabelChange) => {
            (Stays, OFFICE)
        }
        (Stage::Presidencies, Action::Approve) => (Moves(Stage::Adoption), OFFICE),
        (Stage::Presidencies | Stage::Adoption, Action::SendBack) => {
            (Moves(Stage::Directions), OFFICE)
        }
        (Stage::Presidencies, Action::Withdraw) => {
            (Moves(Stage::Withdrawn), &[President, Secretary])
        }

        (Stage::Adoption, Action::Consult) => (Stays, OFFICE),
        (Stage::Adoption, Action::Adopt) => (Moves(Stage::Publication), OFFICE),
        (Stage::Adoption, Action::Refuse) => (Moves(Stage::Refused), OFFICE),

        (Stage::Publication | Stage::Withdrawn | Stage::Refused, Action::Read) => (Stays, KEPT),
        (Stage::Publication, Action::Publish) => (Stays, OFFICE),
        (Stage::Publication, Action::Correct) => (Stays, DRAFTERS),
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
