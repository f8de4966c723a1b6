//! The addresses at which the server is reached.

use std::io::ErrorKind;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::super::Failure;
use crate::config::Config;

/// Where the site is.
pub async fn site(config: &Config) -> Result<TcpListener, Failure> {
    listen(config.listen, "DIRES_LISTEN").await
}

/// Where the server is watched, if it is asked for.
pub async fn watch(config: &Config) -> Result<Option<TcpListener>, Failure> {
    match config.metrics {
        Some(address) => Ok(Some(listen(address, "DIRES_METRICS").await?)),
        None => Ok(None),
    }
}

async fn listen(address: SocketAddr, setting: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        Failure::new(match error.kind() {
            ErrorKind::AddrInUse => format!(
                "Le port {address} est déjà utilisé par un autre programme. \
                 Arrêtez-le, ou choisissez une autre adresse avec {setting}."
            ),
            ErrorKind::PermissionDenied => format!(
                "Le système interdit d’écouter sur {address}. Choisissez un port au-dessus de 1023 avec {setting}."
            ),
            _ => format!("Impossible d’écouter sur {address} ({setting})\u{a0}: {error}."),
        })
    })
}
