//! The format's numbers and runs, read without unrolling them.

use super::Refusal;

/// What is left to read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    /// So many bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Refusal::NotAChange)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A LEB128 number of at most 64 bits.
    pub(super) fn number(&mut self) -> Result<u64, Refusal> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Refusal::NotAChange)
    }

    fn signed(&mut self) -> Result<i64, Refusal> {
        let before = self.0.len();
        let bits = self.number()?.cast_signed();
        let width = 7 * (before - self.0.len());
        let unused = 64_usize.saturating_sub(width);
        Ok(bits << unused >> unused)
    }

    /// A number that counts bytes.
    pub(super) fn length(&mut self) -> Result<usize, Refusal> {
        usize::try_from(self.number()?).map_err(|_| Refusal::NotAChange)
    }

    /// A length, and as many bytes.
    pub(super) fn prefixed(&mut self) -> Result<&'a [u8], Refusal> {
        let length = self.length()?;
        self.take(length)
    }

    /// Sums what each value of a run-length encoded column of numbers weighs, without unrolling the runs.
    pub(super) fn runs(mut self, weight: impl Fn(u64) -> u64) -> Result<u64, Refusal> {
        let mut sum: u64 = 0;
        while !self.0.is_empty() {
            let run = self.signed()?;
            let weighed = match run {
                0 => self.number()?,
                1.. => run
                    .unsigned_abs()
                    .saturating_mul(weight(self.number()?).max(1)),
                _ => self.literals(run.unsigned_abs(), &weight)?,
            };
            sum = sum.saturating_add(weighed);
        }
        Ok(sum)
    }

    fn literals(&mut self, count: u64, weight: &impl Fn(u64) -> u64) -> Result<u64, Refusal> {
        let mut sum: u64 = 0;
        for _ in 0..count {
            sum = sum.saturating_add(weight(self.number()?));
        }
        Ok(sum)
    }

    /// The longest value of a run-length encoded column of strings.
    pub(super) fn longest(mut self) -> Result<usize, Refusal> {
        let mut longest = 0;
        while !self.0.is_empty() {
            let values = match self.signed()? {
                0 => {
                    self.number()?;
                    continue;
                }
                1.. => 1,
                literals => literals.unsigned_abs(),
            };
            for _ in 0..values {
                longest = longest.max(self.prefixed()?.len());
            }
        }
        Ok(longest)
    }
}
