//! Whom a comment names: an @ followed by a name, in plain words.

use crate::text::fold;

/// A piece of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'w> {
    /// Words.
    Words(&'w str),
    /// An @ and a name that is known.
    Mention(&'w str),
}

/// The comment in pieces, whose words in a row are the comment's: each `@` followed by one of `names`, whatever its case
/// and accents, is a mention; the longest name wins.
pub fn segments<'w>(words: &'w str, names: &[&str]) -> Vec<Segment<'w>> {
    let folded = folded(names);
    let mut segments = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = words[at..].find('@').map(|offset| at + offset) {
        at = found + 1;
        if let Some((_, length)) = named(&words[at..], &folded) {
            push_words(&mut segments, &words[from..found]);
            segments.push(Segment::Mention(&words[found..at + length]));
            at += length;
            from = at;
        }
    }
    push_words(&mut segments, &words[from..]);
    segments
}

/// Which of `names` a comment mentions, by their place in the list, each once; several bear the same name.
pub fn mentioned(words: &str, names: &[&str]) -> Vec<usize> {
    let folded = folded(names);
    let mut found: Vec<usize> = Vec::new();
    for segment in segments(words, names) {
        let Segment::Mention(mention) = segment else {
            continue;
        };
        let said = fold(&mention[1..]);
        let theirs = (0..folded.len()).filter(|at| folded[*at] == said);
        found.extend(theirs);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn folded(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| fold(name)).collect()
}

fn push_words<'w>(segments: &mut Vec<Segment<'w>>, words: &'w str) {
    if !words.is_empty() {
        segments.push(Segment::Words(words));
    }
}

/// The longest name that these words start with, and its length in them, in bytes.
fn named(words: &str, names: &[String]) -> Option<(usize, usize)> {
    let fits = |(at, name): (usize, &String)| Some((at, starts_with(words, name)?));
    let found = names.iter().enumerate().filter_map(fits);
    found.max_by_key(|(_, length)| *length)
}

/// How many bytes of `words` read as `name`, which is folded and must end where a word ends.
fn starts_with(words: &str, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    let mut rest = name;
    for (at, character) in words.char_indices() {
        let folded = fold(character.encode_utf8(&mut [0; 4]));
        if rest.is_empty() && !folded.is_empty() {
            return (!character.is_alphanumeric()).then_some(at);
        }
        rest = rest.strip_prefix(folded.as_str())?;
    }
    rest.is_empty().then_some(words.len())
}

#[cfg(test)]
mod tests {
    use super::Segment::{Mention, Words};
    use super::{mentioned, segments};

    const NAMES: [&str; 4] = [
        "Sicoval",
        "Présidence – Sicoval",
        "Présidence",
        "Carcassonne Agglo",
    ];

    #[test]
    fn an_at_and_a_name_are_a_mention_whatever_its_accents() {
        assert_eq!(
            segments("@presidence – SICOVAL, voir @Sicoval.", &NAMES),
            [
                Mention("@presidence – SICOVAL"),
                Words(", voir "),
                Mention("@Sicoval"),
                Words("."),
            ]
        );
        assert_eq!(
            mentioned("@presidence – SICOVAL et @Sicoval", &NAMES),
            [0, 1]
        );
    }

    #[test]
    fn a_name_ends_where_a_word_ends() {
        let none: [usize; 0] = [];
        assert_eq!(mentioned("@Sicovalais", &NAMES), none);
        assert_eq!(mentioned("Sicoval, sans signe, et @ seul", &NAMES), none);
        assert_eq!(mentioned("@Présidence", &NAMES), [2]);
    }

    #[test]
    fn those_who_bear_the_same_name_are_all_mentioned_and_once() {
        assert_eq!(mentioned("@A @A", &["A", "B", "a"]), [0, 2]);
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_in_a_row_are_the_comment(words in "[@ aé’Sicoval–\n]{0,40}") {
            let pieces: String = segments(&words, &NAMES)
                .into_iter()
                .map(|piece| match piece {
                    Words(words) | Mention(words) => words,
                })
                .collect();
            proptest::prop_assert_eq!(pieces, words);
        }
    }
}
