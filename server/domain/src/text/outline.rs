//! The headings of a text and their addresses in the page.

use std::collections::HashMap;

use super::{Block, BlockKind, Level, Text, slug};

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// The level of the heading in the body.
    pub level: Level,
    /// Its `id` in the HTML of the same text, without the prefix given to [`Text::to_html`].
    pub id: String,
    /// Its words, without notes, line breaks made spaces.
    pub text: String,
    /// The headings below it.
    pub children: Vec<Self>,
}

impl Text {
    /// The table of contents: the headings that have words and stand outside lists and quotes.
    pub fn outline(&self) -> Vec<OutlineEntry> {
        let ids = self.heading_ids();
        let entries = self
            .blocks
            .iter()
            .zip(ids)
            .filter_map(|(block, id)| entry(block, id?));
        entries.fold(Vec::new(), |mut roots, entry| {
            place(&mut roots, entry);
            roots
        })
    }

    /// For each block, the id of its heading if it is one that has words: a slug, unique in the text, which does
    /// not change when another part of the text does.
    pub(super) fn heading_ids(&self) -> Vec<Option<String>> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        self.blocks
            .iter()
            .map(|block| heading_words(block).map(|words| unique(&mut seen, &words)))
            .collect()
    }
}

fn heading_words(block: &Block) -> Option<String> {
    let heading = matches!(block.kind, BlockKind::Heading(_));
    let words = block
        .text()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    (heading && !block.content.is_empty()).then_some(words)
}

fn unique(seen: &mut HashMap<String, usize>, words: &str) -> String {
    let base = Some(slug(words))
        .filter(|slug| !slug.is_empty())
        .unwrap_or_else(|| "section".to_owned());
    let mut id = base.clone();
    while seen.contains_key(&id) {
        let count = seen.entry(base.clone()).or_insert(1);
        *count += 1;
        id = format!("{base}-{count}");
    }
    seen.insert(id.clone(), 1);
    id
}

fn entry(block: &Block, id: String) -> Option<OutlineEntry> {
    let BlockKind::Heading(level) = block.kind else {
        return None;
    };
    let text =
        heading_words(block).filter(|words| !words.is_empty() && block.parents.is_empty())?;
    Some(OutlineEntry {
        level,
        id,
        text,
        children: Vec::new(),
    })
}

/// Puts `entry` under the last heading above it. At most four levels deep.
fn place(siblings: &mut Vec<OutlineEntry>, entry: OutlineEntry) {
    match siblings.last_mut() {
        Some(last) if last.level < entry.level => place(&mut last.children, entry),
        _ => siblings.push(entry),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::heading;
    use super::super::{Block, Text};

    #[test]
    fn headings_nest_and_their_addresses_are_unique() {
        let blocks = vec![
            heading(1, "Le besoin"),
            heading(3, "Le besoin"),
            Block::paragraph("mot"),
            heading(2, "Le besoin 2"),
            heading(1, "Le besoin"),
            heading(1, "« »"),
            heading(1, ""),
        ];
        let outline = Text {
            title: String::new(),
            blocks,
        }
        .outline();
        let ids: Vec<_> = outline.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["le-besoin", "le-besoin-3", "section"]);
        let below: Vec<_> = outline[0]
            .children
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        assert_eq!(below, ["le-besoin-2", "le-besoin-2-2"]);
    }
}
