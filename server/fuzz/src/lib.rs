//! What anyone may send, mutated. Each target takes any bytes, and finds something or does not; the engine
//! (`make fuzz`) looks for bytes that lead to new places, and `cargo test` replays those that it found.

pub mod finding;
pub mod genuine;
pub mod random;
pub mod reader;
pub mod record;
pub mod scene;
pub mod script;
pub mod stage;
pub mod target;
