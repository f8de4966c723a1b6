//! Amendments: branches of a frozen text, put to the body one by one.
//!
//! [`decide`] says what becomes of one; [`touch`] and [`strokes`] what two of them have to do with each other; [`order`] in which order they
//! are put to the vote, and which fall when one is accepted; [`sight`] who sees and writes them.

pub mod order;
pub mod sight;
pub mod strokes;
pub mod touch;

#[cfg(test)]
mod tests;

use sight::writes;

use crate::circuit::Role;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What became of an amendment.
    pub enum AmendmentState {
        /// En préparation: its authors write in it, and nobody else sees it.
        Preparation = "preparation",
        /// Déposé: nobody writes in it, and whoever reads the text reads it.
        Tabled = "depose",
        /// Retiré by its territory, with a motive.
        Withdrawn = "retire",
        /// Accepté: its words are the text's, or those of the amendment that it amends.
        Accepted = "accepte",
        /// Refusé, with a motive.
        Refused = "refuse",
        /// Tombé: what it amends is not what it was any more.
        Fallen = "tombe",
    }
}

impl AmendmentState {
    /// Whether nothing becomes of it any more.
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Preparation | Self::Tabled)
    }
}

vocabulary! {
    /// What is done with an amendment.
    pub enum AmendmentAct {
        /// Its motive is written anew.
        Motivate = "motiver",
        /// Its territory tables it.
        Table = "deposer",
        /// Its territory withdraws it.
        Withdraw = "retirer",
        /// The body accepts it.
        Accept = "accepter",
        /// The body refuses it.
        Refuse = "refuser",
        /// It falls by itself: another one was accepted, or the text left the stage.
        Fall = "tomber",
    }
}

/// Why something is not done with an amendment. Nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in this state.
    #[error("{act} is not possible with an amendment that is {state}")]
    NotNow {
        /// What was asked.
        act: AmendmentAct,
        /// What became of the amendment.
        state: AmendmentState,
    },
    /// Others may.
    #[error("{act} is for others")]
    NotForThem {
        /// What was asked.
        act: AmendmentAct,
        /// What became of the amendment.
        state: AmendmentState,
    },
}

/// What someone is to an amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What they are to its text, for the territory that tables it.
    Own(Role),
    /// What they are to its text, for a territory that writes with it.
    Fellow(Role),
    /// Neither: what they are to its text.
    Other(Role),
    /// Nobody: it happens by itself.
    Nobody,
}

/// What becomes of an amendment in this state when somebody does this.
pub fn decide(
    state: AmendmentState,
    act: AmendmentAct,
    part: Part,
) -> Result<AmendmentState, Refusal> {
    let Some(to) = leads(state, act) else {
        return Err(Refusal::NotNow { act, state });
    };
    if may(state, act, part) {
        Ok(to)
    } else {
        Err(Refusal::NotForThem { act, state })
    }
}

/// The life of an amendment: what is not here happens to none.
fn leads(state: AmendmentState, act: AmendmentAct) -> Option<AmendmentState> {
    use AmendmentState::{Accepted, Fallen, Preparation, Refused, Tabled, Withdrawn};
    Some(match (state, act) {
        (Preparation, AmendmentAct::Motivate) => Preparation,
        (Preparation, AmendmentAct::Table) => Tabled,
        (Preparation | Tabled, AmendmentAct::Withdraw) => Withdrawn,
        (Tabled, AmendmentAct::Accept) => Accepted,
        (Tabled, AmendmentAct::Refuse) => Refused,
        (Preparation | Tabled, AmendmentAct::Fall) => Fallen,
        _ => return None,
    })
}

/// Whose it is to do: the présidence speaks for the territory, its people write, the secretariat records what the body decided.
fn may(state: AmendmentState, act: AmendmentAct, part: Part) -> bool {
    match (act, part) {
        (AmendmentAct::Motivate, Part::Own(role) | Part::Fellow(role)) => writes(role),
        (AmendmentAct::Withdraw, Part::Own(role)) if state == AmendmentState::Preparation => {
            writes(role)
        }
        (AmendmentAct::Table | AmendmentAct::Withdraw, Part::Own(role)) => role == Role::President,
        (AmendmentAct::Accept | AmendmentAct::Refuse, Part::Other(role)) => role == Role::Secretary,
        (AmendmentAct::Fall, Part::Nobody) => true,
        _ => false,
    }
}
