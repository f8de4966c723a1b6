//! Tables, a line a row.

use super::super::Block;
use super::super::table::heads;
use super::marks::Writer;

/// The lines of a table with these rows, which adds the notes it meets to `notes`.
pub fn lines(rows: &[&[Block]], notes: &mut Vec<String>) -> Vec<String> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
    let blank = || vec![String::new(); width];
    let headed = rows.first().is_some_and(|row| heads(row));
    let mut lines: Vec<String> = Vec::with_capacity(rows.len() + 2);
    if !headed {
        lines.push(line(blank()));
    }
    for (index, row) in rows.iter().enumerate() {
        let mut cells: Vec<String> = row.iter().map(|cell| written(cell, notes)).collect();
        cells.resize(width, String::new());
        lines.push(line(cells));
        if index == 0 && headed {
            lines.push(line(vec!["---".to_owned(); width]));
        }
    }
    if !headed {
        lines.insert(1, line(vec!["---".to_owned(); width]));
    }
    lines
}

/// A row is split at each bar before anything in it is read: every bar of a cell has a backslash, which goes first.
fn written(cell: &Block, notes: &mut Vec<String>) -> String {
    Writer::cell(notes).write(&cell.content).replace('|', "\\|")
}

fn line(cells: Vec<String>) -> String {
    cells.into_iter().fold("|".to_owned(), |line, cell| {
        let gap = if cell.is_empty() { "" } else { " " };
        format!("{line} {cell}{gap}|")
    })
}
