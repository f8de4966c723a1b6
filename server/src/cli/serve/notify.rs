//! Tells the service manager how far the server is, as `sd_notify(3)` describes: a datagram to the socket that it names.

use std::env;
use std::io;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// It serves.
pub const READY: &str = "READY=1";
/// It was told to stop, and ends what it has begun.
pub const STOPPING: &str = "STOPPING=1";

/// Tells it, where somebody listens.
pub fn tell(state: &str) {
    let Ok(name) = env::var("NOTIFY_SOCKET") else {
        return;
    };
    if let Err(error) = send(&name, state) {
        tracing::warn!(%error, state, "the service manager could not be told");
    }
}

fn send(name: &str, state: &str) -> io::Result<()> {
    let socket = UnixDatagram::unbound()?;
    socket.send_to_addr(state.as_bytes(), &address(name)?)?;
    Ok(())
}

/// A name that starts with `@` is in no folder, on Linux.
fn address(name: &str) -> io::Result<SocketAddr> {
    #[cfg(target_os = "linux")]
    if let Some(name) = name.strip_prefix('@') {
        use std::os::linux::net::SocketAddrExt as _;
        return SocketAddr::from_abstract_name(name);
    }
    SocketAddr::from_pathname(name)
}
