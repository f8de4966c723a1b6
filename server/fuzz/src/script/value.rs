//! A value that an operation writes, good or bad.

use automerge::ScalarValue;

use super::operation::NAMES;
use crate::random::Random;
use crate::reader::{Reader, write_prefixed};

/// A value as an input says it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// What it is: the numbers below; for marks, the name as well, in sixteens.
    pub kind: u8,
    /// The rest.
    pub bytes: Vec<u8>,
}

/// A character or a text, from UTF-8.
pub const STRING: u8 = 0;
/// One of [`STRINGS`].
pub const KNOWN: u8 = 1;
/// A signed byte.
pub const INT: u8 = 2;
/// A byte.
pub const UINT: u8 = 3;
/// Odd for true.
pub const BOOLEAN: u8 = 4;
/// Nothing.
pub const NULL: u8 = 5;
const FLOAT: u8 = 6;
const TIMESTAMP: u8 = 7;
const COUNTER: u8 = 8;
const BYTES: u8 = 9;
const UNKNOWN: u8 = 10;
const KINDS: u8 = 11;

/// Strings that a text holds, and some that it may not.
pub const STRINGS: [&str; 23] = [
    "paragraph",
    "heading",
    "ordered-list-item",
    "unordered-list-item",
    "horizontal-rule",
    "blockquote",
    r#"{"href":"https://exemple.fr/","title":""}"#,
    r#"{"href":"javascript:alert(1)","title":""}"#,
    r#"{"href":"https://exemple.fr/","href":"x"}"#,
    "n1",
    "a",
    "é",
    "😀",
    "\n",
    "\t",
    "\r",
    "\0",
    "\u{fffc}",
    "\u{ffff}",
    "\u{301}",
    "\u{202e}",
    "",
    "ab",
];

impl Written {
    /// Reads it: its kind, then what that kind takes.
    pub fn read(reader: &mut Reader<'_>) -> Self {
        let kind = reader.byte();
        let bytes = match kind % 16 {
            STRING | BYTES | UNKNOWN => reader.prefixed(),
            KNOWN | INT | UINT | BOOLEAN | FLOAT | TIMESTAMP | COUNTER => reader.bytes(1),
            _ => &[],
        };
        Self {
            kind,
            bytes: bytes.to_vec(),
        }
    }

    /// Writes what [`Written::read`] reads.
    pub fn write(&self, into: &mut Vec<u8>) {
        into.push(self.kind);
        match self.kind % 16 {
            STRING | BYTES | UNKNOWN => write_prefixed(into, &self.bytes),
            KNOWN | INT | UINT | BOOLEAN | FLOAT | TIMESTAMP | COUNTER => into.push(self.first()),
            _ => {}
        }
    }

    fn first(&self) -> u8 {
        self.bytes.first().copied().unwrap_or(0)
    }

    /// As the library writes it.
    pub fn expand(&self) -> ScalarValue {
        let first = self.first();
        let small = i64::from(first.cast_signed());
        match self.kind % 16 {
            STRING => ScalarValue::Str(String::from_utf8_lossy(&self.bytes).into_owned().into()),
            KNOWN => ScalarValue::Str(STRINGS[usize::from(first) % STRINGS.len()].into()),
            INT => ScalarValue::Int(small),
            UINT => ScalarValue::Uint(u64::from(first)),
            BOOLEAN => ScalarValue::Boolean(first % 2 == 1),
            FLOAT => ScalarValue::F64([0.0, -0.0, f64::NAN, 1.5][usize::from(first % 4)]),
            TIMESTAMP => ScalarValue::Timestamp(small),
            COUNTER => ScalarValue::counter(small),
            BYTES => ScalarValue::Bytes(self.bytes.clone()),
            UNKNOWN => ScalarValue::Unknown {
                type_code: 10 + first % 6,
                bytes: self.bytes.clone(),
            },
            _ => ScalarValue::Null,
        }
    }

    /// Changes something.
    pub fn mutate(&mut self, random: &mut Random) {
        match random.below(4) {
            0 => self.kind = (self.kind & 0xf0) | (random.byte() % KINDS),
            1 => self.kind ^= random.byte() & 0xf0,
            2 => self.bytes = vec![random.byte()],
            _ => {
                self.kind = (self.kind & 0xf0) | KNOWN;
                self.bytes = vec![random.byte()];
            }
        }
    }
}

/// The name of the mark that has this value.
pub fn mark_name(value: &Written) -> &'static str {
    mark_name_of(value.kind / 16)
}

/// The name of the mark of this number, under 16.
pub fn mark_name_of(number: u8) -> &'static str {
    const FIRST: usize = 7;
    NAMES[(FIRST + usize::from(number)) % NAMES.len()]
}
