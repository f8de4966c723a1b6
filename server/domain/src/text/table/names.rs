//! The names that a new document gives to tables, rows and columns.

use super::{Begins, Block, Cell};

/// What a cell's marker is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Names {
    /// Which table of the text, from 1.
    pub table: usize,
    /// Which row of the table, from 1.
    pub row: usize,
    /// Which column, from 1.
    pub column: usize,
    /// It is of the header.
    pub header: bool,
    /// It is the last of its row.
    pub ends_row: bool,
}

/// The names of each block of a text in normal form that is a cell.
pub fn names(blocks: &[Block]) -> Vec<Option<Names>> {
    let mut now = (0, 0, 0);
    let nexts = blocks.iter().skip(1).map(Some).chain([None]);
    let mut name = |(block, next): (&Block, Option<&Block>)| {
        let Cell { begins, header } = block.cell()?;
        now = match begins {
            Begins::Table => (now.0 + 1, 1, 1),
            Begins::Row => (now.0, now.1 + 1, 1),
            Begins::Cell => (now.0, now.1, now.2 + 1),
        };
        let (table, row, column) = now;
        let goes_on = next.and_then(Block::cell).is_some_and(|it| !it.opens_row());
        Some(Names {
            table,
            row,
            column,
            header,
            ends_row: !goes_on,
        })
    };
    blocks.iter().zip(nexts).map(&mut name).collect()
}
