//! A frame as it is written: made once for everyone who is sent it.
//!
//! Source: RFC 6455, section 5.2. What a server sends is not masked, so the same bytes serve every WebSocket.

use axum::body::Bytes;

/// The last piece of a binary message.
const WHOLE_BINARY: u8 = 0x82;
/// From so many bytes on, lengths take two bytes more, or eight.
const MEDIUM: usize = 126;
const LONG: usize = 1 << 16;

/// A frame of the protocol, behind its WebSocket header. Cloning it shares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    bytes: Bytes,
    header: usize,
}

impl Frame {
    /// The frame with this payload.
    pub fn new(payload: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(10 + payload.len());
        bytes.push(WHOLE_BINARY);
        write_length(payload.len(), &mut bytes);
        let header = bytes.len();
        bytes.extend_from_slice(payload);
        Self {
            bytes: bytes.into(),
            header,
        }
    }

    /// What is said, shared.
    pub fn payload(&self) -> Bytes {
        self.bytes.slice(self.header..)
    }

    /// What is written to a WebSocket.
    pub fn on_a_socket(&self) -> &Bytes {
        &self.bytes
    }
}

/// What is said.
impl std::ops::Deref for Frame {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[self.header..]
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "each length is written in a width that holds it"
)]
fn write_length(length: usize, into: &mut Vec<u8>) {
    if length < MEDIUM {
        into.push(length as u8);
    } else if length < LONG {
        into.push(126);
        into.extend_from_slice(&(length as u16).to_be_bytes());
    } else {
        into.push(127);
        into.extend_from_slice(&(length as u64).to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;

    use super::Frame;

    #[test]
    fn a_frame_of_any_length_is_read_back_by_the_library() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 200_000] {
            let payload = vec![7; length];
            let frame = Frame::new(&payload);
            let mut read = std::io::Cursor::new(frame.on_a_socket().to_vec());
            let (header, announced) = FrameHeader::parse(&mut read).unwrap().unwrap();
            assert!(header.is_final && header.mask.is_none());
            assert_eq!(header.opcode, 2.into());
            assert_eq!(announced, length as u64);
            assert_eq!(*frame, *payload);
            let written = frame.on_a_socket().len() as u64;
            assert_eq!(read.position() + announced, written);
        }
    }
}
