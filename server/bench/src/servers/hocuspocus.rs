//! Hocuspocus with its `SQLite` extension, everything else as it is by default.

use std::path::Path;
use std::process::Command;

use super::{Places, Seeded, node};
use crate::Outcome;
use crate::text::Text;

const SCRIPT: &str = "hocuspocus.mjs";

pub fn seed(places: &Places, folder: &Path, text: &Text, count: usize) -> Outcome<Seeded> {
    node::seed(places, SCRIPT, &text.yjs, count, folder)
}

pub fn command(places: &Places, folder: &Path, port: u16) -> Command {
    let mut command = node::command(places, SCRIPT);
    command.arg("serve").arg(folder).arg(port.to_string());
    command
}
