//! The words of a text, for search, counts and summaries.

use unicode_segmentation::UnicodeSegmentation;

use super::{Block, BlockKind, Text};

/// How long a text is: its body with its notes, without its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Words in the sense of Unicode (UAX 29): « l’eau » is one.
    pub words: usize,
    /// Characters as a reader counts them, spaces included, line breaks not.
    pub characters: usize,
}

impl Text {
    /// The body without marks: a line for each line of each block, notes in square brackets where they are called.
    pub fn plain(&self) -> String {
        let lines: Vec<String> = self.blocks.iter().map(plain_block).collect();
        lines.join("\n")
    }

    /// How long the body is, without the alternative texts of its images.
    pub fn counts(&self) -> Counts {
        let written = || self.blocks.iter().filter(|block| block.image().is_none());
        let runs = || written().flat_map(|block| &block.content);
        let lines: Vec<String> = written().map(plain_block).collect();
        let words = lines.join("\n").unicode_words().count();
        let characters = runs()
            .map(|run| run.text.graphemes(true).filter(|g| *g != "\n").count())
            .sum();
        Counts { words, characters }
    }

    /// The first words of the body, headings, images and notes left out: at most `limit` characters and a final « … » where
    /// something was left out.
    pub fn summary(&self, limit: usize) -> String {
        let bodies = self
            .blocks
            .iter()
            .filter(|block| !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Image(_)));
        let texts = bodies.map(Block::text).collect::<Vec<_>>().join(" ");
        let words = texts.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        shorten(&words, limit)
    }
}

fn plain_block(block: &Block) -> String {
    let groups = block
        .content
        .chunk_by(|a, b| a.marks.footnote == b.marks.footnote);
    groups
        .map(|group| {
            let words: String = group.iter().map(|run| run.text.as_str()).collect();
            if group[0].marks.footnote.is_some() {
                format!(" [{words}]")
            } else {
                words
            }
        })
        .collect()
}

/// The first words of `text`: at most `limit` characters and a final « … » where something was left out.
pub fn shorten(text: &str, limit: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    // An ordinary space after the limit still ends a whole word; a no-break space must not be cut at.
    let kept = if text[end..].starts_with(' ') {
        &text[..end]
    } else {
        text[..end]
            .rsplit_once(' ')
            .map_or(&text[..end], |(kept, _)| kept)
    };
    format!(
        "{}…",
        kept.trim_end_matches([' ', ',', ';', ':', '\u{A0}', '\u{202F}'])
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples::{demonstration, heading};
    use super::super::{Block, Text};

    #[test]
    fn a_summary_ends_between_words() {
        let blocks = vec![
            heading(1, "Titre"),
            Block::paragraph("Un, deux\u{202F}: trois quatre"),
        ];
        let text = Text {
            title: String::new(),
            blocks,
        };
        assert_eq!(text.summary(100), "Un, deux\u{202F}: trois quatre");
        assert_eq!(text.summary(18), "Un, deux\u{202F}: trois…");
        assert_eq!(text.summary(11), "Un, deux…");
        assert_eq!(text.summary(2), "Un…");
    }

    #[test]
    fn notes_count_and_marks_do_not() {
        let text = demonstration();
        assert!(
            text.plain().contains("l’eau [Voir le bilan 2024.]"),
            "{}",
            text.plain()
        );
        let two = Text {
            title: "Titre".to_owned(),
            blocks: vec![Block::paragraph("L’eau,\ncommune")],
        };
        assert_eq!((two.counts().words, two.counts().characters), (2, 13));
    }
}
