//! The settings, from the environment and from a file.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;

/// What the server was told.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The folder in which it keeps what is not in the database.
    pub data: PathBuf,
    /// `sqlite://path` or `postgres://…`.
    pub database: String,
    /// The address that people type, without a slash at its end, such as `https://dires.exemple.fr`.
    pub public_url: String,
    /// The demo accounts' password.
    pub demo_password: Option<String>,
    /// What is logged, in the syntax of `tracing_subscriber::EnvFilter`.
    pub log: String,
    /// The reverse proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// A session without a request for so long ends.
    pub session_idle: TimeDelta,
    /// A session ends so long after the log-in.
    pub session_life: TimeDelta,
    /// The largest file that can be sent, in bytes.
    pub file_limit: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data: "data".into(),
            database: "sqlite://data/dires.sqlite".into(),
            public_url: "http://127.0.0.1:8080".into(),
            demo_password: None,
            log: "info".into(),
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            session_idle: TimeDelta::hours(12),
            session_life: TimeDelta::days(7),
            file_limit: 5_000_000,
        }
    }
}

impl Config {
    /// Whether people reach it over HTTPS: cookies are then `__Host-`.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
