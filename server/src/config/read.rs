//! From what was written to what it means, or to a sentence that names the setting.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use axum::http::Uri;
use chrono::TimeDelta;

use super::hub::{HubLimits, LIMITS};
use super::table::{self, SETTINGS};
use super::{Config, Limit, mail};

/// The files that are read when none is named, the first that exists.
const USUAL_FILES: [&str; 2] = ["dires.toml", "/etc/dires/dires.toml"];

/// Why the settings cannot be used: the setting, where it was written, and what is wrong, in French.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Réglage {setting} ({origin})\u{a0}: {fault}")]
pub struct ConfigError {
    /// The setting's name.
    pub setting: String,
    /// The environment, or the file's path.
    pub origin: String,
    /// What is wrong with it.
    pub fault: String,
}

/// What was written, before it is understood: from each setting's name to its text and where it was written.
#[derive(Debug, Clone, Default)]
pub struct Given(BTreeMap<&'static str, (String, String)>);

impl Given {
    /// Reads the process's environment, and the file.
    pub fn from_environment_and_file() -> Result<Self, ConfigError> {
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let mut given = match file(variable(table::CONFIG).as_deref())? {
            Some((path, text)) => Self::from_file(&path, &text)?,
            None => Self::default(),
        };
        given.read_environment(variable);
        Ok(given)
    }

    /// Reads a file's text; `path` is for the errors.
    pub fn from_file(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let origin = path.display().to_string();
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError {
            setting: table::CONFIG.to_owned(),
            origin: origin.clone(),
            fault: format!("le fichier n’est pas du TOML valide. {}", error.message()),
        })?;
        let mut given = Self::default();
        for (key, value) in table {
            let name = name_of(&key).ok_or_else(|| ConfigError {
                setting: key.clone(),
                origin: origin.clone(),
                fault: "ce réglage n’existe pas. Liste\u{a0}: dires settings".to_owned(),
            })?;
            given.0.insert(name, (written(&value), origin.clone()));
        }
        Ok(given)
    }

    /// Takes what the environment says, over what the file said.
    pub fn read_environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for name in names() {
            if let Some(text) = variable(name) {
                self.0.insert(name, (text, "environnement".to_owned()));
            }
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.get(name).map(|(text, _)| text.trim().to_owned())
    }

    pub(super) fn error(&self, name: &str, fault: impl Into<String>) -> ConfigError {
        let origin = self.0.get(name).map(|(_, origin)| origin.clone());
        ConfigError {
            setting: name.to_owned(),
            origin: origin.unwrap_or_else(|| "par défaut".to_owned()),
            fault: fault.into(),
        }
    }

    /// The setting, or its default.
    pub(super) fn parse<T: FromStr>(
        &self,
        name: &str,
        default: T,
        wanted: &str,
    ) -> Result<T, ConfigError> {
        let Some(text) = self.text(name) else {
            return Ok(default);
        };
        let wrong = || self.error(name, format!("«\u{a0}{text}\u{a0}» n’est pas {wanted}."));
        text.parse().map_err(|_| wrong())
    }

    pub(super) fn whole(&self, name: &str, default: u32, most: u32) -> Result<u32, ConfigError> {
        self.within(name, default, 1, most)
    }

    fn within<T>(&self, name: &str, default: T, least: T, most: T) -> Result<T, ConfigError>
    where
        T: FromStr + PartialOrd + Display,
    {
        let wanted = format!("un nombre entier de {least} à {most}");
        let number = self.parse(name, default, &wanted)?;
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        Err(self.error(name, format!("«\u{a0}{number}\u{a0}» n’est pas {wanted}.")))
    }

    fn limits(&self) -> Result<HubLimits, ConfigError> {
        let mut limits = HubLimits::default();
        for limit in LIMITS
            .iter()
            .filter(|limit| self.0.contains_key(limit.name))
        {
            let Limit {
                name,
                default,
                least,
                most,
                ..
            } = *limit;
            limits.set(limit, self.within(name, default, least, most)?);
        }
        Ok(limits)
    }
}

