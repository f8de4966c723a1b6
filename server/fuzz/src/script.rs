//! An input of the targets that try changes: a scene, then changes offered one after the other.
//!
//! What a change holds is either said operation by operation ([`Operations`]), which reaches everything that can be
//! written canonically, or column by column in bytes ([`Columns`]), which reaches everything else. Dependencies,
//! sequence and numbers are made to fit unless the input says otherwise, and the checksum always is: so a mutation is
//! not stopped at the door.

mod columns;
mod heading;
pub mod operation;
mod operations;
pub mod value;

pub use columns::Columns;
pub use heading::{Fitted, Heading};
pub use operations::Operations;

use crate::random::Random;
use crate::reader::Reader;
use crate::stage::Stage;

/// What a change holds besides its heading.
pub trait Contents: Sized + Clone {
    /// Reads it.
    fn read(reader: &mut Reader<'_>) -> Self;
    /// Writes what [`Contents::read`] reads.
    fn write(&self, into: &mut Vec<u8>);
    /// The whole change chunk; none where the library cannot write such a thing.
    fn chunk(&self, heading: Fitted, stage: &Stage) -> Option<Vec<u8>>;
    /// Changes something.
    fn mutate(&mut self, random: &mut Random);
}

/// A scene, and what is offered on it.
#[derive(Debug, Clone)]
pub struct Script<C> {
    /// The number of the scene.
    pub scene: u8,
    /// One change after the other.
    pub steps: Vec<Step<C>>,
}

/// A change to offer.
#[derive(Debug, Clone)]
pub struct Step<C> {
    /// By whom, after what.
    pub heading: Heading,
    /// The rest.
    pub contents: C,
}

/// How many changes an input offers at most.
pub const STEPS: usize = 8;

impl<C: Contents> Script<C> {
    /// Reads any bytes.
    pub fn read(data: &[u8]) -> Self {
        let mut reader = Reader(data);
        let scene = reader.byte();
        let mut steps = Vec::new();
        while !reader.is_empty() && steps.len() < STEPS {
            let heading = Heading::read(&mut reader);
            let contents = C::read(&mut reader);
            steps.push(Step { heading, contents });
        }
        Self { scene, steps }
    }

    /// Writes what [`Script::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut into = vec![self.scene];
        for step in &self.steps {
            step.heading.write(&mut into);
            step.contents.write(&mut into);
        }
        into
    }

    /// Changes something: most often within a change, sometimes which changes there are.
    pub fn mutate(&mut self, random: &mut Random) {
        let count = self.steps.len();
        if count == 0 {
            let bytes = random.bytes(24);
            self.steps = Self::read(&bytes).steps;
            return;
        }
        let at = random.below(count);
        match random.below(24) {
            0 => self.scene = random.byte() % 16,
            1 if count > 1 => drop(self.steps.remove(at)),
            2 if count < STEPS => self.steps.insert(at, self.steps[at].clone()),
            3 => self.steps.swap(at, random.below(count)),
            4 | 5 => self.steps[at].heading.mutate(random),
            _ => self.steps[at].contents.mutate(random),
        }
    }

    /// Takes over some changes of another.
    pub fn cross(&mut self, other: &Self, random: &mut Random) {
        for step in &other.steps {
            if self.steps.len() < STEPS && random.below(2) == 0 {
                let at = random.below(self.steps.len() + 1);
                self.steps.insert(at, step.clone());
            }
        }
    }
}
