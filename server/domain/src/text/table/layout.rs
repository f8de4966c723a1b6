//! From what the live document says of cells to rows and columns: any document gives one table.
//!
//! Each cell's marker names its table, its row and its column. Cells that follow one another and name one table are that
//! table. They stay in their order: a cell that names another row than the one before it, or a column that does not come
//! after that one's, begins a new row. Columns stand in the order in which they are first met, one that is met later
//! after the column before it in its row, or first. What was added at once by two people (a row by one, a column by the
//! other) leaves places where no cell is: they are empty. The editor does the same (`web/src/editor/tables/layout.ts`);
//! `tests/samples/tables.json` is what both are held to.

use super::{Block, MAX_COLUMNS, Run, table};

/// Longest name of a table, a row or a column, in bytes.
const MAX_ID: usize = 32;

/// What a marker says of its cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of its table.
    pub table: String,
    /// The name of its row.
    pub row: String,
    /// The name of its column.
    pub column: String,
    /// Its row is the header, if it is the first one.
    pub header: bool,
}

/// Whether a table, a row or a column may have this name: 1 to 32 of the letters `a` to `z` and the digits.
pub fn is_id(name: &str) -> bool {
    let letters = name.bytes();
    (1..=MAX_ID).contains(&name.len())
        && letters
            .into_iter()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}

/// Blocks with what their markers say of tables, as blocks whose cells say what begins with them.
pub fn laid_out(blocks: Vec<(Block, Option<Place>)>) -> Vec<Block> {
    if blocks.iter().all(|(_, place)| place.is_none()) {
        return blocks.into_iter().map(|(block, _)| block).collect();
    }
    let runs = blocks
        .chunk_by(|(_, a), (_, b)| matches!((a, b), (Some(a), Some(b)) if a.table == b.table));
    let mut out = Vec::with_capacity(blocks.len());
    for run in runs {
        let cells: Vec<_> = run
            .iter()
            .filter_map(|(block, place)| Some((block, place.as_ref()?)))
            .collect();
        if cells.is_empty() {
            out.extend(run.iter().map(|(block, _)| block.clone()));
        } else {
            out.extend(grid(&cells));
        }
    }
    out
}

fn grid(cells: &[(&Block, &Place)]) -> Vec<Block> {
    let places: Vec<&Place> = cells.iter().map(|(_, place)| *place).collect();
    let columns = columns(&places);
    let lines = lines(&places, &columns);
    let width = lines.iter().flatten().map(|(column, _)| column + 1);
    let width = width.max().unwrap_or_default();
    let rows = lines.iter().map(|line| {
        let mut row: Vec<Vec<Run>> = vec![Vec::new(); width];
        for (column, cell) in line {
            row[*column].clone_from(&cells[*cell].0.content);
        }
        row
    });
    table(rows.collect(), places[0].header)
}

/// The names of the columns, from the left.
fn columns<'a>(cells: &[&'a Place]) -> Vec<&'a str> {
    let mut columns: Vec<&str> = Vec::new();
    let mut before: Option<(&str, usize)> = None;
    for cell in cells {
        let after = before.filter(|(row, _)| *row == cell.row);
        let known = columns.iter().position(|column| *column == cell.column);
        let place = known.unwrap_or_else(|| after.map_or(0, |(_, column)| column + 1));
        if known.is_none() && columns.len() < MAX_COLUMNS {
            columns.insert(place, &cell.column);
        }
        before = Some((&cell.row, place.min(columns.len() - 1)));
    }
    columns
}

/// For each line, where its cells stand: column, and number of the cell.
fn lines(cells: &[&Place], columns: &[&str]) -> Vec<Vec<(usize, usize)>> {
    let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut row = None;
    for (number, cell) in cells.iter().enumerate() {
        let last = lines.last().and_then(|line| line.last());
        let next = last.map_or(0, |(column, _)| column + 1);
        let known = columns.iter().position(|column| *column == cell.column);
        let goes_on = row == Some(&cell.row)
            && next < MAX_COLUMNS
            && known.is_none_or(|column| column >= next);
        let column = known.unwrap_or(if goes_on { next } else { 0 });
        match lines.last_mut() {
            Some(line) if goes_on => line.push((column, number)),
            _ => lines.push(vec![(column, number)]),
        }
        row = Some(&cell.row);
    }
    lines
}
