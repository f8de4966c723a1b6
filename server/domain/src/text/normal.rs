//! One form for each text: what two texts that read the same have in common.

use super::image::as_alt;
use super::table::squared;
use super::{Block, BlockKind, MAX_DEPTH, Run, Text};

/// Whether a body may hold `character`: no control character but the tab and the line break, no Unicode
/// noncharacter, and not U+FFFC, which stands for a block marker in the live document. These have no place in
/// HTML or Markdown either.
pub fn is_allowed(character: char) -> bool {
    let code = u32::from(character);
    let noncharacter = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
    let control = character.is_control() && !matches!(character, '\n' | '\t');
    !noncharacter && !control && character != '\u{FFFC}'
}

impl Text {
    /// The same text in normal form: characters that are not allowed are dropped, adjacent runs with equal marks
    /// joined, empty ones dropped; notes numbered from "1" in order of appearance; a rule's stray content becomes a
    /// paragraph; containers deeper than [`MAX_DEPTH`] dropped; tables of equal rows of at most
    /// [`MAX_COLUMNS`](super::MAX_COLUMNS) cells, whose first row is a header only if it has a word; the title on one
    /// line; of an image, words on a line, and decorative only without; an empty body one empty paragraph.
    #[must_use]
    pub fn normalised(self) -> Self {
        let title = clean(&self.title, is_allowed)
            .split(['\n', '\t'])
            .collect::<Vec<_>>()
            .join(" ");
        let mut blocks: Vec<Block> = self.blocks.into_iter().flat_map(normal_block).collect();
        if blocks.is_empty() {
            blocks.push(Block::new(BlockKind::Paragraph, Vec::new()));
        }
        let mut blocks = squared(blocks);
        number_notes(&mut blocks);
        Self { title, blocks }
    }
}

fn clean(text: &str, keep: impl Fn(char) -> bool) -> String {
    text.chars().filter(|&character| keep(character)).collect()
}

fn normal_block(mut block: Block) -> Vec<Block> {
    block.parents.truncate(MAX_DEPTH);
    if let BlockKind::Image(image) = &mut block.kind {
        let words: String = block.content.iter().map(|run| run.text.as_str()).collect();
        let alt = as_alt(&words);
        image.decorative &= alt.is_empty();
        block.content = Vec::from_iter((!alt.is_empty()).then(|| Run::plain(&alt)));
        return vec![block];
    }
    let mut content = Vec::new();
    for run in block.content.drain(..) {
        push_run(
            &mut content,
            Run {
                text: clean(&run.text, is_allowed),
                marks: run.marks,
            },
        );
    }
    if block.kind == BlockKind::HorizontalRule && !content.is_empty() {
        let after = Block::new(BlockKind::Paragraph, content);
        return vec![block, after];
    }
    block.content = content;
    vec![block]
}

/// Adds `run` at the end of `content`, joined to the last run when their marks are equal.
pub(super) fn push_run(content: &mut Vec<Run>, run: Run) {
    if run.text.is_empty() {
        return;
    }
    match content.last_mut() {
        Some(last) if last.marks == run.marks => last.text.push_str(&run.text),
        _ => content.push(run),
    }
}

/// Gives the notes the ids "1", "2"… in order of appearance: one contiguous run of one id in one block is one note.
fn number_notes(blocks: &mut [Block]) {
    let mut number = 0_usize;
    for block in blocks {
        let mut previous: Option<String> = None;
        for run in &mut block.content {
            let current = run.marks.footnote.take();
            if current.is_some() && current != previous {
                number += 1;
            }
            run.marks.footnote = current.is_some().then(|| number.to_string());
            previous = current;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Block, BlockKind, Container, Marks, Run, Text};

    fn text(blocks: Vec<Block>) -> Text {
        Text {
            title: String::new(),
            blocks,
        }
    }

    fn note(id: &str, words: &str) -> Run {
        Run {
            text: words.to_owned(),
            marks: Marks {
                footnote: Some(id.to_owned()),
                ..Marks::default()
            },
        }
    }

    #[test]
    fn runs_that_look_the_same_are_one() {
        let runs = vec![Run::plain("a"), Run::plain(""), Run::plain("b\0\u{FFFC}")];
        let whole = text(vec![Block::new(BlockKind::Paragraph, runs)]).normalised();
        assert_eq!(whole, text(vec![Block::paragraph("ab")]));
    }

    #[test]
    fn nothing_is_one_empty_paragraph() {
        let empty = Block::new(BlockKind::Paragraph, Vec::new());
        assert_eq!(text(Vec::new()).normalised().blocks, [empty]);
    }

    #[test]
    fn notes_are_numbered_as_they_appear() {
        let runs = vec![
            note("x", "a"),
            note("y", "b"),
            Run::plain("."),
            note("x", "c"),
        ];
        let whole = text(vec![Block::new(BlockKind::Paragraph, runs)]).normalised();
        let ids: Vec<_> = whole.blocks[0]
            .content
            .iter()
            .map(|run| run.marks.footnote.as_deref())
            .collect();
        assert_eq!(ids, [Some("1"), Some("2"), None, Some("3")]);
    }

    #[test]
    fn a_rule_holds_nothing_and_nothing_is_too_deep() {
        let mut rule = Block::new(BlockKind::HorizontalRule, vec![Run::plain("après")]);
        rule.parents = vec![Container::Quote; 12];
        let whole = text(vec![rule]).normalised();
        assert_eq!(whole.blocks[0].parents.len(), 8);
        assert_eq!(whole.blocks[1], Block::paragraph("après"));
    }
}
