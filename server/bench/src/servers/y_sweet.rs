//! y-sweet on files, everything else as it is by default: it writes them every ten seconds.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Places, Seeded};
use crate::Outcome;
use crate::text::Text;

/// What the binary says of itself.
pub fn version(places: &Places) -> Outcome<String> {
    let output = Command::new(&places.y_sweet).arg("version").output();
    let output = output.map_err(|error| {
        format!("y-sweet is not installed (cargo install y-sweet --locked): {error}")
    })?;
    Ok(format!(
        "y-sweet {}",
        String::from_utf8_lossy(&output.stdout).trim()
    ))
}

/// The server, which lets everyone in.
pub fn command(places: &Places, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(&places.y_sweet);
    let port = port.to_string();
    command
        .arg("serve")
        .arg(folder)
        .args(["--port", &port, "--host", "127.0.0.1"]);
    // It logs each frame that it is late with; what it logs is not what is measured.
    command.env("RUST_LOG", "warn");
    command
}

/// Copies of the text, each converted as its manual says.
pub fn seed(places: &Places, folder: &Path, text: &Text, count: usize) -> Outcome<Seeded> {
    let documents: Vec<_> = (0..count).map(|number| format!("essai-{number}")).collect();
    for document in &documents {
        let mut child = Command::new(&places.y_sweet)
            .args(["convert-from-update".as_ref(), folder, document.as_ref()])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(&text.yjs)?;
        }
        if !child.wait()?.success() {
            return Err("y-sweet convert-from-update failed".into());
        }
    }
    Ok(Seeded {
        documents,
        cookies: Vec::new(),
    })
}
