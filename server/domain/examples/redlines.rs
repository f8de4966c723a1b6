//! Redlines of the pairs in a file: `cargo run --release --example redlines -- PAIRS.json [--show]`.
//!
//! The file is a list of `{"article": …, "before": [paragraph, …], "after": […]}`. Prints, for each pair and for all, how
//! many runs of words are touched, how many words, and how long it took; with `--show`, the redlines themselves.

use std::time::Instant;

use dires_domain::redline::{Passage, Redline, Words};
use dires_domain::text::{Block, Text};
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    article: String,
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Default)]
struct Figures {
    runs: usize,
    words: usize,
    microseconds: u128,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("which file?")?;
    let show = arguments.next().as_deref() == Some("--show");
    let pairs: Vec<Pair> = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut whole = Figures::default();
    for pair in &pairs {
        let (old, new) = (text(&pair.before), text(&pair.after));
        let began = Instant::now();
        let redline = Redline::between(&old, &new);
        let took = began.elapsed().as_micros();
        assert!(
            redline.before() == old && redline.after() == new,
            "{}: a change is missed",
            pair.article
        );
        let (runs, words) = touched(&redline);
        println!("{}\t{runs}\t{words}\t{took} µs", pair.article);
        if show {
            println!("{}\n", sketch(&redline));
        }
        whole.runs += runs;
        whole.words += words;
        whole.microseconds += took;
    }
    println!(
        "all\t{}\t{}\t{} µs",
        whole.runs, whole.words, whole.microseconds
    );
    Ok(())
}

fn text(paragraphs: &[String]) -> Text {
    let blocks = paragraphs
        .iter()
        .map(|paragraph| Block::paragraph(paragraph))
        .collect();
    Text {
        title: String::new(),
        blocks,
    }
    .normalised()
}

/// Runs of words that were removed or added, and the words in them.
fn touched(redline: &Redline) -> (usize, usize) {
    let fate = |words: &Words| (words.before.is_some(), words.after.is_some());
    let (mut runs, mut count, mut last) = (0, 0, (true, true));
    for passage in &redline.body {
        let Passage::Words(words) = passage else {
            continue;
        };
        let fate = fate(words);
        if fate != (true, true) {
            runs += usize::from(fate != last);
            count += words.text.split_whitespace().count();
        }
        last = fate;
    }
    (runs, count)
}

fn sketch(redline: &Redline) -> String {
    let parts = redline.body.iter().map(|passage| match passage {
        Passage::Break(its) if its.before.is_none() => "\n{¶}".to_owned(),
        Passage::Break(its) if its.after.is_none() => "\n[¶]".to_owned(),
        Passage::Break(_) => "\n".to_owned(),
        Passage::Words(words) => {
            let moved = words
                .moved
                .map_or_else(String::new, |number| (number + 1).to_string());
            match (&words.before, &words.after) {
                (Some(_), Some(_)) => words.text.clone(),
                (Some(_), None) => format!("[{moved}-{}-]", words.text),
                _ => format!("{{{moved}+{}+}}", words.text),
            }
        }
    });
    parts.collect()
}
