//! `dires mail test ADRESSE`: whether mail goes.

use lettre::Address;

use super::{Failure, serve};
use crate::config::Config;
use crate::mail::try_out;

/// Sends a mail to an address, and says what the mail server answered.
pub async fn test(config: &Config, address: &str) -> Result<(), Failure> {
    let Some(smtp) = &config.smtp else {
        return Err(Failure::new(
            "Aucun serveur de courriel n’est réglé (DIRES_SMTP_HOST)\u{a0}: «\u{a0}dires settings\u{a0}» décrit ces réglages.",
        ));
    };
    let to: Address = address.parse().map_err(|_| {
        Failure::usage(format!(
            "«\u{a0}{address}\u{a0}» n’est pas une adresse électronique."
        ))
    })?;
    let association = association(config).await?;
    match try_out(config, smtp, &association, to).await {
        Ok(()) => {
            say!(
                "Le serveur {} a pris le courriel pour {address}.",
                smtp.host
            );
            Ok(())
        }
        Err(fault) => Err(Failure::new(fault.said())),
    }
}

/// Who writes: the association, or the program where there is none yet.
async fn association(config: &Config) -> Result<String, Failure> {
    let failed = |error| Failure::database(config, &error);
    let db = serve::existing(config).await?;
    let found = async { db.read().await?.association().await };
    let found = found.await.map_err(failed)?;
    db.close().await;
    Ok(found.map_or_else(|| "Dires".to_owned(), |(name, _)| name))
}
