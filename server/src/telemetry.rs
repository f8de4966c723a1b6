//! What is logged, and how: one line an event, with the request, the text and the connection that it is about.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Starts logging to the standard error. A filter that is not understood is said once, and `info` used instead.
pub fn start(config: &Config) {
    let parsed = EnvFilter::try_new(&config.log);
    let fault = parsed.as_ref().err().map(ToString::to_string);
    let filter = parsed.unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr);
    if config.log_json {
        log.json().init();
    } else {
        log.init();
    }
    if let Some(fault) = fault {
        tracing::warn!(%fault, "DIRES_LOG is not a filter: logging at info");
    }
}
