//! Everything that fuzzing has kept is tried out again, and mutations of it that nobody has seen yet.
//!
//! `DIRES_SEED` replays the mutations of a run, `DIRES_RUNS` says how many of each target there are.

use std::path::{Path, PathBuf};

use dires_fuzz::random::Random;
use dires_fuzz::stage::Counts;
use dires_fuzz::target::{TARGETS, Target};

/// Mutations of each target; together some ten thousand mutated changes.
const RUNS: u64 = 700;

fn corpus(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target.name);
    let entries = std::fs::read_dir(&folder).expect("a folder for each target");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let data = std::fs::read(&path).expect("a file");
        (path, data)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn what_was_kept_is_tried_out_again() {
    for target in TARGETS {
        let corpus = corpus(&target);
        assert!(corpus.len() > 10, "{}: the corpus is found", target.name);
        for (path, data) in corpus {
            let tried = target.try_out(&data);
            let found = tried.err().map(|finding| finding.to_string());
            assert_eq!(found, None, "{}", path.display());
        }
    }
}

#[test]
fn what_the_editor_writes_is_taken() {
    for name in ["operations", "columns"] {
        let target = Target::named(name).expect("a target");
        let genuine = (target.genuine)();
        assert!(genuine.len() > 20);
        for data in genuine {
            let counts = target.try_out(&data).expect("no finding");
            assert!(counts.offered > 0);
            assert_eq!(counts.taken, counts.offered, "{name} {data:?}");
        }
    }
}

#[test]
fn mutations_find_nothing() {
    let number = |name| std::env::var(name).ok()?.parse::<u64>().ok();
    let since_1970 = || std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    let seed = number("DIRES_SEED").unwrap_or_else(|| since_1970().as_secs());
    let runs = number("DIRES_RUNS").unwrap_or(RUNS);
    println!("DIRES_SEED={seed} DIRES_RUNS={runs}");
    for target in TARGETS {
        let counts = mutate(&target, seed, runs);
        println!("{}: {runs} mutations: {counts}", target.name);
    }
}

fn mutate(target: &Target, seed: u64, runs: u64) -> Counts {
    let mut inputs: Vec<_> = corpus(target).into_iter().map(|(_, data)| data).collect();
    inputs.extend((target.genuine)());
    let mut random = Random::new(seed);
    let mut counts = Counts::NONE;
    for _ in 0..runs {
        let mut data = inputs[random.below(inputs.len())].clone();
        let other = &inputs[random.below(inputs.len())];
        for _ in 0..=random.below(3) {
            data = (target.mutate)(&data, other, random.number());
        }
        match target.try_out(&data) {
            Ok(more) => counts += more,
            Err(finding) => panic!(
                "{finding}\nDIRES_SEED={seed} DIRES_RUNS={runs}\n{}: {data:?}",
                target.name
            ),
        }
    }
    counts
}
