//! What a change must be before anyone else sees it.
//!
//! A client may send anything. Before a change is stored: each chunk is split off and bounded before it is inflated or
//! read ([`read`]); then its time, dependencies, sequence and operation numbers must follow from what is known, and
//! every operation must stand where a text has room for it ([`History::admit`]). No document is needed for that, so it
//! costs the same in a long text as in a short one. Some time after, aside, all that is stored is applied, saved and
//! loaded again ([`examine`]): what passes the first look passes the second, or the first lacks a rule.

mod apply;
mod chunk;
mod claims;
mod examine;
mod history;
mod operations;
mod order;
mod references;
mod shape;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod values;

use automerge::{Change, ExpandedChange};
use chrono::TimeDelta;

pub use apply::apply;
pub use chunk::{is_intact, read, read_all};
pub use claims::Claims;
pub use examine::{Sound, examine, first_unsound};
pub use history::{Admission, History};

/// What a change and a document may grow to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one change, inflated. 2 MiB.
    pub change_bytes: usize,
    /// Bytes of the changes of one message, inflated. 64 MiB.
    pub message_bytes: usize,
    /// Operations of one change; a character is one. 200,000.
    pub operations: u64,
    /// Operations of the changes of one message. 1,000,000.
    pub message_operations: u64,
    /// Changes that one change follows directly. 1,000.
    pub dependencies: u64,
    /// Replicas that one change names beside its own. 10,000.
    pub actors: u64,
    /// Replicas that one person writes a text with. 2,000.
    pub replicas: usize,
    /// Changes of one person that no other change follows. 64.
    pub branches: usize,
    /// Bytes of what a client says of a change beside it: its message, and what follows its columns. 1 KiB.
    pub remark: usize,
    /// UTF-16 units of a title: those of a sheet, and room for what several people write in it at once. 2,000.
    pub title: usize,
    /// UTF-16 units of a body; each block marker counts for one, and so does each end of each mark. 2,000,000.
    pub body: usize,
    /// How far ahead of ours a client's clock may be. 5 minutes.
    pub ahead: TimeDelta,
}

impl Limits {
    /// None at all, for what was vetted when it was stored.
    pub const NONE: Self = Self {
        change_bytes: usize::MAX,
        message_bytes: usize::MAX,
        operations: u64::MAX,
        message_operations: u64::MAX,
        dependencies: u64::MAX,
        actors: u64::MAX,
        replicas: usize::MAX,
        branches: usize::MAX,
        remark: usize::MAX,
        title: usize::MAX,
        body: usize::MAX,
        ahead: TimeDelta::MAX,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            change_bytes: 2 << 20,
            message_bytes: 64 << 20,
            operations: 200_000,
            message_operations: 1_000_000,
            dependencies: 1_000,
            actors: 10_000,
            replicas: 2_000,
            branches: 64,
            remark: 1 << 10,
            title: 2_000,
            body: 2_000_000,
            ahead: TimeDelta::minutes(5),
        }
    }
}

/// A change that was read and is what it says it is; nothing is known yet of what it does.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The change.
    pub change: Change,
    /// The same, taken apart.
    pub expanded: ExpandedChange,
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The bytes are not a change, or the checksum is not theirs.
    #[error("not a change")]
    NotAChange,
    /// A whole document or a bundle instead of a change.
    #[error("a chunk of type {0} instead of a change")]
    NotAChangeChunk(u8),
    /// The change is over [`Limits::change_bytes`], or its message over [`Limits::message_bytes`].
    #[error("a change or a message of more than {0} bytes")]
    TooManyBytes(usize),
    /// The change is over [`Limits::operations`], or its message over [`Limits::message_operations`].
    #[error("a change or a message of more than {0} operations")]
    TooManyOperations(u64),
    /// The change is over [`Limits::dependencies`].
    #[error("a change that follows more than {0} others")]
    TooManyDependencies(u64),
    /// The change is over [`Limits::actors`].
    #[error("a change that names more than {0} replicas")]
    TooManyActors(u64),
    /// The person is over [`Limits::replicas`].
    #[error("more than {0} replicas of one person")]
    TooManyReplicas(usize),
    /// The person is over [`Limits::branches`].
    #[error("more than {0} changes of one person that no other follows")]
    TooManyBranches(usize),
    /// The change is over [`Limits::remark`].
    #[error("a change with more than {0} bytes beside it")]
    RemarkTooLong(usize),
    /// A key or a mark of the change has a longer name than any of a text.
    #[error("a name of more than {0} bytes")]
    NameTooLong(usize),
    /// A column that the library does not write, or not there.
    #[error("a column of specification {0}")]
    UnknownColumn(u64),
    /// The same change can be written in another way: two hashes for one thing.
    #[error("a change that is not written canonically")]
    NotCanonical,
    /// Bytes after the operations, where the library would believe an author, or fail on one.
    #[error("a change with more than its operations")]
    Footer,
    /// The change says that it was made before 1970 or after now.
    #[error("a change made at {0}, Unix seconds")]
    Timestamp(i64),
    /// The actor's changes do not follow one another.
    #[error("change {found} of an actor where {expected} is next")]
    Sequence {
        /// What follows from the actor's known changes.
        expected: u64,
        /// What the change says.
        found: u64,
    },
    /// The change follows one that is not known.
    #[error("a change that follows unknown ones")]
    UnknownDependency,
    /// The first operation's number does not follow from the dependencies.
    #[error("operations from {found} on where {expected} is next")]
    StartOperation {
        /// What follows from the dependencies.
        expected: u64,
        /// What the change says.
        found: u64,
    },
    /// The change does not follow its own actor's last one.
    #[error("an actor's change that does not follow its last one")]
    Forked,
    /// An operation of this number refers to something that does not exist, or that its author had not seen.
    #[error("operation {0} refers to what is not there")]
    UnknownReference(u64),
    /// An operation of this number is not one that a text needs.
    #[error("operation {0} stands where nothing may be written")]
    Forbidden(u64),
    /// An operation of this number writes a value that a text does not have.
    #[error("operation {0} writes what a text may not hold")]
    Value(u64),
    /// A block marker that lacks something, or whose type and attributes do not go together.
    #[error("a block that is not whole")]
    Block,
    /// The title would be over [`Limits::title`].
    #[error("a title of more than {0} characters")]
    TitleTooLong(usize),
    /// The body would be over [`Limits::body`].
    #[error("a body of more than {0} characters")]
    BodyTooLong(usize),
    /// With the change, the document would not be a text.
    #[error("with this change the document would not be a text: {0}")]
    NotAText(String),
    /// The saved document cannot be loaded.
    #[error("saved bytes that cannot be loaded")]
    Saved,
    /// The library failed on it.
    #[error("a change on which the library fails")]
    Fatal,
    /// A suggestion of somebody else is changed, or what they suggest to add is deleted, or words are suggested that were
    /// there before.
    #[error("a change of somebody else's suggestion: {0}")]
    Suggestion(&'static str),
    /// The actor was seen first with somebody else.
    #[error("a change in the name of somebody else")]
    ActorOfAnother,
}
