//! `dires demo`, and `dires serve --demo`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

use super::{Failure, serve};
use crate::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::demo::{self, DemoAccount, DemoError};
use crate::entropy::{Entropy as _, SystemEntropy};
use crate::storage::Db;

/// What a random password is made of: nothing that reads as something else.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Where the accounts and their password are kept, to be shown again at each start: they open made-up texts only.
const NOTE: &str = "demonstration.txt";

/// Loads the demonstration into an empty database.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let db = serve::open(config).await?;
    if is_founded(config, &db).await? {
        return Err(Failure::new(
            "Cette base contient déjà une association\u{a0}: la démonstration ne se charge que dans une base vide. \
             Rien n’a été changé.",
        ));
    }
    load(config, &db).await?;
    db.close().await;
    Ok(())
}

/// Loads the demonstration unless the database holds an association already; shows its accounts at each start.
pub async fn load_once(config: &Config, db: &Db) -> Result<(), Failure> {
    refuse_https(config)?;
    if !is_founded(config, db).await? {
        return load(config, db).await;
    }
    if let Some(note) = kept(config) {
        say!("{note}");
    }
    Ok(())
}

async fn is_founded(config: &Config, db: &Db) -> Result<bool, Failure> {
    let founded = async { db.read().await?.association().await };
    let founded = founded.await;
    let founded = founded.map_err(|error| Failure::database(config, &error))?;
    Ok(founded.is_some())
}

/// A shared password has no place on a public site.
fn refuse_https(config: &Config) -> Result<(), Failure> {
    if config.is_https() {
        return Err(Failure::usage(
            "La démonstration est refusée quand DIRES_PUBLIC_URL est en https\u{a0}: ses comptes partagent un mot de passe.",
        ));
    }
    Ok(())
}

async fn load(config: &Config, db: &Db) -> Result<(), Failure> {
    refuse_https(config)?;
    say!("Chargement de la démonstration…\n");
    let password = config.demo_password.clone();
    let password = password.unwrap_or_else(random_password);
    let loaded = demo::load(db, password.clone(), SystemClock.now()).await;
    let accounts = loaded.map_err(|error| explain(config, error))?;
    let note = told(&accounts, &password);
    say!("{note}");
    keep(config, &note).map_err(|error| {
        Failure::new(format!(
            "Les comptes n’ont pas pu être notés dans {NOTE}\u{a0}: {error}."
        ))
    })
}

/// Four groups of four characters: 80 bits.
fn random_password() -> String {
    let bytes = SystemEntropy.bytes();
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
    let group = |group: &[u8]| group.iter().map(letter).collect::<String>();
    let groups: Vec<String> = bytes[..16].chunks(4).map(group).collect();
    groups.join("-")
}

fn told(accounts: &[DemoAccount], password: &str) -> String {
    let widths = accounts.iter().map(|account| account.email.len());
    let width = widths.max().unwrap_or_default();
    let line = |account: &DemoAccount| format!("  {:width$}  {}\n", account.email, account.name);
    let lines: String = accounts.iter().map(line).collect();
    format!("Comptes de démonstration (mot de passe de tous\u{a0}: {password})\n\n{lines}")
}

fn keep(config: &Config, note: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(config.data.join(NOTE))?;
    file.write_all(note.as_bytes())
}

/// The accounts, if the demonstration was loaded with this data folder.
fn kept(config: &Config) -> Option<String> {
    std::fs::read_to_string(config.data.join(NOTE)).ok()
}

fn explain(config: &Config, error: DemoError) -> Failure {
    match error {
        DemoError::Storage(error) => Failure::database(config, &error),
        other => Failure::new(format!(
            "La démonstration n’a pas pu être chargée\u{a0}: {other}."
        )),
    }
}
