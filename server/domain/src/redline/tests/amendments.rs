//! Amendments in the manner of real ones, with the redline that a reader should see: `amendments.txt`, reviewed by hand.

use std::fmt::Write;

use super::sketch::sketch;
use crate::redline::Redline;
use crate::text::{LeadingHeading, Text, from_markdown};

const FILE: &str = include_str!("amendments.txt");

struct Amendment<'a> {
    name: &'a str,
    before: &'a str,
    after: &'a str,
    reads: &'a str,
}

fn amendments() -> impl Iterator<Item = Amendment<'static>> {
    FILE.split("\n══ ").skip(1).map(|amendment| {
        let (name, rest) = amendment.split_once('\n').expect("a name");
        let (before, rest) = rest.split_once("\n── devient\n").expect("what it becomes");
        let (after, reads) = rest.split_once("\n── se lit\n").expect("how it reads");
        Amendment {
            name,
            before: before.trim(),
            after: after.trim(),
            reads: reads.trim_end(),
        }
    })
}

fn text(markdown: &str) -> Text {
    from_markdown(markdown, LeadingHeading::BecomesTitle).normalised()
}

#[test]
fn amendments_read_as_a_reviewer_would_mark_them() {
    let mut wrong = String::new();
    let mut count = 0;
    for amendment in amendments() {
        let (old, new) = (text(amendment.before), text(amendment.after));
        let redline = Redline::between(&old, &new);
        assert_eq!(
            (redline.before(), redline.after()),
            (old, new),
            "{}",
            amendment.name
        );
        let reads = sketch(&redline);
        if reads.trim() != amendment.reads.trim() {
            let _ = writeln!(wrong, "\n══ {}\n{reads}", amendment.name);
        }
        count += 1;
    }
    assert!(count >= 20, "{count} amendments");
    assert!(wrong.is_empty(), "these read otherwise:\n{wrong}");
}
