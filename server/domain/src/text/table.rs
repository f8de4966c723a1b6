//! Tables: rows of cells, flat among the other blocks, each cell one to one with its marker in the live document.

mod layout;
mod names;
#[cfg(test)]
mod tests;

use super::{Block, BlockKind, Run};

pub use layout::is_id;
pub(super) use layout::{Place, laid_out};
pub(super) use names::{Names, names};

/// How many columns a table has at most. Cells further to the right begin a row of their own.
pub const MAX_COLUMNS: usize = 12;

/// A cell of a table, which holds lines of text. Tables stand outside lists and quotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What begins with it.
    pub begins: Begins,
    /// It is of the header row, which is the first one if there is one.
    pub header: bool,
}

/// What begins with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Begins {
    /// A table, and its first row.
    Table,
    /// A row.
    Row,
    /// Nothing but the cell: it goes on the row.
    Cell,
}

impl Cell {
    /// Whether it is the first of its row.
    pub const fn opens_row(self) -> bool {
        !matches!(self.begins, Begins::Cell)
    }
}

impl Block {
    /// The cell that the block is, if it is one.
    pub const fn cell(&self) -> Option<Cell> {
        match self.kind {
            BlockKind::Cell(cell) => Some(cell),
            _ => None,
        }
    }
}

/// How many of the first of `blocks` are one table; 0 where the first is no cell.
pub(super) fn extent(blocks: &[Block]) -> usize {
    let goes_on = |block: &Block| {
        block
            .cell()
            .is_some_and(|cell| cell.begins != Begins::Table)
    };
    match blocks.split_first() {
        Some((first, rest)) if first.cell().is_some() => {
            1 + rest.iter().take_while(|block| goes_on(block)).count()
        }
        _ => 0,
    }
}

/// The rows of the cells of one table.
pub(super) fn rows(cells: &[Block]) -> impl Iterator<Item = &[Block]> {
    cells.chunk_by(|_, next| next.cell().is_some_and(|cell| !cell.opens_row()))
}

/// Whether a row, the first of its table, heads the columns. One without a word heads nothing.
pub(super) fn heads(row: &[Block]) -> bool {
    let says_so = row.first().and_then(Block::cell);
    says_so.is_some_and(|cell| cell.header) && row.iter().any(|cell| !cell.content.is_empty())
}

/// `blocks` with each table in normal form: all its rows equally long, at most [`MAX_COLUMNS`], only its first row a
/// header and only if it has a word, in no list or quotation.
pub(super) fn squared(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.iter().all(|block| block.cell().is_none()) {
        return blocks;
    }
    let mut squared = Vec::with_capacity(blocks.len());
    let mut rest = blocks.as_slice();
    while let Some(first) = rest.first() {
        let extent = extent(rest);
        if extent == 0 {
            squared.push(first.clone());
        } else {
            square(&rest[..extent], &mut squared);
        }
        rest = &rest[extent.max(1)..];
    }
    squared
}

fn square(cells: &[Block], out: &mut Vec<Block>) {
    let headed = rows(cells).next().is_some_and(heads);
    let lines = rows(cells).flat_map(|row| row.chunks(MAX_COLUMNS));
    let lines: Vec<Vec<Vec<Run>>> = lines
        .map(|line| line.iter().map(|cell| cell.content.clone()).collect())
        .collect();
    out.extend(table(lines, headed));
}

/// The cells of a table with these rows, of which the first heads the columns if `headed`; short rows get empty cells.
pub(super) fn table(rows: Vec<Vec<Vec<Run>>>, headed: bool) -> Vec<Block> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let mut cells = Vec::with_capacity(rows.len() * width);
    for (line, mut row) in rows.into_iter().enumerate() {
        row.resize(width, Vec::new());
        for (column, content) in row.into_iter().enumerate() {
            let begins = match (line, column) {
                (0, 0) => Begins::Table,
                (_, 0) => Begins::Row,
                _ => Begins::Cell,
            };
            let cell = Cell {
                begins,
                header: headed && line == 0,
            };
            cells.push(Block::new(BlockKind::Cell(cell), content));
        }
    }
    cells
}
