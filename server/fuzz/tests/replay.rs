//! Tries the corpus out, and mutations of it.
use dires_fuzz::random::Random;
use dires_fuzz::stage::Counts;
use dires_fuzz::target::TARGETS;

#[test]
fn quick() {
    let seed: u64 = std::env::var("DIRES_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(1);
    let runs: u64 = std::env::var("DIRES_RUNS")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(1000);
    let mut seen = std::collections::BTreeMap::<String, (usize, Vec<u8>, u64)>::new();
    for target in TARGETS {
        let inputs = (target.genuine)();
        let mut counts = Counts::default();
        for input in &inputs {
            let got = target
                .try_out(input)
                .unwrap_or_else(|f| panic!("genuine {}: {f}", target.name));
            assert!(
                got.offered == got.taken || target.name == "room",
                "{input:?} {got:?}"
            );
            counts += got;
        }
        println!("{} genuine {counts:?}", target.name);
        let mut counts = Counts::default();
        let mut random = Random::new(seed);
        let start = std::time::Instant::now();
        for run in 0..runs {
            let mut data = inputs[random.below(inputs.len())].clone();
            let other = &inputs[random.below(inputs.len())];
            for _ in 0..=random.below(4) {
                data = (target.mutate)(&data, other, random.number());
            }
            match target.try_out(&data) {
                Ok(c) => counts += c,
                Err(f) => {
                    let e = seen.entry(format!("{} {f}", target.name)).or_insert((
                        0,
                        data.clone(),
                        run,
                    ));
                    e.0 += 1;
                    if data.len() < e.1.len() {
                        e.1 = data
                    }
                }
            }
        }
        println!("{} {counts:?} {:?}", target.name, start.elapsed());
    }
    for (what, (times, data, run)) in &seen {
        println!("{times} × {what} (first {run})\n    {data:?}");
    }
}

#[test]
fn write_genuine() {
    for target in TARGETS {
        for (n, data) in (target.genuine)().iter().enumerate() {
            let dir = format!("../../target/fuzzing/genuine/{}", target.name);
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(format!("{dir}/{n:02}"), data).unwrap();
        }
    }
}
