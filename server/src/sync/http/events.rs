//! How frames are written as server-sent events.
//!
//! Source: the HTML standard, « Server-sent events ».

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

/// Shows that the line stands; the client answers with an empty delivery.
pub const PING: &[u8] = b": ping\n\n";

/// Some proxies and antivirus programs keep the beginning of an answer until there is so much of it, in bytes.
const PADDING: usize = 2 << 10;

/// The first event: the line's secret name.
pub fn opening(name: Uuid) -> Bytes {
    let padding = " ".repeat(PADDING);
    format!(":{padding}\nevent: liaison\ndata: {name}\n\n").into()
}

/// Adds a frame's event to a text.
pub fn frame(text: &mut String, frame: &[u8]) {
    text.push_str("data: ");
    STANDARD.encode_string(frame, text);
    text.push_str("\n\n");
}
