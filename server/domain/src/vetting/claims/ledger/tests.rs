use super::{Ledger, Noted};

/// Numbers that look like chance, from a seed.
fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

#[test]
fn what_is_forgotten_leaves_the_runs_as_they_were() {
    for seed in 0..200 {
        let mut next = chance(seed);
        let mut ledger = Ledger::default();
        let mut told = Vec::new();
        for _ in 0..12 {
            let before = ledger.words.get(&0).cloned().unwrap_or_default();
            let mut noted = Noted::default();
            for _ in 0..=next(3) {
                let first = next(40);
                let number = (next(4) > 0).then(|| usize::from(next(2) > 0));
                ledger.set(0, (first, first + next(9)), number, &mut noted);
            }
            told.push((before, noted));
        }
        for (before, noted) in told.into_iter().rev() {
            ledger.undo(noted);
            let now = ledger.words.get(&0).cloned().unwrap_or_default();
            assert_eq!(now, before, "seed {seed}");
        }
    }
}
