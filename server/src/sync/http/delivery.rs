//! What a client posts: frames as they are, each after its length.

use uuid::Uuid;

/// Where a delivery goes, and its place among those of its line.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub struct Delivery {
    /// The line's secret name.
    #[serde(rename = "liaison")]
    pub line: Uuid,
    /// 1 for the first, then one more each.
    #[serde(rename = "numero")]
    pub number: u64,
}

/// Bytes of a frame's length, an unsigned number, most significant byte first.
pub const HEADER: usize = 4;

/// The frames of a body, in order. None if it is not made of whole frames.
pub fn frames(mut body: &[u8]) -> Option<Vec<&[u8]>> {
    let mut frames = Vec::new();
    while !body.is_empty() {
        let (length, rest) = body.split_first_chunk::<HEADER>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (frame, rest) = rest.split_at_checked(length)?;
        frames.push(frame);
        body = rest;
    }
    Some(frames)
}

#[cfg(test)]
mod tests {
    use super::frames;

    #[test]
    fn frames_come_out_as_they_went_in() {
        assert_eq!(frames(b""), Some(vec![]));
        assert_eq!(
            frames(b"\0\0\0\x02ab\0\0\0\0\0\0\0\x01c"),
            Some(vec![&b"ab"[..], b"", b"c"])
        );
    }

    #[test]
    fn what_is_cut_short_is_nothing() {
        for body in [
            &b"\0"[..],
            b"\0\0\0\x02a",
            b"\0\0\0\x01a\0",
            b"\xff\xff\xff\xffa",
        ] {
            assert_eq!(frames(body), None, "{body:?}");
        }
    }
}
