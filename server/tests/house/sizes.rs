//! Small rooms: no file of ours is longer than 500 lines.

use crate::{files, root};

const LONGEST: usize = 500;
const KINDS: [&str; 8] = ["rs", "ts", "mjs", "css", "html", "xml", "sql", "sh"];

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    let ours = files(&root()).into_iter().filter(|path| {
        let kind = path.extension().and_then(|kind| kind.to_str());
        kind.is_some_and(|kind| KINDS.contains(&kind))
    });
    let sized = ours.map(|path| {
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        (text.lines().count(), path)
    });
    let (long, short): (Vec<_>, Vec<_>) = sized.partition(|(lines, _)| *lines > LONGEST);
    assert!(short.len() > 200, "the files are found: {}", short.len());
    assert!(long.is_empty(), "to be divided: {long:?}");
}
