//! Measures the live hub beside its peers, on the same machine in the same run; see `README.md` here.

mod histogram;
mod load;
mod plot;
mod process;
mod report;
mod rows;
mod servers;
mod socket;
mod text;
mod tongue;
mod trace;
mod varint;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use report::Report;
use rows::{Bench, Row};
use servers::{Peer, Places};
use trace::Trace;

/// What may fail, for whatever reason: it is said and the run goes on or ends.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// What is measured, by the environment: `ROWS`, `PEERS`, `ROUNDS`, `QUICK`, `SECONDS_TYPED`.
struct Asked {
    rows: Vec<Row>,
    peers: Vec<Peer>,
    rounds: usize,
    quick: bool,
    seconds: Option<u64>,
}

fn main() -> ExitCode {
    match asked().and_then(|asked| run(&asked)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn asked() -> Outcome<Asked> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let quick = set("QUICK").is_some_and(|it| it != "0");
    let rounds = set("ROUNDS").map(|it| it.parse()).transpose()?;
    let seconds = set("SECONDS_TYPED").map(|it| it.parse()).transpose()?;
    Ok(Asked {
        rows: chosen(set("ROWS"), &Row::ALL, |row| row.name())?,
        peers: chosen(set("PEERS"), &Peer::ALL, |peer| peer.name())?,
        rounds: rounds.unwrap_or(if quick { 1 } else { 3 }),
        quick,
        seconds,
    })
}

/// Those that are named; all when none is.
fn chosen<T: Copy>(
    named: Option<String>,
    all: &[T],
    name: impl Fn(&T) -> &'static str,
) -> Outcome<Vec<T>> {
    let Some(named) = named else {
        return Ok(all.to_vec());
    };
    let find = |word: &str| {
        let found = all.iter().find(|it| name(it) == word).copied();
        let known: Vec<_> = all.iter().map(&name).collect();
        found.ok_or_else(|| format!("{word}? ({})", known.join(" ")).into())
    };
    named.split_whitespace().map(find).collect()
}

fn run(asked: &Asked) -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .ok_or("no root")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
    let output = std::path::absolute(target)?.join("bench");
    let places = places(root, &output);
    // Texts of other runs may be of another program's shape.
    if places.work.exists() {
        std::fs::remove_dir_all(&places.work)?;
    }
    std::fs::create_dir_all(&places.work)?;
    let trace = std::env::var_os("TRACE").map(PathBuf::from);
    let trace = trace.unwrap_or_else(|| root.join("../shared/data/automerge-paper.json.gz"));
    let mut report = Report::default();
    let peers = present(asked, &places, &mut report);
    let bench = Bench::new(places, Trace::read(&trace)?, asked.quick, asked.seconds);
    report.facts.insert(0, machine(asked, bench.trace.source));
    measure(&bench, asked, &peers, &mut report);
    std::fs::remove_dir_all(&bench.places.work)?;
    std::fs::write(output.join("report.md"), report.markdown())?;
    std::fs::write(output.join("report.svg"), plot::svg(&report))?;
    println!("{}", report.markdown());
    println!(
        "{}\n{}",
        output.join("report.md").display(),
        output.join("report.svg").display()
    );
    Ok(())
}

fn places(root: &Path, output: &Path) -> Places {
    let named = |name: &str, usual: PathBuf| std::env::var_os(name).map_or(usual, PathBuf::from);
    let release = output.with_file_name("release").join("dires");
    Places {
        dires: named("DIRES_BINARY", release),
        y_sweet: named("Y_SWEET", output.join("y-sweet/bin/y-sweet")),
        node: root.join("server/bench/peers"),
        work: output.join("work"),
    }
}

/// Those of the asked servers that are installed; the others are said.
fn present(asked: &Asked, places: &Places, report: &mut Report) -> Vec<Peer> {
    let mut found = Vec::new();
    for peer in &asked.peers {
        match peer.version(places) {
            Ok(version) => {
                report.facts.push(version);
                found.push(*peer);
            }
            Err(error) => {
                eprintln!("{peer}: {error}");
                report.facts.push(format!("{peer}, not measured: {error}"));
            }
        }
    }
    found
}

/// Rounds are outermost, so that what else the machine does falls on all alike.
fn measure(bench: &Bench, asked: &Asked, peers: &[Peer], report: &mut Report) {
    for round in 1..=asked.rounds {
        for row in &asked.rows {
            for peer in peers {
                eprintln!(
                    "round {round} of {}: {} on {peer}",
                    asked.rounds,
                    row.name()
                );
                match row.run(bench, *peer) {
                    Ok(figures) => report.add(*row, *peer, figures),
                    Err(error) => {
                        eprintln!("  {error}");
                        report.fail(*row, *peer, error.to_string());
                    }
                }
            }
        }
    }
}

/// Cores, kernel, processor, and how it was measured.
fn machine(asked: &Asked, trace: &str) -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    let processor = read("/proc/cpuinfo");
    let processor = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let processor = processor.map_or("", |it| it.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let busy = read("/proc/loadavg");
    let busy = busy.split_whitespace().next().unwrap_or("?");
    format!(
        "{cores} cores ({processor}), Linux {}, load before {busy}; {} rounds{}; the text is {trace}",
        kernel.trim(),
        asked.rounds,
        if asked.quick {
            ", quick: smaller and shorter, not to be compared with full runs"
        } else {
            ""
        },
    )
}
