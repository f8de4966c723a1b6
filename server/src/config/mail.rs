//! How mail goes.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use lettre::Address;

use super::read::{ConfigError, Given};
use super::table;

/// The mail server, and who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Smtp {
    /// The server's name, which its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is enciphered.
    pub tls: Tls,
    /// The account and its password; none: no log-in.
    pub account: Option<(String, Secret)>,
    /// Who writes.
    pub from: Address,
    /// How long the server may be silent, and how long to wait before the second try.
    pub timeout: Duration,
}

/// How the way to the mail server is enciphered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte on.
    Implicit,
    /// From `STARTTLS` on; a server that does not offer it is sent nothing.
    StartTls,
    /// Not at all.
    None,
}

/// What no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Tls {
    const fn port(self) -> u16 {
        match self {
            Self::Implicit => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}

/// How mail goes, if a server is named.
pub(super) fn smtp(given: &Given) -> Result<Option<Smtp>, ConfigError> {
    let Some(host) = given.text(table::SMTP_HOST) else {
        return Ok(None);
    };
    let tls = tls(given)?;
    let seconds = given.whole(table::SMTP_TIMEOUT, 60, 600)?;
    let smtp = Smtp {
        port: given.parse(table::SMTP_PORT, tls.port(), "un port")?,
        tls,
        account: account(given)?,
        from: from(given)?,
        timeout: Duration::from_secs(seconds.into()),
        host,
    };
    if smtp.tls == Tls::None && smtp.account.is_some() && !is_here(&smtp.host) {
        let fault =
            "un mot de passe ne part pas en clair vers une autre machine\u{a0}: tls ou starttls.";
        return Err(given.error(table::SMTP_TLS, fault));
    }
    Ok(Some(smtp))
}

fn tls(given: &Given) -> Result<Tls, ConfigError> {
    match given.text(table::SMTP_TLS).as_deref() {
        None | Some("tls") => Ok(Tls::Implicit),
        Some("starttls") => Ok(Tls::StartTls),
        Some("aucun") => Ok(Tls::None),
        Some(_) => {
            let fault = "la valeur doit être tls, starttls ou aucun.";
            Err(given.error(table::SMTP_TLS, fault))
        }
    }
}

fn account(given: &Given) -> Result<Option<(String, Secret)>, ConfigError> {
    let (user, password) = (
        given.text(table::SMTP_USER),
        given.text(table::SMTP_PASSWORD),
    );
    match (user, password) {
        (None, None) => Ok(None),
        (Some(user), Some(password)) => Ok(Some((user, Secret(password)))),
        (Some(_), None) => {
            let fault = "donnez-le avec DIRES_SMTP_USER.";
            Err(given.error(table::SMTP_PASSWORD, fault))
        }
        (None, Some(_)) => {
            let fault = "donnez-le avec DIRES_SMTP_PASSWORD.";
            Err(given.error(table::SMTP_USER, fault))
        }
    }
}

fn from(given: &Given) -> Result<Address, ConfigError> {
    let Some(text) = given.text(table::MAIL_FROM) else {
        let fault = "donnez l’adresse qui envoie les courriels, ou retirez DIRES_SMTP_HOST.";
        return Err(given.error(table::MAIL_FROM, fault));
    };
    let fault =
        format!("«\u{a0}{text}\u{a0}» n’est pas une adresse électronique, comme dires@exemple.fr.");
    let address = text.parse::<Address>();
    address.map_err(|_| given.error(table::MAIL_FROM, fault))
}

/// Whether a name is this machine's own.
fn is_here(host: &str) -> bool {
    let local = host.parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    host == "localhost" || local.is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<Smtp>, String> {
        let mut given = Given::default();
        given.read_environment(|name| {
            let found = pairs.iter().find(|(it, _)| *it == name);
            found.map(|(_, text)| (*text).to_owned())
        });
        let config = Config::from_given(&given);
        config
            .map(|it| it.smtp)
            .map_err(|error| error.to_string().replace('\u{a0}', " "))
    }

    const HOST: (&str, &str) = ("DIRES_SMTP_HOST", "smtp.exemple.fr");
    const FROM: (&str, &str) = ("DIRES_MAIL_FROM", "dires@exemple.fr");
    const USER: (&str, &str) = ("DIRES_SMTP_USER", "dires");
    const PASSWORD: (&str, &str) = ("DIRES_SMTP_PASSWORD", "un secret");

    #[test]
    fn without_a_server_there_is_no_mail() {
        assert_eq!(read(&[FROM]), Ok(None));
    }

    #[test]
    fn a_server_is_enciphered_unless_it_is_said_otherwise_and_its_password_is_not_shown() {
        let smtp = read(&[HOST, FROM, USER, PASSWORD]).unwrap().unwrap();
        assert_eq!((smtp.tls, smtp.port), (Tls::Implicit, 465));
        assert!(!format!("{smtp:?}").contains("un secret"));
        for (tls, port) in [("starttls", 587), ("aucun", 25)] {
            let smtp = read(&[HOST, FROM, ("DIRES_SMTP_TLS", tls)]).unwrap();
            assert_eq!(smtp.unwrap().port, port);
        }
    }

    #[test]
    fn a_password_leaves_in_clear_only_for_the_machine_itself() {
        let clear = ("DIRES_SMTP_TLS", "aucun");
        let here = ("DIRES_SMTP_HOST", "127.0.0.1");
        assert!(read(&[here, FROM, USER, PASSWORD, clear]).is_ok());
        assert_eq!(
            read(&[HOST, FROM, USER, PASSWORD, clear]).unwrap_err(),
            "Réglage DIRES_SMTP_TLS (environnement) : un mot de passe ne part pas en clair vers une autre machine : tls ou starttls."
        );
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        let said = |pairs: &[_]| read(pairs).unwrap_err();
        let all = [
            said(&[HOST]),
            said(&[HOST, ("DIRES_MAIL_FROM", "dires")]),
            said(&[HOST, FROM, USER]),
            said(&[HOST, FROM, PASSWORD]),
            said(&[HOST, FROM, ("DIRES_SMTP_TLS", "ssl")]),
            said(&[HOST, FROM, ("DIRES_SMTP_PORT", "465bis")]),
            said(&[HOST, FROM, ("DIRES_SMTP_TIMEOUT_SECONDS", "0")]),
        ];
        insta::assert_snapshot!(all.join("\n"), @r"
        Réglage DIRES_MAIL_FROM (par défaut) : donnez l’adresse qui envoie les courriels, ou retirez DIRES_SMTP_HOST.
        Réglage DIRES_MAIL_FROM (environnement) : « dires » n’est pas une adresse électronique, comme dires@exemple.fr.
        Réglage DIRES_SMTP_PASSWORD (par défaut) : donnez-le avec DIRES_SMTP_USER.
        Réglage DIRES_SMTP_USER (par défaut) : donnez-le avec DIRES_SMTP_PASSWORD.
        Réglage DIRES_SMTP_TLS (environnement) : la valeur doit être tls, starttls ou aucun.
        Réglage DIRES_SMTP_PORT (environnement) : « 465bis » n’est pas un port.
        Réglage DIRES_SMTP_TIMEOUT_SECONDS (environnement) : « 0 » n’est pas un nombre entier de 1 à 600.
        ");
    }
}
