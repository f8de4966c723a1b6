//! Whether a body that sits could deliberate now, before anybody votes.

use super::presence::{self, Attended, QuorumFound};
use super::{BodyRule, Checked, Sitting, Why};

/// Who is there, and whether they are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorate {
    /// Who is there, at the moment that counts.
    pub attended: Attended,
    /// What the rule asks for and what there is; or why it does not say.
    pub quorum: Result<QuorumFound, Why>,
}

impl Quorate {
    /// Looks at a body as it sits, under the rule in force on that day.
    pub fn of(rule: Option<&BodyRule>, sitting: &Sitting) -> Self {
        let now = Attended::at(Checked::BeforeEachVote, sitting, false);
        let unknown = |why| Self {
            attended: now,
            quorum: Err(why),
        };
        let Some(rule) = rule.and_then(BodyRule::in_force) else {
            return unknown(Why::Unconfirmed);
        };
        let Some(asked) = rule.quorum else {
            return unknown(Why::Unsaid(vec![super::Unsaid::Quorum]));
        };
        match presence::look(rule, asked, sitting) {
            Ok((attended, found)) => Self {
                attended,
                quorum: Ok(found),
            },
            Err(unsaid) => unknown(Why::Unsaid(unsaid)),
        }
    }

    /// Whether the rule says that the body cannot deliberate.
    pub fn is_short(&self) -> bool {
        self.quorum.as_ref().is_ok_and(|found| !found.is_met())
    }
}
