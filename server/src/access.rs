//! What a person may do with a live document today, and as whom the others see them.

use chrono::NaiveDate;
use dires_domain::amendment::sight::Sight;
use dires_domain::circuit::Action;
use dires_domain::ids::{DocumentId, PaperId, PersonId, TerritoryId};
use dires_domain::people::Mandate;
use sqlx::FromRow;

use crate::storage::rights::Situated;
use crate::storage::{StorageError, Tx};

mod rights;

pub use rights::{People, Rights, Texts};

/// A right on a live document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The document does not exist for this person.
    None,
    /// Changes are received.
    Read,
    /// Changes are sent too.
    Write,
}

/// As whom a person takes part in a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The person.
    pub person: PersonId,
    /// Their name, such as « Direction générale du Sicoval ».
    pub name: String,
    /// The territory for which they write or read; none for the secretariat.
    pub territory: Option<TerritoryId>,
    /// That territory's name; the association's secretariat has none.
    pub territory_name: Option<String>,
    /// That territory's colour, 0 to 9; 9 without territory.
    pub colour: i16,
}

/// A right and the identity under which it is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Access {
    /// The text to which the document belongs.
    pub paper: PaperId,
    /// What the person may do.
    pub level: Level,
    /// As whom.
    pub identity: Identity,
}

#[derive(FromRow)]
struct TerritoryRow {
    name: String,
    colour: i16,
}

/// The right of a person on a document on a day. `None`: no such document, or none for them; the two look alike.
pub async fn document_access(
    tx: &mut Tx,
    document: DocumentId,
    person: PersonId,
    on: NaiveDate,
) -> Result<Option<Access>, StorageError> {
    let mut situated = tx.situated(&[document]).await?;
    let Some(text) = situated.remove(&document) else {
        return Ok(None);
    };
    let paper = text.paper;
    let mandates = tx.mandates_of(person).await?;
    let Some((level, territory)) = allowed(&text, &mandates, on) else {
        return Ok(None);
    };
    Ok(Some(Access {
        paper,
        level,
        identity: identity(tx, person, territory).await?,
    }))
}

/// What someone with these mandates may do with the text's document on a day, and for which territory.
fn allowed(
    text: &Situated,
    mandates: &[Mandate],
    on: NaiveDate,
) -> Option<(Level, Option<TerritoryId>)> {
    if let Some(branch) = &text.branch {
        let (sight, territory) = branch.seen(&text.placement, mandates, on)?;
        let level = match sight {
            Sight::Writes if !text.frozen => Level::Write,
            Sight::Writes | Sight::Reads => Level::Read,
        };
        return Some((level, territory));
    }
    let first = |action| {
        let standings = text.placement.allows(action, mandates, on).ok()?;
        Some(standings.first()?.territory)
    };
    if let Some(territory) = first(Action::Write) {
        let level = if text.frozen {
            Level::Read
        } else {
            Level::Write
        };
        return Some((level, territory));
    }
    first(Action::Read).map(|territory| (Level::Read, territory))
}

async fn identity(
    tx: &mut Tx,
    person: PersonId,
    territory: Option<TerritoryId>,
) -> Result<Identity, StorageError> {
    let (name,): (String,) = tx
        .query("select name from person where id = $1")
        .bind(person.0)
        .one()
        .await?;
    let row: Option<TerritoryRow> = match territory {
        Some(territory) => {
            tx.query("select name, colour from territory where id = $1")
                .bind(territory.0)
                .optional()
                .await?
        }
        None => None,
    };
    Ok(Identity {
        person,
        name,
        territory,
        colour: row.as_ref().map_or(9, |row| row.colour),
        territory_name: row.map(|row| row.name),
    })
}
