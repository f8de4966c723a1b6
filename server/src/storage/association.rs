//! The association that this database is of.

use super::{StorageError, Tx};

impl Tx {
    /// Its name, and whether its people and texts are made up; none before it is set up.
    pub async fn association(&mut self) -> Result<Option<(String, bool)>, StorageError> {
        self.query("select name, demonstration from association order by created_at limit 1")
            .optional()
            .await
    }
}
