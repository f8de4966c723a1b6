//! Why what a client sent was not taken, in few enough words to be counted by.

use dires_domain::room::NotTaken;
use dires_domain::vetting::Refusal;

/// A kind of refusal: what is counted. The log has the refusal itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Not a frame of the protocol.
    Frame,
    /// More, or more often, than a person may send.
    Rate,
    /// Not a change, or not written as the library writes it.
    Malformed,
    /// A change, or a text with it, that is too large.
    TooLarge,
    /// A change of another time.
    Time,
    /// A change that does not follow from what is known.
    Order,
    /// An operation that refers to what is not there.
    Reference,
    /// An operation where nothing may be written.
    Place,
    /// A value that a text does not have.
    Value,
    /// With it the text would not be one.
    NotAText,
    /// The library fails on it.
    Library,
    /// In the name of somebody else.
    Identity,
    /// Its sender may only read.
    ReadOnly,
    /// The text is frozen.
    Frozen,
    /// It follows what was taken out of the text.
    Quarantined,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Frame,
        Self::Rate,
        Self::Malformed,
        Self::TooLarge,
        Self::Time,
        Self::Order,
        Self::Reference,
        Self::Place,
        Self::Value,
        Self::NotAText,
        Self::Library,
        Self::Identity,
        Self::ReadOnly,
        Self::Frozen,
        Self::Quarantined,
    ];

    /// The label's value.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Frame => "frame",
            Self::Rate => "rate",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Time => "time",
            Self::Order => "order",
            Self::Reference => "reference",
            Self::Place => "place",
            Self::Value => "value",
            Self::NotAText => "not_a_text",
            Self::Library => "library",
            Self::Identity => "identity",
            Self::ReadOnly => "read_only",
            Self::Frozen => "frozen",
            Self::Quarantined => "quarantined",
        }
    }

    pub(super) const fn label(self) -> [(&'static str, &'static str); 1] {
        [("reason", self.code())]
    }
}

impl From<&Refusal> for Reason {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::NotAChange
            | Refusal::NotAChangeChunk(_)
            | Refusal::NotCanonical
            | Refusal::UnknownColumn(_)
            | Refusal::NameTooLong(_)
            | Refusal::Footer => Self::Malformed,
            Refusal::TooManyBytes(_)
            | Refusal::TooManyOperations(_)
            | Refusal::TooManyDependencies(_)
            | Refusal::TooManyActors(_)
            | Refusal::RemarkTooLong(_)
            | Refusal::TitleTooLong(_)
            | Refusal::BodyTooLong(_) => Self::TooLarge,
            Refusal::TooManyReplicas(_) | Refusal::TooManyBranches(_) => Self::Rate,
            Refusal::Timestamp(_) => Self::Time,
            Refusal::Sequence { .. }
            | Refusal::UnknownDependency
            | Refusal::StartOperation { .. }
            | Refusal::Forked => Self::Order,
            Refusal::UnknownReference(_) => Self::Reference,
            Refusal::Forbidden(_) => Self::Place,
            Refusal::Value(_) | Refusal::Block => Self::Value,
            Refusal::NotAText(_) | Refusal::Saved => Self::NotAText,
            Refusal::Fatal => Self::Library,
            Refusal::ActorOfAnother | Refusal::Suggestion(_) => Self::Identity,
        }
    }
}

impl From<NotTaken> for Reason {
    fn from(because: NotTaken) -> Self {
        match because {
            NotTaken::ReadOnly => Self::ReadOnly,
            NotTaken::Frozen => Self::Frozen,
            NotTaken::Quarantined => Self::Quarantined,
        }
    }
}