impl Config {
    /// Understands what was written.
    pub fn from_given(given: &Given) -> Result<Self, ConfigError> {
        let wanted = "une adresse et un port, comme 127.0.0.1:8080";
        let listen = given.parse(table::LISTEN, Self::default().listen, wanted)?;
        let data = PathBuf::from(given.text(table::DATA).unwrap_or_else(|| "data".to_owned()));
        let hours = given.whole(table::SESSION_IDLE, 12, 24 * 365)?;
        let days = given.whole(table::SESSION_LIFE, 7, 365)?;
        let megabytes = given.whole(table::FILE_LIMIT, 5, 100)?;
        let images = given.whole(table::IMAGES_LIMIT, 50, 1000)?;
        let config = Self {
            listen,
            database: database(given, &data)?,
            data,
            public_url: public_url(given, listen)?,
            demo_password: given.text(table::DEMO_PASSWORD),
            log: given
                .text(table::LOG)
                .unwrap_or_else(|| Self::default().log),
            log_json: log_json(given)?,
            metrics: metrics(given)?,
            proxies: proxies(given)?,
            session_idle: TimeDelta::hours(hours.into()),
            session_life: TimeDelta::days(days.into()),
            file_limit: megabytes as usize * 1_000_000,
            images_limit: images as usize * 1_000_000,
            smtp: mail::smtp(given)?,
            hub: given.limits()?,
        };
        if config.is_https() && config.demo_password.is_some() {
            let fault = "une démonstration n’a pas sa place sur un site en https\u{a0}: retirez ce réglage.";
            return Err(given.error(table::DEMO_PASSWORD, fault));
        }
        Ok(config)
    }
}

fn database(given: &Given, data: &Path) -> Result<String, ConfigError> {
    let Some(url) = given.text(table::DATABASE) else {
        return Ok(format!("sqlite://{}", data.join("dires.sqlite").display()));
    };
    let known = ["sqlite://", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(url);
    }
    Err(given.error(
        table::DATABASE,
        "l’adresse doit commencer par sqlite:// ou par postgres://.",
    ))
}

fn public_url(given: &Given, listen: SocketAddr) -> Result<String, ConfigError> {
    let Some(text) = given.text(table::PUBLIC_URL) else {
        return Ok(format!("http://{listen}"));
    };
    let url = text.trim_end_matches('/');
    let valid = url.parse::<Uri>().is_ok_and(|uri| {
        let scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        scheme
            && uri.host().is_some_and(|host| !host.is_empty())
            && uri.path() == "/"
            && uri.query().is_none()
    });
    if valid {
        return Ok(url.to_owned());
    }
    let fault = format!(
        "«\u{a0}{text}\u{a0}» n’est pas une adresse sans chemin, comme https://dires.exemple.fr."
    );
    Err(given.error(table::PUBLIC_URL, fault))
}

fn metrics(given: &Given) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(text) = given.text(table::METRICS) else {
        return Ok(None);
    };
    let wanted = "une adresse et un port, comme 127.0.0.1:9090";
    let fault = format!("«\u{a0}{text}\u{a0}» n’est pas {wanted}.");
    let address = text.parse();
    address
        .map(Some)
        .map_err(|_| given.error(table::METRICS, fault))
}

fn log_json(given: &Given) -> Result<bool, ConfigError> {
    match given.text(table::LOG_FORMAT).as_deref() {
        None | Some("texte") => Ok(false),
        Some("json") => Ok(true),
        Some(_) => Err(given.error(table::LOG_FORMAT, "la valeur doit être texte ou json.")),
    }
}

fn proxies(given: &Given) -> Result<Vec<std::net::IpAddr>, ConfigError> {
    let Some(text) = given.text(table::PROXIES) else {
        return Ok(Config::default().proxies);
    };
    let addresses = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    let parse = |it: &str| {
        let fault = format!("«\u{a0}{it}\u{a0}» n’est pas une adresse IP, comme 127.0.0.1.");
        it.parse().map_err(|_| given.error(table::PROXIES, fault))
    };
    addresses.map(parse).collect()
}

/// The file that is named, which must exist, or the first usual one that does.
fn file(named: Option<&str>) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let paths = match named {
        Some(path) => vec![PathBuf::from(path)],
        None => USUAL_FILES
            .iter()
            .map(PathBuf::from)
            .filter(|path| path.exists())
            .collect(),
    };
    let Some(path) = paths.into_iter().next() else {
        return Ok(None);
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) => Err(ConfigError {
            setting: table::CONFIG.to_owned(),
            origin: path.display().to_string(),
            fault: format!("le fichier ne peut pas être lu ({error})."),
        }),
    }
}

fn name_of(key: &str) -> Option<&'static str> {
    let mut names = names().filter(|name| *name != table::CONFIG);
    names.find(|name| table::key(name) == key)
}

/// Every setting's name.
fn names() -> impl Iterator<Item = &'static str> {
    let settings = SETTINGS.iter().map(|setting| setting.name);
    settings.chain(LIMITS.iter().map(|limit| limit.name))
}

