//! What a body decides: its dated rule, who was there, the votes of the territories, and the result with its arithmetic.
//!
//! A body that does not meet is consulted in writing, where its rule allows it ([`may_consult`]).
//!
//! A rule is data that the association records, never a number in the code. While it is « à confirmer », or does not say
//! what a vote depends on, nothing is computed: the secretariat states the outcome, and the decision says that it was
//! stated.

mod conclusion;
mod earlier;
mod presence;
mod quorate;
mod quorum;
mod rule;
mod share;
mod sitting;
mod tally;
mod written;

#[cfg(test)]
mod tests;

pub use conclusion::{Basis, Computation, Conclusion, Outcome, Tie, Unsaid, Why, conclude};
pub use presence::{Attended, QuorumFound};
pub use quorate::Quorate;
pub use quorum::{Checked, Counted, Quorum, QuorumRule, SecondCall};
pub use rule::{
    Abstention, Between, BodyRule, Casting, Majority, Most, NoPart, Opposition, Proxies,
    ProxyLimits, Rule, Silence, Voices, Voters, Written, WrittenTerms,
};
pub use share::{NotAShare, Share};
pub use sitting::{Attendance, Fault, Presence, Said, Seat, Sitting};
pub use tally::Tally;
pub use written::{
    Barred, Closing, ConsultationEnd, Found, Terms, may_consult, reminders, who_may_answer,
};
