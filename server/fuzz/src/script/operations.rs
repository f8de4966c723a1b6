//! A change told operation by operation.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Change, ExpandedChange};

use super::operation::{Around, Operation};
use super::{Contents, Fitted};
use crate::random::Random;
use crate::reader::{Reader, write_several};
use crate::stage::Stage;

/// The operations of one change.
#[derive(Debug, Clone, Default)]
pub struct Operations(pub Vec<Operation>);

impl Contents for Operations {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.several(Operation::read))
    }

    fn write(&self, into: &mut Vec<u8>) {
        write_several(into, &self.0, Operation::write);
    }

    fn chunk(&self, heading: Fitted, stage: &Stage) -> Option<Vec<u8>> {
        let around = Around {
            stage,
            author: &heading.actor,
            start: heading.start.get(),
        };
        let expanded = ExpandedChange {
            operations: self.0.iter().map(|one| one.expand(&around)).collect(),
            actor_id: heading.actor.clone(),
            author: None,
            hash: None,
            seq: heading.sequence,
            start_op: heading.start,
            time: heading.time,
            message: heading.message,
            deps: heading.dependencies,
            extra_bytes: heading.extra,
        };
        let written = catch_unwind(AssertUnwindSafe(|| Change::from(expanded)));
        Some(written.ok()?.raw_bytes().to_vec())
    }

    fn mutate(&mut self, random: &mut Random) {
        let count = self.0.len();
        if count == 0 {
            let bytes = random.bytes(16);
            self.0.push(Operation::read(&mut Reader(&bytes)));
            return;
        }
        let at = random.below(count);
        match random.below(12) {
            0 => drop(self.0.remove(at)),
            1 if count < 255 => self.0.insert(at, self.0[at].clone()),
            2 => self.0.swap(at, random.below(count)),
            3 if count < 200 => {
                let part = self.0[at..].to_vec();
                self.0.extend(part);
            }
            4 => self.0.truncate(at + 1),
            _ => self.0[at].mutate(random),
        }
    }
}
