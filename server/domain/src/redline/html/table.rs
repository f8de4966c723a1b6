//! Tables of a redline: the cells of both texts in rows, whichever text has them.

use std::fmt::Write;

use crate::redline::{Break, Shape};
use crate::text::{Begins, BlockKind, Cell};

use super::blocks::Fate;

/// A cell as it was and as it is.
#[derive(Clone, Copy, Default)]
pub struct Sides {
    before: Option<Cell>,
    after: Option<Cell>,
}

/// The table that is open.
#[derive(Default)]
pub struct Table {
    /// Its last row has cells of the new text.
    has_new: bool,
}

impl Sides {
    /// Those of a block that begins.
    pub fn of(its: &Break) -> Self {
        Self {
            before: its.before.as_ref().and_then(cell),
            after: its.after.as_ref().and_then(cell),
        }
    }

    /// Those of a block of a single text.
    pub fn single(shape: &Shape) -> Self {
        Self {
            before: cell(shape),
            after: cell(shape),
        }
    }

    /// What begins with it, where a table is open. A cell of both texts stays on the row of what was removed before it, or
    /// added, when it was, or is, on the same one.
    fn begins(self, table: &Table) -> Begins {
        let (shown, opens) = match (self.before, self.after) {
            (Some(before), Some(after)) => {
                let follows_removed = !before.opens_row() && !table.has_new;
                (after, after.opens_row() && !follows_removed)
            }
            (None, Some(cell)) | (Some(cell), None) => (cell, cell.opens_row()),
            (None, None) => return Begins::Table,
        };
        if opens { shown.begins } else { Begins::Cell }
    }
}

fn cell(shape: &Shape) -> Option<Cell> {
    match shape.kind {
        BlockKind::Cell(cell) => Some(cell),
        _ => None,
    }
}

/// Adds a cell with this content to `out`, and what it begins; `table` is what is open, and what is then.
pub fn put(out: &mut String, table: &mut Option<Table>, sides: Sides, fate: Fate, content: &str) {
    let begins = table
        .as_ref()
        .map_or(Begins::Table, |table| sides.begins(table));
    match begins {
        Begins::Table => {
            end(out, table);
            out.push_str(
                "<div class=\"table-frame\" role=\"group\" tabindex=\"0\">\n<table>\n<tr>",
            );
        }
        Begins::Row => out.push_str("</tr>\n<tr>"),
        Begins::Cell => {}
    }
    if begins != Begins::Cell {
        *table = Some(Table::default());
    }
    if let Some(table) = table {
        table.has_new |= fate != Fate::Removed;
    }
    let header = sides.after.or(sides.before).is_some_and(|cell| cell.header);
    let (tag, scope) = if header {
        ("th", " scope=\"col\"")
    } else {
        ("td", "")
    };
    let _ = write!(out, "<{tag}{scope}{}>{content}</{tag}>", fate.class());
}

/// Ends the table that is open, if one is.
pub fn end(out: &mut String, table: &mut Option<Table>) {
    if table.take().is_some() {
        out.push_str("</tr>\n</table>\n</div>\n");
    }
}
