//! The plot: for each figure that matters, how many times the best peer's it is, on a logarithmic scale.

use std::fmt::Write as _;

use crate::report::{Line, Report, number};
use crate::rows::Better;
use crate::servers::Peer;

const WIDTH: f64 = 900.0;
const LEFT: f64 = 330.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 64.0;
const STEP: f64 = 20.0;
const HEAD: f64 = 30.0;
/// From a thousandth to a thousand times the best peer.
const DECADES: f64 = 3.0;

/// The plot as SVG, readable on light and dark grounds.
pub fn svg(report: &Report) -> String {
    let mut body = String::new();
    let mut y = TOP;
    for row in report.rows() {
        y += HEAD;
        _ = writeln!(
            body,
            r#"<text class="row" x="12" y="{:.1}">{}</text>"#,
            y - 6.0,
            row.name()
        );
        let lines = report.lines(row);
        for line in lines.iter().filter(|line| differs(line)) {
            body.push_str(&dots(line, y));
            y += STEP;
        }
    }
    let height = y + 16.0;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"Each server compared with the best peer\">\n{STYLE}\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height:.0}\"/>\n{}{}{body}</svg>\n",
        legend(report),
        scale(height),
    )
}

/// Whether there is something to see: what is nought everywhere, as it should be, is left to the table.
fn differs(line: &Line<'_>) -> bool {
    let mut found = line.medians.iter().filter_map(|(_, median)| *median);
    line.better != Better::Neither && found.any(|median| median != 0.0)
}

const STYLE: &str = "<style>
text { font: 12px system-ui, sans-serif; fill: #1d2430 }
.row { font-weight: 700; font-size: 13px }
.note { fill: #5b6574 }
.ground { fill: #fff }
.line { stroke: #c9d0da; stroke-width: 1 }
.best { stroke: #1d2430; stroke-width: 1.5 }
.p0 { fill: #0b6e4f } .p1 { fill: #c2571a } .p2 { fill: #3b6fd4 } .p3 { fill: #8a4fb5 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e9ee } .note { fill: #a5afbd } .ground { fill: #14181f } .line { stroke: #3a4350 }
  .best { stroke: #e6e9ee } .p0 { fill: #4fd1a1 } .p1 { fill: #f2995c } .p2 { fill: #83aaf5 } .p3 { fill: #c79be8 }
}
</style>";

/// Where a ratio stands; what is beyond the scale stands at its end.
fn across(ratio: f64) -> f64 {
    let share = (ratio.log10().clamp(-DECADES, DECADES) + DECADES) / (2.0 * DECADES);
    LEFT + share * (WIDTH - LEFT - RIGHT)
}

fn legend(report: &Report) -> String {
    let mut text = String::new();
    let mut x = 12.0;
    for peer in report.peers() {
        _ = writeln!(
            text,
            r#"{}<text x="{:.0}" y="24">{peer}</text>"#,
            mark(peer, x + 5.0, 20.0),
            x + 16.0
        );
        x += 130.0;
    }
    _ = writeln!(
        text,
        r#"<text class="note" x="{x:.0}" y="24">times the best peer’s figure; left of 1 is better</text>"#
    );
    text
}

fn scale(height: f64) -> String {
    let mut text = String::new();
    for (exponent, label) in (-3..).zip(["÷1000", "÷100", "÷10", "1", "×10", "×100", "×1000"])
    {
        let x = across(10_f64.powi(exponent));
        let class = if exponent == 0 { "best" } else { "line" };
        _ = writeln!(
            text,
            r#"<line class="{class}" x1="{x:.1}" x2="{x:.1}" y1="52" y2="{:.0}"/><text class="note" x="{x:.1}" y="46" text-anchor="middle">{label}</text>"#,
            height - 10.0
        );
    }
    text
}

/// A figure's servers on one line; ours last, so that it lies above.
fn dots(line: &Line<'_>, y: f64) -> String {
    let mut text = format!(
        "<text x=\"24\" y=\"{:.1}\">{}</text>\n",
        y + 12.0,
        line.name.replace('&', "&amp;").replace('<', "&lt;")
    );
    let Some(best) = best(line) else {
        return text;
    };
    for (peer, median) in line.medians.iter().rev() {
        let Some(value) = median else { continue };
        let ratio = match line.better {
            Better::Higher => best / value,
            _ => value / best,
        };
        if ratio >= 0.0 {
            let mark = mark(*peer, across(ratio), y + 8.0);
            _ = writeln!(
                text,
                "<g><title>{peer}: {}</title>{mark}</g>",
                number(*value)
            );
        }
    }
    text
}

/// The best of the peers; of ours when nobody else was measured.
fn best(line: &Line<'_>) -> Option<f64> {
    let peers = line.medians.iter().filter(|(peer, _)| *peer != Peer::Ours);
    let peers: Vec<f64> = peers.filter_map(|(_, median)| *median).collect();
    let all = if peers.is_empty() {
        line.medians
            .iter()
            .filter_map(|(_, median)| *median)
            .collect()
    } else {
        peers
    };
    let ordered = all.into_iter();
    match line.better {
        Better::Higher => ordered.max_by(f64::total_cmp),
        _ => ordered.min_by(f64::total_cmp),
    }
}

/// Each server has a shape too: colours alone are not for everyone.
fn mark(peer: Peer, x: f64, y: f64) -> String {
    match peer {
        Peer::Ours => format!(r#"<circle class="p0" cx="{x:.1}" cy="{y:.1}" r="6"/>"#),
        Peer::YSweet => square("p1", x, y),
        Peer::Hocuspocus => format!(
            r#"<path class="p2" d="M{x:.1} {:.1}l5.5 9.5h-11z"/>"#,
            y - 5.5
        ),
        Peer::Repo => format!(
            r#"<path class="p3" d="M{x:.1} {:.1}l5.5 5.5l-5.5 5.5l-5.5 -5.5z"/>"#,
            y - 5.5
        ),
    }
}

fn square(class: &str, x: f64, y: f64) -> String {
    let (x, y) = (x - 4.5, y - 4.5);
    format!(r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="9" height="9"/>"#)
}
