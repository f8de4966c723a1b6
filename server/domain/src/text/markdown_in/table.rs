//! Tables of a Markdown file.

use comrak::nodes::Node;

use super::super::{BlockKind, Container, MAX_COLUMNS, Run, table};
use super::blocks::Reader;

impl<'a> Reader<'_, 'a> {
    /// Reads a table; its header is one only if it has a word.
    pub(super) fn table(&mut self, node: Node<'a>, parents: &[Container]) {
        let mut rows: Vec<Vec<Vec<Run>>> = Vec::new();
        for row in node.children() {
            rows.push(row.children().map(|cell| self.content(cell)).collect());
        }
        let wide = rows.iter().any(|row| row.len() > MAX_COLUMNS);
        if wide || !parents.is_empty() {
            return self.push(BlockKind::Paragraph, parents, lines(rows));
        }
        let headed = rows
            .first()
            .is_some_and(|row| row.iter().any(|cell| !cell.is_empty()));
        let unheaded = usize::from(!headed);
        self.blocks.extend(table::table(
            rows.split_off(unheaded.min(rows.len())),
            headed,
        ));
    }
}

/// Rows as lines of a paragraph.
fn lines(rows: Vec<Vec<Vec<Run>>>) -> Vec<Run> {
    let mut content = Vec::new();
    for row in rows {
        content.extend((!content.is_empty()).then(|| Run::plain("\n")));
        for (index, cell) in row.into_iter().enumerate() {
            content.extend((index > 0).then(|| Run::plain(" | ")));
            content.extend(cell);
        }
    }
    content
}
