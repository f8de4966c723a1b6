//! The targets, by name.

mod frame;
mod room;

use crate::finding::{Finding, guarded};
use crate::genuine::all as genuine;
use crate::random::Random;
use crate::script::{Columns, Contents, Operations, Script};
use crate::stage::{Counts, Stage};

/// Something to which bytes are given.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, and that of the folder of its corpus.
    pub name: &'static str,
    try_out: fn(&[u8]) -> Result<Counts, Finding>,
    /// The same bytes, changed in a way that keeps their meaning; with others that were found before, too.
    pub mutate: fn(&[u8], &[u8], u64) -> Vec<u8>,
    /// What people who mean well send.
    pub genuine: fn() -> Vec<Vec<u8>>,
}

/// Every target.
pub const TARGETS: [Target; 4] = [
    Target {
        name: "frame",
        try_out: frame::try_out,
        mutate: frame::mutate,
        genuine: frame::genuine,
    },
    Target {
        name: "room",
        try_out: room::try_out,
        mutate: room::mutate,
        genuine: room::genuine,
    },
    Target {
        name: "operations",
        try_out: offer::<Operations>,
        mutate: rewrite::<Operations>,
        genuine: || genuine().iter().map(|(told, _)| told.write()).collect(),
    },
    Target {
        name: "columns",
        try_out: offer::<Columns>,
        mutate: rewrite::<Columns>,
        genuine: || genuine().iter().map(|(_, bytes)| bytes.write()).collect(),
    },
];

impl Target {
    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.into_iter().find(|target| target.name == name)
    }

    /// Tries bytes out: how many changes there were in them, or what may not happen and did.
    pub fn try_out(&self, data: &[u8]) -> Result<Counts, Finding> {
        guarded(|| (self.try_out)(data))
    }
}

fn offer<C: Contents>(data: &[u8]) -> Result<Counts, Finding> {
    let script = Script::<C>::read(data);
    let mut stage = Stage::new(script.scene);
    for step in &script.steps {
        let heading = step.heading.fit(&stage);
        if let Some(chunk) = step.contents.chunk(heading, &stage) {
            stage.offer(&chunk)?;
        }
    }
    stage.close()
}

fn rewrite<C: Contents>(data: &[u8], other: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut script = Script::<C>::read(data);
    if random.below(16) == 0 {
        script.cross(&Script::read(other), &mut random);
    }
    for _ in 0..=random.below(3) {
        script.mutate(&mut random);
    }
    script.write()
}
