//! The client's end of a WebSocket (RFC 6455), as light as it can be: no extension, frames masked with zeros, what is
//! read is looked at where it lies.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

use mio::net::TcpStream;

const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
const BINARY: u8 = 2;
/// A length of this or more stands in two bytes, or in eight.
const SHORT: u8 = 0x7e;

/// A connection that waits for nothing.
pub struct Socket {
    stream: TcpStream,
    inbox: Vec<u8>,
    outbox: Vec<u8>,
    /// Bytes that came, frames' headers included.
    pub received: u64,
    /// Whether the other end is there.
    pub open: bool,
}

impl Socket {
    /// Connects and upgrades; waits for that only, for 20 s at most.
    pub fn connect(address: SocketAddr, path: &str, cookie: &str) -> io::Result<Self> {
        let patience = Duration::from_secs(20);
        let mut stream = std::net::TcpStream::connect_timeout(&address, patience)?;
        stream.set_read_timeout(Some(patience))?;
        stream.set_nodelay(true)?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ZGlyZXMtZGlyZXMtZGlyZQ==\r\n{cookie}\r\n"
        );
        stream.write_all(request.as_bytes())?;
        let inbox = upgraded(&mut stream)?;
        stream.set_nonblocking(true)?;
        Ok(Self {
            stream: TcpStream::from_std(stream),
            inbox,
            outbox: Vec::new(),
            received: 0,
            open: true,
        })
    }

    /// What the poll watches.
    pub fn source(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// Queues a binary message, and sends what can be sent.
    pub fn send(&mut self, message: &[u8]) -> io::Result<()> {
        self.queue(BINARY, message);
        self.flush()
    }

    /// Queues a binary message.
    pub fn feed(&mut self, message: &[u8]) {
        self.queue(BINARY, message);
    }

    /// Bytes that were queued and have not gone.
    pub fn waiting(&self) -> usize {
        self.outbox.len()
    }

    /// Sends what can be sent now.
    pub fn flush(&mut self) -> io::Result<()> {
        let mut gone = 0;
        while gone < self.outbox.len() {
            match self.stream.write(&self.outbox[gone..]) {
                Ok(bytes) => gone += bytes,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.outbox.drain(..gone);
        Ok(())
    }

    /// Reads all that is there into memory; messages are then taken with [`Self::next`].
    pub fn read(&mut self) -> io::Result<()> {
        let mut piece = [0; 16 << 10];
        loop {
            match self.stream.read(&mut piece) {
                Ok(0) => {
                    self.open = false;
                    return Ok(());
                }
                Ok(bytes) => {
                    self.received += bytes as u64;
                    self.inbox.extend_from_slice(&piece[..bytes]);
                    if bytes < piece.len() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Hands each whole message to `each`; pings are answered, a farewell ends the connection.
    pub fn messages(&mut self, mut each: impl FnMut(&[u8])) {
        let inbox = std::mem::take(&mut self.inbox);
        let mut rest = &inbox[..];
        while let Some((code, message, after)) = split(rest) {
            match code {
                PING => self.queue(PONG, message),
                PONG => {}
                CLOSE => self.open = false,
                _ => each(message),
            }
            rest = after;
        }
        if rest.is_empty() {
            self.inbox = inbox;
            self.inbox.clear();
        } else {
            self.inbox = rest.to_vec();
        }
    }

    fn queue(&mut self, code: u8, message: &[u8]) {
        self.outbox.push(0x80 | code);
        let length = message.len();
        if let Some(short) = u8::try_from(length).ok().filter(|short| *short < SHORT) {
            self.outbox.push(0x80 | short);
        } else if let Ok(length) = u16::try_from(length) {
            self.outbox.push(0x80 | SHORT);
            self.outbox.extend(length.to_be_bytes());
        } else {
            self.outbox.push(0xff);
            self.outbox.extend((length as u64).to_be_bytes());
        }
        self.outbox.extend([0; 4]);
        self.outbox.extend_from_slice(message);
    }
}

/// A frame's code and message, and what follows it; none while it is not whole.
fn split(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let (length, header) = match second & 0x7f {
        126 => (
            usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?)),
            4,
        ),
        127 => {
            let length = u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?);
            (usize::try_from(length).ok()?, 10)
        }
        length => (usize::from(length), 2),
    };
    let message = bytes.get(header..header + length)?;
    Some((first & 0x0f, message, &bytes[header + length..]))
}

/// Reads the answer to the upgrade; gives what came after it.
fn upgraded(stream: &mut std::net::TcpStream) -> io::Result<Vec<u8>> {
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let bytes = stream.read(&mut piece)?;
        answer.extend_from_slice(&piece[..bytes]);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n");
        let head = String::from_utf8_lossy(&answer[..end.unwrap_or(answer.len()).min(200)]);
        match end {
            Some(end) if head.starts_with("HTTP/1.1 101") => return Ok(answer.split_off(end + 4)),
            None if bytes > 0 => {}
            _ => return Err(io::Error::other(format!("no upgrade: {head}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn frames_are_split_where_they_end() {
        assert_eq!(split(&[0x82, 2, 7]), None);
        assert_eq!(split(&[0x82, 2, 7, 8, 9]), Some((2, &[7, 8][..], &[9][..])));
        let mut long = vec![0x82, 126, 1, 0];
        long.extend([5; 256]);
        assert_eq!(split(&long), Some((2, &[5; 256][..], &[][..])));
        assert_eq!(split(&long[..100]), None);
    }
}
