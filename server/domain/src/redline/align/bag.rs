//! The words of a block, whatever their order: how alike two blocks are.

use std::collections::HashMap;

use crate::redline::tokens::{Key, Token, tokens, weight};
use crate::text::{Block, BlockKind, Image};

/// How much of two blocks must be the same, by weight of their words, for them to be one that was rewritten.
const ALIKE: f32 = 0.4;
/// What is not a word, but is the same in two blocks that hold nothing else.
const EMPTY: u32 = 0;
const RULE: u32 = 1;
/// How much it matters that an image is the same.
const PICTURE: f32 = 4.0;

/// The words of a block, sorted, with the weight of each.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    words: Vec<(u32, f32)>,
    weight: f32,
}

/// Numbers for words, equal where the words are.
#[derive(Default)]
pub(super) struct Vocabulary(HashMap<(String, bool), u32>);

impl Vocabulary {
    pub(super) fn bag(&mut self, block: &Block) -> Bag {
        let tokens = tokens(block);
        let mut words: Vec<_> = tokens.iter().filter_map(|token| self.word(token)).collect();
        words.extend(block.image().map(|image| self.picture(image)));
        if words.is_empty() {
            let rule = block.kind == BlockKind::HorizontalRule;
            words.push((if rule { RULE } else { EMPTY }, 0.1));
        }
        Bag::of(words)
    }

    /// What makes an image the same one, whatever is said of it.
    fn picture(&mut self, image: Image) -> (u32, f32) {
        (self.number((image.file.to_string(), false)), PICTURE)
    }

    fn word(&mut self, token: &Token<'_>) -> Option<(u32, f32)> {
        let (text, note): Key<'_> = token.key();
        let heavy = text
            .chars()
            .next()
            .is_some_and(|first| !first.is_whitespace());
        heavy.then(|| {
            let number = self.number((text.to_owned(), note));
            (number, weight(text))
        })
    }

    fn number(&mut self, word: (String, bool)) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX - RULE) + RULE + 1;
        *self.0.entry(word).or_insert(next)
    }
}

impl Bag {
    fn of(mut words: Vec<(u32, f32)>) -> Self {
        words.sort_unstable_by_key(|word| word.0);
        let weight = words.iter().map(|word| word.1).sum();
        Self { words, weight }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self::of([self.words.as_slice(), &other.words].concat())
    }

    /// The weight of the words that both hold.
    fn common(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut common = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    common += x.1;
                    a.next();
                    b.next();
                }
            }
        }
        common
    }

    /// How much is gained by taking the two for one: above 0 where they are alike.
    pub(super) fn gain(&self, other: &Self) -> f32 {
        2.0f32.mul_add(self.common(other), -ALIKE * (self.weight + other.weight))
    }

    /// Whether most of it is in `whole`.
    pub(super) fn is_within(&self, whole: &Self) -> bool {
        self.common(whole) > 0.7 * self.weight
    }
}
