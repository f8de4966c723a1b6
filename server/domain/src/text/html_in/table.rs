//! Tables: rows of cells where they are some, paragraphs where they only lay out a page.

use super::super::{Block, BlockKind, MAX_COLUMNS, Run, table};
use super::builder::trim_end;
use super::element::Element;
use super::paragraph::unmark_heading;

/// A table of more cells is read as paragraphs, a row each: nobody writes it, and no page shows it well.
const MOST_CELLS: usize = 3_000;

/// A table that is being read: its cells' blocks are among the others until it ends.
pub struct Table {
    start: usize,
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    in_head: bool,
    cells: Vec<Span>,
}

/// A cell, and where its blocks stand.
struct Span {
    start: usize,
    end: usize,
    columns: usize,
    rows: usize,
    heads: bool,
}

impl Table {
    /// A table whose first block will be the one of this number.
    pub const fn from(start: usize) -> Self {
        Self {
            start,
            rows: Vec::new(),
        }
    }

    /// A row begins.
    pub fn begin_row(&mut self, in_head: bool) {
        self.rows.push(Row {
            in_head,
            cells: Vec::new(),
        });
    }

    /// A cell begins, whose first block will be the one of this number.
    pub fn begin_cell(&mut self, element: &Element, start: usize) {
        if self.rows.is_empty() {
            self.begin_row(false);
        }
        let spanned = |name| element.attribute(name).trim().parse::<usize>();
        let within = |number: usize| number.clamp(1, MAX_COLUMNS);
        let cell = Span {
            start,
            end: start,
            columns: spanned("colspan").map_or(1, within),
            rows: spanned("rowspan").map_or(1, |rows| rows.clamp(1, MOST_CELLS)),
            heads: element.name == "th",
        };
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
    }

    /// The cell that began last ends before the block of this number.
    pub fn end_cell(&mut self, end: usize) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            cell.end = end;
        }
    }

    /// Makes cells of the blocks read since the table began, or paragraphs where they are no table: one column, too many
    /// columns or cells, or not `alone`.
    pub fn end(self, blocks: &mut Vec<Block>, alone: bool) {
        let columns = self.rows.iter().map(|row| row.cells.len()).max();
        let cells = self.rows.len() * columns.unwrap_or_default();
        let fits = matches!(columns, Some(2..=MAX_COLUMNS)) && cells <= MOST_CELLS;
        if !alone || !fits {
            return self.join_rows(blocks);
        }
        let headed = self.is_headed(blocks);
        let mut rows = self.rows(blocks);
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        if width > MAX_COLUMNS {
            return self.join_rows(blocks);
        }
        if headed {
            rows[0].iter_mut().for_each(|cell| unmark_heading(cell));
        }
        let (before, after) = self.apart(blocks);
        blocks.truncate(self.start);
        blocks.extend(before);
        blocks.extend(table::table(rows, headed));
        blocks.extend(after);
    }

    /// What stands in the table and in none of its cells, before them (a caption, most often) and after the first.
    fn apart(&self, blocks: &[Block]) -> (Vec<Block>, Vec<Block>) {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let first = cells().next().map_or(self.start, |cell| cell.start);
        let mut after = Vec::new();
        let mut at = first;
        for cell in cells() {
            after.extend_from_slice(&blocks[at..cell.start]);
            at = cell.end;
        }
        after.extend_from_slice(&blocks[at..]);
        (blocks[self.start..first].to_vec(), after)
    }

    /// Whether the first row is a header: it says so, or all its words are strong and not those of the next row.
    fn is_headed(&self, blocks: &[Block]) -> bool {
        let strong = |row: &Row| {
            let mut runs = row
                .cells
                .iter()
                .flat_map(|cell| &blocks[cell.start..cell.end])
                .flat_map(|block| &block.content)
                .filter(|run| !run.text.trim().is_empty())
                .peekable();
            runs.peek().is_some() && runs.all(|run| run.marks.strong)
        };
        let Some((first, rest)) = self.rows.split_first() else {
            return false;
        };
        let says_so = first.in_head || first.cells.iter().all(|cell| cell.heads);
        says_so || (strong(first) && rest.first().is_some_and(|row| !strong(row)))
    }

    /// The content of each place. What spans several stands in the first.
    fn rows(&self, blocks: &[Block]) -> Vec<Vec<Vec<Run>>> {
        let mut rows = Vec::with_capacity(self.rows.len());
        // For each column, how many rows more what stands above spans.
        let mut spanned = [0_usize; 2 * MAX_COLUMNS + 1];
        for row in &self.rows {
            let mut line: Vec<Vec<Run>> = Vec::new();
            for cell in &row.cells {
                skip(&mut line, &mut spanned);
                for column in 0..cell.columns {
                    if let Some(spanned) = spanned.get_mut(line.len()) {
                        *spanned = cell.rows - 1;
                    }
                    let here = &blocks[cell.start..cell.end];
                    line.push(if column == 0 {
                        content(here)
                    } else {
                        Vec::new()
                    });
                }
            }
            let width = line.len();
            for rest in spanned.iter_mut().skip(width) {
                *rest = rest.saturating_sub(1);
            }
            rows.push(line);
        }
        rows
    }

    /// Makes one paragraph of the blocks of each row where each cell is one paragraph at most.
    fn join_rows(self, blocks: &mut Vec<Block>) {
        let Some(first) = self.rows.iter().find_map(|row| row.cells.first()) else {
            return;
        };
        let mut at = first.start;
        let mut read = blocks.split_off(at).into_iter();
        for row in &self.rows {
            let (Some(first), Some(last)) = (row.cells.first(), row.cells.last()) else {
                continue;
            };
            blocks.extend(read.by_ref().take(first.start - at));
            let of_row: Vec<Block> = read.by_ref().take(last.end - first.start).collect();
            at = last.end;
            if row.cells.iter().all(|cell| cell.end - cell.start <= 1) {
                joined(of_row, blocks);
            } else {
                blocks.extend(of_row);
            }
        }
        blocks.extend(read);
    }
}

/// Adds paragraphs as one, and anything else as it is.
fn joined(row: Vec<Block>, out: &mut Vec<Block>) {
    if row.iter().any(|block| block.kind != BlockKind::Paragraph) {
        return out.extend(row);
    }
    let mut row = row.into_iter();
    let Some(mut first) = row.next() else { return };
    for block in row {
        first.content.push(Run::plain(" | "));
        first.content.extend(block.content);
    }
    out.push(first);
}

/// Leaves the places that a cell above spans empty.
fn skip(line: &mut Vec<Vec<Run>>, spanned: &mut [usize]) {
    while let Some(rows @ 1..) = spanned.get_mut(line.len()) {
        *rows -= 1;
        line.push(Vec::new());
    }
}

/// What blocks say on lines: a cell holds nothing else.
fn content(blocks: &[Block]) -> Vec<Run> {
    let mut content: Vec<Run> = Vec::new();
    for block in blocks {
        content.extend((!content.is_empty()).then(|| Run::plain("\n")));
        content.extend(block.kind.item().map(|_| Run::plain("–\u{A0}")));
        content.extend(block.content.iter().cloned());
    }
    trim_end(&mut content, &[' ', '\n']);
    content
}
