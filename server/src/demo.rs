//! The demonstration: an association whose people speak by function, and texts of ours at every stage.
//!
//! Everything is done by the functions that the pages call, each deed on its day: journals, versions and hashes are
//! what they would be if people had done it.

mod association;
mod cast;
mod catalogue;
mod meetings;
mod pen;
mod people;
mod stage;
mod story;
mod tabled;

use chrono::{DateTime, TimeDelta, Utc};

use crate::founding;
use crate::meetings::MeetingError;
use crate::papers::PaperError;
use crate::password::{self, PasswordError};
use crate::publish::order::NotPublished;
use crate::publish::prior::NotEntered;
use crate::storage::{Db, StorageError};

/// The name of the association of the demonstration.
pub const NAME: &str = "Dialogue métropolitain de Toulouse";

/// An account that `dires` prints when it has loaded the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Whose it is, such as « Direction générale du Sicoval ».
    pub name: String,
    /// Its address.
    pub email: String,
}

/// Why the demonstration was not loaded. Nothing is left of it but what was saved before.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database holds an association already.
    #[error("the database holds an association already")]
    NotEmpty,
    /// The clock stands before the association's first day plus what the demonstration tells.
    #[error("the clock says {0}, before the years that the demonstration tells")]
    TooEarly(DateTime<Utc>),
    /// The password cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A deed of a story is refused.
    #[error("in the story of {file}, {deed}: {error}")]
    Deed {
        /// The story's text.
        file: &'static str,
        /// What was to be done.
        deed: String,
        /// Why it was not.
        error: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Something is refused.
    #[error(transparent)]
    Refused(Box<dyn std::error::Error + Send + Sync>),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<PaperError> for DemoError {
    fn from(error: PaperError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<MeetingError> for DemoError {
    fn from(error: MeetingError) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<NotPublished> for DemoError {
    fn from(error: NotPublished) -> Self {
        Self::Refused(Box::new(error))
    }
}

impl From<NotEntered> for DemoError {
    fn from(error: NotEntered) -> Self {
        Self::Refused(Box::new(error))
    }
}

/// Loads the demonstration into an empty database. Its stories end on the eve of `now`; every account has this
/// password. Takes a few seconds.
pub async fn load(
    db: &Db,
    password: String,
    now: DateTime<Utc>,
) -> Result<Vec<DemoAccount>, DemoError> {
    if now.date_naive() < cast::first_day() + TimeDelta::days(story::LONGEST) {
        return Err(DemoError::TooEarly(now));
    }
    let hash = password::hash(password).await?;
    let mut tx = db.write().await?;
    if tx.association().await?.is_some() {
        return Err(DemoError::NotEmpty);
    }
    let founded_at = stage::morning(now, story::LONGEST);
    let founded = founding::found(&mut tx, NAME, true, cast::first_day(), founded_at).await?;
    let mut cast = association::found(&mut tx, founded).await?;
    let accounts = people::appoint(&mut tx, &mut cast, &hash, now).await?;
    tx.save().await?;
    for story in catalogue::STORIES {
        stage::play(db, &cast, story, now).await?;
    }
    stage::enter_prior(db, &cast, now).await?;
    meetings::enter(db, &cast, now).await?;
    Ok(accounts)
}

#[cfg(test)]
mod tests;
