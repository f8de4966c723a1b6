//! The settings, from the environment and from a file.

pub mod hub;
mod mail;
mod read;
mod table;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;

pub use hub::{HubLimits, LIMITS, Limit};
pub use mail::{Secret, Smtp, Tls};
pub use read::{ConfigError, Given};
pub use table::{SETTINGS, Setting, described};

/// What the server was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The folder in which it keeps what is not in the database.
    pub data: PathBuf,
    /// `sqlite://path` or `postgres://…`.
    pub database: String,
    /// The address that people type, without a slash at its end, such as `https://dires.exemple.fr`.
    pub public_url: String,
    /// The demo accounts' password; none: a random one.
    pub demo_password: Option<String>,
    /// What is logged, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// Logs as one JSON object a line.
    pub log_json: bool,
    /// Where the counts are served, apart from the site; none: nowhere.
    pub metrics: Option<SocketAddr>,
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// A session without a request for so long ends.
    pub session_idle: TimeDelta,
    /// A session ends so long after the log-in.
    pub session_life: TimeDelta,
    /// The largest file that can be sent, in bytes.
    pub file_limit: usize,
    /// How much the images of a text may weigh together, in bytes.
    pub images_limit: usize,
    /// How mail goes; none: it does not.
    pub smtp: Option<Smtp>,
    /// The limits of the live hub.
    pub hub: HubLimits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data: "data".into(),
            database: "sqlite://data/dires.sqlite".into(),
            public_url: "http://127.0.0.1:8080".into(),
            demo_password: None,
            log: "info,sqlx=warn".into(),
            log_json: false,
            metrics: None,
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            session_idle: TimeDelta::hours(12),
            session_life: TimeDelta::days(7),
            file_limit: 5_000_000,
            images_limit: 50_000_000,
            smtp: None,
            hub: HubLimits::default(),
        }
    }
}

impl Config {
    /// Reads the environment, then the file that it names or one of the usual ones.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from_given(&Given::from_environment_and_file()?)
    }

    /// Whether people reach it over HTTPS: cookies are then `__Host-`, and it is no place for a demonstration.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
