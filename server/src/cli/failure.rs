//! What a command says when it fails, in French, and the status with which it ends.

use std::process::ExitCode;

use crate::config::{Config, ConfigError};
use crate::storage::StorageError;

/// Why a command stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    sentence: String,
    code: u8,
}

impl Failure {
    /// It could not be done: status 1.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code: 1,
        }
    }

    /// It was asked wrongly: status 2.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            code: 2,
        }
    }

    /// The operating system gives no threads.
    pub fn from_runtime(error: &std::io::Error) -> Self {
        Self::new(format!(
            "Le système ne permet pas de démarrer le programme\u{a0}: {error}."
        ))
    }

    /// The database failed.
    pub fn database(config: &Config, error: &StorageError) -> Self {
        let place = without_password(&config.database);
        let sqlite = config.database.starts_with("sqlite");
        Self::new(match error {
            StorageError::Newer(version) => format!(
                "La base {place} a été utilisée par une version plus récente de Dires (migration {version}). \
                 Installez cette version, ou restaurez une sauvegarde d’avant la mise à jour. Rien n’a été changé."
            ),
            StorageError::Unavailable(_) if sqlite => format!(
                "La base {place} est verrouillée par un autre programme. Arrêtez-le (un autre «\u{a0}dires serve\u{a0}»\u{a0}? \
                 une sauvegarde\u{a0}? un outil SQLite\u{a0}?), puis recommencez."
            ),
            StorageError::Unavailable(said) => format!(
                "La base {place} ne répond pas ({said}). Vérifiez qu’elle est démarrée et que DIRES_DATABASE est exact."
            ),
            StorageError::NotWritable(said) if !sqlite => format!(
                "La base {place} ne peut pas être écrite ({said}). \
                 Vérifiez que ce serveur n’est pas une copie en lecture seule, que son disque n’est pas plein, \
                 et que cet utilisateur peut y créer des tables. Rien n’a été changé."
            ),
            StorageError::NotWritable(said) => format!(
                "La base {place} ne peut pas être ouverte en écriture ({said}). \
                 Vérifiez que le fichier et son dossier existent, qu’ils appartiennent à l’utilisateur qui lance dires, \
                 et que le disque n’est pas plein."
            ),
            other if sqlite && is_no_database(other) => {
                format!(
                    "{place} n’est pas un fichier SQLite, ou il est abîmé. Rien n’a été changé."
                )
            }
            other => format!("La base {place} ne peut pas être utilisée\u{a0}: {other}."),
        })
    }

    /// Says it on the standard error.
    pub fn exit(&self) -> ExitCode {
        eprintln!("dires\u{a0}: {}", self.sentence);
        ExitCode::from(self.code)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(error.to_string())
    }
}

/// What `SQLite` says of a file that is not its own: `SQLITE_NOTADB`.
fn is_no_database(error: &StorageError) -> bool {
    let StorageError::Database(sqlx::Error::Database(said)) = error else {
        return false;
    };
    said.code().as_deref() == Some("26")
}

/// The database's address as it may be shown.
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    match rest
        .rsplit_once('@')
        .and_then(|(user, host)| Some((user.split_once(':')?.0, host)))
    {
        Some((user, host)) => format!("{scheme}://{user}@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Failure, without_password};
    use crate::config::Config;
    use crate::storage::StorageError;

    #[test]
    fn what_cannot_be_written_is_a_file_or_a_server() {
        let said = |database: &str| {
            let config = Config {
                database: database.to_owned(),
                ..Config::default()
            };
            Failure::database(&config, &StorageError::NotWritable("…".to_owned())).sentence
        };
        assert!(said("sqlite://data/dires.sqlite").contains("le fichier et son dossier"));
        let server = said("postgres://dires@base/dires");
        assert!(server.contains("copie en lecture seule") && !server.contains("fichier"));
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://a:b@c@h/d"), "postgres://a@h/d");
        assert_eq!(
            without_password("postgres://a@h:5432/d"),
            "postgres://a@h:5432/d"
        );
        assert_eq!(without_password("sqlite://data/x"), "sqlite://data/x");
    }
}
