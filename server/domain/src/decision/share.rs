//! Shares of a whole.

use serde::{Deserialize, Serialize};

/// A share of a whole, above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ShareAsWritten")]
pub struct Share {
    numerator: u32,
    denominator: u32,
}

#[derive(Deserialize)]
struct ShareAsWritten {
    numerator: u32,
    denominator: u32,
}

/// A fraction that is not above 0 and at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{numerator}/{denominator} is not a share of a whole")]
pub struct NotAShare {
    numerator: u32,
    denominator: u32,
}

impl Share {
    /// The share `numerator` out of `denominator`.
    pub const fn new(numerator: u32, denominator: u32) -> Result<Self, NotAShare> {
        if numerator == 0 || denominator < numerator || denominator > 1000 {
            return Err(NotAShare {
                numerator,
                denominator,
            });
        }
        Ok(Self {
            numerator,
            denominator,
        })
    }

    /// The least whole number that reaches this share of `whole`.
    pub const fn of(self, whole: u32) -> u32 {
        (whole * self.numerator).div_ceil(self.denominator)
    }

    /// The least whole number that is above this share of `whole`.
    pub const fn above(self, whole: u32) -> u32 {
        whole * self.numerator / self.denominator + 1
    }

    /// The fraction's two numbers.
    pub const fn parts(self) -> (u32, u32) {
        (self.numerator, self.denominator)
    }
}

impl TryFrom<ShareAsWritten> for Share {
    type Error = NotAShare;

    fn try_from(written: ShareAsWritten) -> Result<Self, NotAShare> {
        Self::new(written.numerator, written.denominator)
    }
}
