//! The hub's own thread: whatever carries keystrokes meets there, and none of it waits for a page that is being made.

use std::future::pending;
use std::io;

use tokio::runtime::{Builder, Handle};

/// Threads for what takes long, such as reading a history: more would keep memory, and take time from the others.
const ASIDE: usize = 2;

/// Starts a thread that lasts as long as the process, and gives the way to it. A text that fails fails alone: its task's
/// panic ends nothing else.
pub fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(ASIDE)
        .build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("hub".to_owned())
        .spawn(move || runtime.block_on(pending::<()>()))?;
    Ok(handle)
}