/// A value of the file as the environment would write it.
fn written(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(values) => values.iter().map(written).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::hub;
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let mut given = Given::default();
        given.read_environment(|name| {
            let found = pairs.iter().find(|(it, _)| *it == name);
            found.map(|(_, text)| (*text).to_owned())
        });
        Config::from_given(&given)
    }

    #[test]
    fn nothing_said_gives_the_defaults() {
        assert_eq!(environment(&[]), Ok(Config::default()));
    }

    #[test]
    fn the_database_lies_in_the_data_folder_and_the_address_is_where_it_listens() {
        let config =
            environment(&[("DIRES_DATA", "/srv/dires"), ("DIRES_LISTEN", "[::1]:9000")]).unwrap();
        assert_eq!(config.database, "sqlite:///srv/dires/dires.sqlite");
        assert_eq!(config.public_url, "http://[::1]:9000");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let text = "listen = \"127.0.0.1:1\"\nsession_days = 3\nproxies = [\"192.0.2.1\"]";
        let mut given = Given::from_file(Path::new("dires.toml"), text).unwrap();
        given.read_environment(|name| (name == "DIRES_LISTEN").then(|| "127.0.0.1:2".to_owned()));
        let config = Config::from_given(&given).unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.session_life, TimeDelta::days(3));
        assert_eq!(
            config.proxies,
            ["192.0.2.1".parse::<std::net::IpAddr>().unwrap()]
        );
    }

    #[test]
    fn a_wrong_setting_is_named_with_what_is_wanted() {
        let said = |name, text| environment(&[(name, text)]).unwrap_err().to_string();
        let all = [
            said("DIRES_LISTEN", "8080"),
            said("DIRES_DATABASE", "mysql://x"),
            said("DIRES_PUBLIC_URL", "dires.exemple.fr"),
            said("DIRES_PUBLIC_URL", "https://exemple.fr/dires"),
            said("DIRES_PROXIES", "127.0.0.1, localhost"),
            said("DIRES_SESSION_DAYS", "0"),
            said("DIRES_FILE_LIMIT_MB", "beaucoup"),
            said("DIRES_LOG_FORMAT", "xml"),
            said("DIRES_METRICS", "oui"),
            said("DIRES_HUB_FRAME_KIB", "1"),
            said("DIRES_HUB_IDLE_SECONDS", "une minute"),
        ];
        insta::assert_snapshot!(all.join("\n").replace('\u{a0}', " "), @r"
        Réglage DIRES_LISTEN (environnement) : « 8080 » n’est pas une adresse et un port, comme 127.0.0.1:8080.
        Réglage DIRES_DATABASE (environnement) : l’adresse doit commencer par sqlite:// ou par postgres://.
        Réglage DIRES_PUBLIC_URL (environnement) : « dires.exemple.fr » n’est pas une adresse sans chemin, comme https://dires.exemple.fr.
        Réglage DIRES_PUBLIC_URL (environnement) : « https://exemple.fr/dires » n’est pas une adresse sans chemin, comme https://dires.exemple.fr.
        Réglage DIRES_PROXIES (environnement) : « localhost » n’est pas une adresse IP, comme 127.0.0.1.
        Réglage DIRES_SESSION_DAYS (environnement) : « 0 » n’est pas un nombre entier de 1 à 365.
        Réglage DIRES_FILE_LIMIT_MB (environnement) : « beaucoup » n’est pas un nombre entier de 1 à 100.
        Réglage DIRES_LOG_FORMAT (environnement) : la valeur doit être texte ou json.
        Réglage DIRES_METRICS (environnement) : « oui » n’est pas une adresse et un port, comme 127.0.0.1:9090.
        Réglage DIRES_HUB_FRAME_KIB (environnement) : « 1 » n’est pas un nombre entier de 64 à 65536.
        Réglage DIRES_HUB_IDLE_SECONDS (environnement) : « une minute » n’est pas un nombre entier de 1 à 86400.
        ");
    }

    #[test]
    fn a_limit_of_the_hub_is_set_by_either_way() {
        let text = "hub_documents = 3\nhub_connections = 4";
        let mut given = Given::from_file(Path::new("dires.toml"), text).unwrap();
        given.read_environment(|name| (name == hub::DOCUMENTS.name).then(|| "5".to_owned()));
        let limits = Config::from_given(&given).unwrap().hub;
        let read = [hub::DOCUMENTS, hub::CONNECTIONS, hub::FRAME].map(|limit| limits.of(&limit));
        assert_eq!(read, [5, 4, 8_192]);
    }

    #[test]
    fn a_demonstration_is_refused_over_https() {
        let pairs = [
            ("DIRES_PUBLIC_URL", "https://exemple.fr/"),
            ("DIRES_DEMO_PASSWORD", "x"),
        ];
        assert_eq!(
            environment(&pairs).unwrap_err().setting,
            "DIRES_DEMO_PASSWORD"
        );
    }

    #[test]
    fn a_file_with_an_unknown_setting_or_another_syntax_is_refused() {
        let read = |text| Given::from_file(Path::new("dires.toml"), text).unwrap_err();
        assert_eq!(read("ecoute = 1").setting, "ecoute");
        assert_eq!(read("listen: 1").setting, "DIRES_CONFIG");
    }
}
