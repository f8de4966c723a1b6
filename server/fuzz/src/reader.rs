//! Bytes of the engine, taken for numbers: what is missing is zero, so that every input means something.

/// What is left of an input.
#[derive(Debug)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    /// The next two bytes, the smaller first.
    pub fn short(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    /// The next bytes, fewer where the input ends.
    pub fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// Bytes after their number in two bytes.
    pub fn prefixed(&mut self) -> &'a [u8] {
        let count = self.short();
        self.bytes(count.into())
    }

    /// As many of something as the next byte says, or as the input has room for.
    pub fn several<T>(&mut self, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.byte();
        let mut found = Vec::new();
        while found.len() < count.into() && !self.is_empty() {
            found.push(one(self));
        }
        found
    }
}

/// Writes what [`Reader::prefixed`] reads; what is longer than 65,535 bytes is cut.
pub fn write_prefixed(into: &mut Vec<u8>, bytes: &[u8]) {
    let count = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    into.extend(count.to_le_bytes());
    into.extend(&bytes[..count.into()]);
}

/// Writes what [`Reader::several`] reads, 255 at most.
pub fn write_several<T>(into: &mut Vec<u8>, all: &[T], mut one: impl FnMut(&T, &mut Vec<u8>)) {
    let count = u8::try_from(all.len()).unwrap_or(u8::MAX);
    into.push(count);
    for item in &all[..count.into()] {
        one(item, into);
    }
}
