//! `dires association NOM`: the first command of a new site.

use super::{Failure, serve};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::founding;
use crate::storage::{Db, StorageError};

/// Founds the association in an empty database, and says what comes next.
pub async fn run(config: &Config, name: &str) -> Result<(), Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::usage("Le nom de l’association est vide."));
    }
    let db = serve::open(config).await?;
    let founded = found(&db, name).await;
    let founded = founded.map_err(|error| Failure::database(config, &error))?;
    db.close().await;
    if !founded {
        return Err(Failure::new(
            "Cette base contient déjà une association. Rien n’a été changé.",
        ));
    }
    say!("{name}\u{a0}: créée, avec ses instances et ses volets. Ensuite\u{a0}:");
    say!("  dires person add --email ADRESSE --name \"Secrétariat\" --function secretariat");
    say!(
        "puis, connecté comme secrétariat\u{a0}: territoires, personnes et mandats, règles des instances."
    );
    Ok(())
}

async fn found(db: &Db, name: &str) -> Result<bool, StorageError> {
    let mut tx = db.write().await?;
    if tx.association().await?.is_some() {
        return Ok(false);
    }
    founding::found(&mut tx, name, false, SystemClock.today(), SystemClock.now()).await?;
    tx.save().await?;
    Ok(true)
}
