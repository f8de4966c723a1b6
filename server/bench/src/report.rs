//! All figures of a run, and the table made of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::rows::{Better, Figure, Row};
use crate::servers::Peer;

/// What was measured.
#[derive(Default)]
pub struct Report {
    /// The machine and the versions, a line each.
    pub facts: Vec<String>,
    /// The figures of each workload, in the order in which they were given.
    names: BTreeMap<Row, Vec<(String, Better)>>,
    values: BTreeMap<(Row, String, Peer), Vec<f64>>,
    /// Who could not be measured, and why.
    failures: BTreeMap<(Row, Peer), String>,
}

/// A line of the table.
pub struct Line<'r> {
    /// What it is.
    pub name: &'r str,
    /// Which is better.
    pub better: Better,
    /// The median of each server; none when it was not measured.
    pub medians: Vec<(Peer, Option<f64>)>,
    /// Ours to the best of the others, less than 1 when ours is better.
    pub ratio: Option<f64>,
}

impl Report {
    /// Adds a round.
    pub fn add(&mut self, row: Row, peer: Peer, figures: Vec<Figure>) {
        let names = self.names.entry(row).or_default();
        for Figure {
            name,
            value,
            better,
        } in figures
        {
            if !names.iter().any(|(known, _)| *known == name) {
                names.push((name.clone(), better));
            }
            self.values
                .entry((row, name, peer))
                .or_default()
                .push(value);
        }
    }

    /// A round failed.
    pub fn fail(&mut self, row: Row, peer: Peer, why: String) {
        self.failures.insert((row, peer), why);
    }

    /// The workloads that were measured.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.names.keys().copied()
    }

    /// The servers that were measured.
    pub fn peers(&self) -> Vec<Peer> {
        let measured = |peer: &Peer| self.values.keys().any(|(_, _, it)| it == peer);
        Peer::ALL.into_iter().filter(measured).collect()
    }

    /// The table of a workload.
    pub fn lines(&self, row: Row) -> Vec<Line<'_>> {
        let names = self.names.get(&row).into_iter().flatten();
        let line = |(name, better): &'_ (String, Better)| {
            let median = |peer| self.median(row, name, peer);
            let medians: Vec<_> = self
                .peers()
                .into_iter()
                .map(|it| (it, median(it)))
                .collect();
            let ratio = ratio(&medians, *better);
            (medians, ratio)
        };
        let whole = names.map(|named| {
            let (medians, ratio) = line(named);
            Line {
                name: &named.0,
                better: named.1,
                medians,
                ratio,
            }
        });
        whole.collect()
    }

    fn median(&self, row: Row, name: &str, peer: Peer) -> Option<f64> {
        let mut values = self.values.get(&(row, name.to_owned(), peer))?.clone();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        if values.len() % 2 == 1 {
            return Some(values[middle]);
        }
        Some(f64::midpoint(
            *values.get(middle.checked_sub(1)?)?,
            values[middle],
        ))
    }

    /// All as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::from("# The hub beside its peers\n\n");
        for fact in &self.facts {
            _ = writeln!(text, "- {fact}");
        }
        for row in self.rows() {
            _ = write!(
                text,
                "\n## {}: {}\n\n{}",
                row.name(),
                row.told(),
                self.table(row)
            );
        }
        if !self.failures.is_empty() {
            text.push_str("\n## Not measured\n\n");
        }
        for ((row, peer), why) in &self.failures {
            _ = writeln!(text, "- {} on {peer}: {why}", row.name());
        }
        text
    }

    fn table(&self, row: Row) -> String {
        let peers = self.peers();
        let names: Vec<_> = peers.iter().map(|peer| peer.name()).collect();
        let mut cells = vec![vec![String::new()]];
        cells[0].extend(names.iter().map(|name| (*name).to_owned()));
        cells[0].push("ours / best peer".to_owned());
        for line in self.lines(row) {
            let mut cell = vec![line.name.to_owned()];
            cell.extend(
                line.medians
                    .iter()
                    .map(|(_, it)| it.map_or("–".to_owned(), number)),
            );
            cell.push(
                line.ratio
                    .map_or(String::new(), |ratio| format!("{ratio:.2}")),
            );
            cells.push(cell);
        }
        aligned(&cells)
    }
}

fn ratio(medians: &[(Peer, Option<f64>)], better: Better) -> Option<f64> {
    let of = |ours: bool| {
        let which = move |it: &&(Peer, Option<f64>)| (it.0 == Peer::Ours) == ours;
        medians
            .iter()
            .filter(which)
            .filter_map(|(_, median)| *median)
    };
    let ours = of(true).next()?;
    let best = match better {
        Better::Lower => of(false).min_by(f64::total_cmp)?,
        Better::Higher => of(false).max_by(f64::total_cmp)?,
        Better::Neither => return None,
    };
    let ratio = match better {
        Better::Higher => best / ours,
        _ => ours / best,
    };
    // Memory may have been given back meanwhile: no ratio says anything then.
    (ratio.is_finite() && ratio >= 0.0).then_some(ratio)
}

/// A number with three significant digits.
pub fn number(value: f64) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if size < 1.0 => format!("{value:.3}"),
        size if size < 10.0 => format!("{value:.2}"),
        size if size < 100.0 => format!("{value:.1}"),
        _ => thousands(&format!("{value:.0}")),
    }
}

fn thousands(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A table that reads well in a terminal too.
fn aligned(cells: &[Vec<String>]) -> String {
    let columns = cells.first().map_or(0, Vec::len);
    let width = |column: usize| cells.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<_> = (0..columns)
        .map(|it| width(it).unwrap_or(0).max(2))
        .collect();
    let mut text = String::new();
    for (index, row) in cells.iter().enumerate() {
        let padded = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                let space = " ".repeat(width - cell.chars().count());
                if column == 0 {
                    format!("{cell}{space}")
                } else {
                    format!("{space}{cell}")
                }
            });
        _ = writeln!(text, "| {} |", padded.collect::<Vec<_>>().join(" | "));
        if index == 0 {
            let rules = widths
                .iter()
                .enumerate()
                .map(|(column, width)| match column {
                    0 => "-".repeat(width + 2),
                    _ => format!("{}:", "-".repeat(width + 1)),
                });
            _ = writeln!(text, "|{}|", rules.collect::<Vec<_>>().join("|"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{high, low, plain};

    #[test]
    fn medians_and_ratios_stand_in_one_table() {
        let mut report = Report::default();
        for ours in [3.0, 1.0, 2.0] {
            report.add(
                Row::Flood,
                Peer::Ours,
                vec![low("ms", ours), high("rate", 12_345.0)],
            );
        }
        let theirs = vec![low("ms", 4.0), high("rate", 24_690.0), plain("seen", 0.0)];
        report.add(Row::Flood, Peer::YSweet, theirs);
        report.fail(Row::Flood, Peer::Repo, "absent".to_owned());
        let table = report.markdown();
        let flood = table.split("## flood").nth(1).unwrap();
        let lines: Vec<_> = flood.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(lines[0], "|      |   ours | y-sweet | ours / best peer |");
        assert_eq!(lines[2], "| ms   |   2.00 |    4.00 |             0.50 |");
        assert_eq!(lines[3], "| rate | 12,345 |  24,690 |             2.00 |");
        assert_eq!(lines[4], "| seen |      – |       0 |                  |");
        assert!(table.contains("- flood on automerge-repo: absent"));
    }
}
