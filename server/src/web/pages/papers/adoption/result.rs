//! What would come of a vote, before it is recorded.

use chrono::NaiveDate;

use super::Asked;
use crate::papers::step::vote::Day;
use crate::storage::{StorageError, Tx};
use crate::web::messages::{decision, papers as say};

/// Says what would come of what is typed, or what cannot be in it.
pub async fn look(tx: &mut Tx, today: NaiveDate, asked: &mut Asked) -> Result<(), StorageError> {
    let Some((body, on)) = asked.body().zip(asked.day().filter(|on| *on <= today)) else {
        return Ok(());
    };
    let territories = tx.territories().await?;
    let day = Day::of(tx, Some(body), on).await?;
    match day.sitting(&asked.ballot(&territories).said) {
        Err(faults) => {
            let sentences = faults
                .into_iter()
                .map(|it| decision::fault(it, &territories));
            say::NO_RESULT.clone_into(&mut asked.alert);
            asked.missing = sentences.collect();
        }
        Ok(sitting) => {
            asked.result = match day.conclude(&sitting, None) {
                Ok(conclusion) => decision::explain(&conclusion),
                Err(why) => say::nothing_computed(&decision::cannot_say(&why)),
            };
        }
    }
    Ok(())
}
