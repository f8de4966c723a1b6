//! Any document gives one table, the same here as in the editor.

use serde_json::Value;

use super::super::samples::{block, table};
use super::super::{Block, BlockKind, Container, Text};
use super::{MAX_COLUMNS, Place, is_id, laid_out};

const SAMPLES: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/samples/tables.json"
));

fn samples() -> Vec<Value> {
    serde_json::from_str(SAMPLES).expect("samples")
}

fn strings(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|one| one.as_str().expect("words"))
        .collect()
}

/// A cell as a sample writes it: table, row, column, `h` for a header, words.
fn marker(written: &str) -> (Block, Option<Place>) {
    let parts: Vec<&str> = written.splitn(5, ' ').collect();
    let [table, row, column, header, words] = parts[..] else {
        panic!("a cell has five parts: {written}")
    };
    let place = Place {
        table: table.to_owned(),
        row: row.to_owned(),
        column: column.to_owned(),
        header: header == "h",
    };
    (Block::paragraph(words), Some(place))
}

fn expected(sample: &Value) -> Vec<Block> {
    let tables = sample["tables"].as_array().expect("tables");
    let table = |one: &Value| {
        let rows: Vec<Vec<&str>> = one["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(strings)
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        table(one["headed"] == true, &rows)
    };
    tables.iter().flat_map(table).collect()
}

#[test]
fn what_markers_say_becomes_rows_and_columns() {
    for sample in samples() {
        let markers = strings(&sample["cells"]).into_iter().map(marker);
        let found = laid_out(markers.collect());
        assert_eq!(found, expected(&sample), "{}", sample["name"]);
    }
}

#[test]
fn what_is_no_cell_ends_a_table() {
    let mut blocks = vec![marker("t r a - 1"), marker("t r b - 2")];
    blocks.insert(1, (Block::paragraph("entre"), None));
    let found = laid_out(blocks);
    let apart = [table(false, &[&["1"]]), table(false, &[&["2"]])];
    assert_eq!(found[0], apart[0][0]);
    assert_eq!(found[1], Block::paragraph("entre"));
    assert_eq!(found[2], apart[1][0]);
}

#[test]
fn names_are_short_and_plain() {
    assert!(is_id("1") && is_id(&"a".repeat(32)));
    for bad in ["", "A", "é", "a b", "a-b", &"a".repeat(33)] {
        assert!(!is_id(bad), "{bad}");
    }
}

#[test]
fn a_table_of_as_many_columns_as_cells_costs_what_it_holds() {
    let markers = (0..20_000).map(|number| marker(&format!("t r{number} c{number} - x")));
    let found = laid_out(markers.collect());
    let words = found.iter().filter(|cell| !cell.content.is_empty());
    assert_eq!(words.count(), 20_000, "nothing is lost");
    assert_eq!(found.len(), MAX_COLUMNS * 20_000);
}

fn normal(blocks: Vec<Block>) -> Vec<Block> {
    let title = String::new();
    Text { title, blocks }.normalised().blocks
}

#[test]
fn a_table_in_normal_form_is_rectangular_and_stands_alone() {
    let mut ragged = table(true, &[&["a", "b"], &["c", "d"]]);
    ragged.pop();
    ragged[0].parents = vec![Container::Quote];
    assert_eq!(normal(ragged), table(true, &[&["a", "b"], &["c", ""]]));
    let unworded = table(true, &[&["", ""], &["c", "d"]]);
    assert_eq!(
        normal(unworded),
        table(false, &[&["", ""], &["c", "d"]]),
        "a header without a word heads nothing"
    );
    let thirteen = ["a"; 13];
    let wide = normal(table(false, &[&thirteen]));
    assert_eq!(wide.len(), 24);
    let lone = vec![block(table(false, &[&["a"]])[0].kind, &[], "a")];
    assert_eq!(normal(lone.clone()), lone);
    assert!(matches!(wide[12].kind, BlockKind::Cell(cell) if cell.opens_row()));
}
