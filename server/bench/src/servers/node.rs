//! What the servers on Node have in common.

use std::path::Path;
use std::process::Command;

use super::{Places, Seeded};
use crate::Outcome;

/// The installed version of a package.
pub fn version(places: &Places, package: &str) -> Outcome<String> {
    let manifest = places
        .node
        .join("node_modules")
        .join(package)
        .join("package.json");
    let manifest = std::fs::read(&manifest).map_err(|error| {
        format!("{package} is not installed (npm ci in server/bench/peers): {error}")
    })?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest)?;
    let version = manifest["version"].as_str().unwrap_or("?");
    Ok(format!("{package} {version}"))
}

/// A server's command. As in production: Node's libraries choose what they do by this variable.
pub fn command(places: &Places, script: &str) -> Command {
    let mut command = Command::new("node");
    command
        .arg(places.node.join(script))
        .env("NODE_ENV", "production");
    command
}

/// Runs `SCRIPT seed FILE COUNT FOLDER`, which writes copies of a document and prints their names.
pub fn seed(
    places: &Places,
    script: &str,
    document: &[u8],
    count: usize,
    folder: &Path,
) -> Outcome<Seeded> {
    let file = places.work.join("seed.bin");
    std::fs::write(&file, document)?;
    let mut command = command(places, script);
    let output = command
        .arg("seed")
        .arg(&file)
        .arg(count.to_string())
        .arg(folder)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(Seeded {
        documents: serde_json::from_slice(&output.stdout)?,
        cookies: Vec::new(),
    })
}
