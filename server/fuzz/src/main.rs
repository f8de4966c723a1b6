//! The engine's program: libFuzzer on the target that `DIRES_FUZZ` names. `make fuzz` builds and runs it.
#![no_main]

use std::process::abort;
use std::sync::{LazyLock, Mutex, PoisonError};

use dires_fuzz::stage::Counts;
use dires_fuzz::target::Target;
use libfuzzer_sys::{fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("DIRES_FUZZ").unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| panic!("DIRES_FUZZ={name}: no such target"))
});

fuzz_target!(
    // libFuzzer's own hook aborts at any panic, even one that the rules catch: back to the usual one.
    init: drop(std::panic::take_hook()),
    |data: &[u8]| {
        match TARGET.try_out(data) {
            Ok(counts) => count(counts),
            Err(finding) => {
                eprintln!("FINDING {}: {finding}", TARGET.name);
                abort();
            }
        }
    }
);

/// Adds up, and says so now and then: libFuzzer ends without telling.
fn count(counts: Counts) {
    static SUM: Mutex<(u64, Counts)> = Mutex::new((0, Counts::NONE));
    let mut sum = SUM.lock().unwrap_or_else(PoisonError::into_inner);
    sum.0 += 1;
    sum.1 += counts;
    if sum.0.is_multiple_of(1_000) {
        eprintln!("COUNT {}: {} executions; {}", TARGET.name, sum.0, sum.1);
    }
}

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mutated = (TARGET.mutate)(&data[..size], &[], seed.into());
    put(&mutated, &mut data[..max_size])
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    put(&(TARGET.mutate)(one, other, seed.into()), out)
});

/// Writes as much as there is room for; how much it was.
fn put(bytes: &[u8], into: &mut [u8]) -> usize {
    let count = bytes.len().min(into.len());
    into[..count].copy_from_slice(&bytes[..count]);
    count
}
