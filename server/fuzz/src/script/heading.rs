//! By whom a change is and what it follows: what fits, or one thing that does not.

use std::num::NonZeroU64;

use automerge::{ActorId, ChangeHash};

use crate::random::Random;
use crate::reader::{Reader, write_several};
use crate::scene::{NOW, actor};
use crate::stage::Stage;

/// A heading as an input says it.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    /// The number of the replica, for [`actor`].
    pub author: u8,
    /// What it follows: how many changes ago, or nothing for everything that is there.
    pub dependencies: Vec<u8>,
    /// What does not fit; nothing for 0 and unknown numbers.
    pub flaw: u8,
}

/// A heading ready to be written.
#[derive(Debug, Clone)]
pub struct Fitted {
    /// The replica.
    pub actor: ActorId,
    /// What it follows.
    pub dependencies: Vec<ChangeHash>,
    /// Its number among those of the replica.
    pub sequence: u64,
    /// The number of its first operation.
    pub start: NonZeroU64,
    /// Unix seconds.
    pub time: i64,
    /// What the author says of it.
    pub message: Option<String>,
    /// What follows the operations.
    pub extra: Vec<u8>,
}

const FLAWS: u8 = 20;

impl Heading {
    /// Reads it.
    pub fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            author: reader.byte(),
            flaw: reader.byte(),
            dependencies: reader.several(Reader::byte),
        }
    }

    /// Writes what [`Heading::read`] reads.
    pub fn write(&self, into: &mut Vec<u8>) {
        into.extend([self.author, self.flaw]);
        write_several(into, &self.dependencies, |ago, into| into.push(*ago));
    }

    /// Changes something.
    pub fn mutate(&mut self, random: &mut Random) {
        match random.below(5) {
            0 => self.author = random.of(&[0, 1, 1, 2, 2, 3, 4, 200, 201, 202]),
            1 => self.flaw = random.byte() % (FLAWS + 1),
            2 => self.dependencies.clear(),
            _ => {
                let ago = random.byte() % 12;
                self.dependencies.push(ago);
            }
        }
    }

    /// As it is written on this stage.
    pub fn fit(&self, stage: &Stage) -> Fitted {
        let actor = actor(self.author);
        let mut dependencies = self.dependencies(stage);
        dependencies.sort_unstable();
        dependencies.dedup();
        let start = stage.next_operation(&dependencies);
        let mut fitted = Fitted {
            sequence: stage.next_sequence(&actor),
            actor,
            dependencies,
            start: NonZeroU64::new(start).unwrap_or(NonZeroU64::MIN),
            time: NOW,
            message: None,
            extra: Vec::new(),
        };
        self.spoil(&mut fitted);
        fitted
    }

    fn dependencies(&self, stage: &Stage) -> Vec<ChangeHash> {
        if self.dependencies.is_empty() {
            return stage.heads();
        }
        let ago = self.dependencies.iter().map(|ago| stage.change_ago(*ago));
        ago.collect()
    }

    fn spoil(&self, fitted: &mut Fitted) {
        let number = fitted.start.get();
        let start = |number| NonZeroU64::new(number).unwrap_or(NonZeroU64::MIN);
        match self.flaw {
            1 => fitted.sequence += 1,
            2 => fitted.sequence = fitted.sequence.wrapping_sub(1),
            3 => fitted.sequence = u64::MAX,
            4 => fitted.start = start(number + 1),
            5 => fitted.start = start(number.wrapping_sub(1)),
            6 => fitted.start = start(u64::MAX),
            7 => fitted.start = start(u64::from(u32::MAX)),
            8 => fitted.time = -1,
            9 => fitted.time = i64::MIN,
            10 => fitted.time = i64::MAX,
            11 => fitted.time = 0,
            12 => fitted.message = Some(String::new()),
            13 => fitted.message = Some("\0 dit-il 😀".to_owned()),
            14 => fitted.message = Some("long ".repeat(2_000)),
            15 => fitted.extra = vec![0],
            16 => fitted.extra = b"\x01\x05alice".to_vec(),
            17 => fitted.extra = vec![1, 255, 255, 3],
            18 => fitted.dependencies.push(ChangeHash([7; 32])),
            19 => fitted.dependencies.extend(fitted.dependencies.clone()),
            FLAWS => fitted.dependencies.reverse(),
            _ => {}
        }
    }
}
