import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Node } from "prosemirror-model";
import { addColumn, addRow, insertTable, removeColumn, removeRow, removeTable, toggleHeader } from "../src/editor/tables/commands";
import { layOut } from "../src/editor/tables/layout";
import { tablesOf, type Table } from "../src/editor/tables/table";
import { MOST_CELLS } from "../src/editor/tables/place";

const SAMPLES = JSON.parse(readFileSync(join(process.cwd(), "../tests/samples/tables.json"), "utf8")) as {
  name: string;
  cells: string[];
  tables: { headed: boolean; rows: string[][] }[];
}[];

/** A cell as a sample writes it: table, row, column, `h` for a header, words. */
function marker(written: string) {
  const [table, row, column, header, ...words] = written.split(" ") as [string, string, string, string];
  return { table, row, column, header: header === "h", words: words.join(" ") };
}

test("what markers say becomes rows and columns, as on the server", () => {
  for (const { name, cells, tables } of SAMPLES) {
    const runs: ReturnType<typeof marker>[][] = [];
    for (const cell of cells.map(marker)) {
      if (runs.at(-1)?.[0]?.table === cell.table) runs.at(-1)!.push(cell);
      else runs.push([cell]);
    }
    const found = runs.map((run) => ({
      headed: run[0]!.header,
      rows: layOut(run).lines.map((line) => line.map((number) => (number === null ? "" : run[number]!.words))),
    }));
    assert.deepEqual(found, tables, name);
  }
});

const words = (node: Node | undefined): string => node?.textContent ?? "∅";
const grid = (table: Table): string[] => table.lines.map(({ cells }) => cells.map((cell) => words(cell?.node)).join("|"));
const seen = (writer: Writer): string[][] => tablesOf(writer.view.state.doc).map(grid);
const only = (writer: Writer): string[] => seen(writer)[0]!;
const whole = (writer: Writer): string => writer.view.state.doc.children.map((node) => node.textContent).join("\n");

/** A text with a table of so many rows and columns, whose cells say where they were. */
function tabled(rows: number, columns: number, headed = false): Writer {
  const writer = new Writer(newDocument());
  writer.type("avant").run(insertTable(rows, columns, headed));
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      writer.type(`${row}${"abcdefghijkl"[column - 1]}`);
      if (row < rows || column < columns) writer.press("Tab");
    }
  }
  return writer;
}

/** All of them show their documents, and the same one. */
function agreed(...writers: Writer[]): void {
  for (const writer of writers) {
    assert.ok(writer.editor.faithful, `${writer.view.state.doc}`);
    assert.equal(writer.editor.repairs, 0);
    writer.view.state.doc.check();
    assert.deepEqual(writer.view.state.doc.toJSON(), writers[0]!.view.state.doc.toJSON());
  }
}

test("Tab goes from cell to cell, and adds a row after the last one", () => {
  const one = tabled(2, 2);
  assert.deepEqual(only(one), ["1a|1b", "2a|2b"]);
  one.press("Tab").type("3a").press("Tab").type("3b");
  one.press("Tab", { shiftKey: true }).press("Tab", { shiftKey: true }).type("+");
  assert.deepEqual(only(one), ["1a|1b", "2a|2b+", "3a|3b"]);
  agreed(one);
  one.leave();
});

test("Enter breaks the line in a cell, Ctrl+Enter goes below the table", () => {
  const one = tabled(1, 2);
  one.find("1b").press("ArrowRight").select(one.view.state.selection.to).press("Enter").type("deux");
  assert.deepEqual(only(one), ["1a|1b\ndeux"]);
  one.press("Enter", { ctrlKey: true }).type("après");
  assert.equal(whole(one).split("\n").at(-1), "après");
  agreed(one);
  one.leave();
});

test("rows and columns come and go around the caret", () => {
  const one = tabled(2, 2, true);
  one.find("2a").run(addRow("below"));
  one.type("bas").run(addColumn("left"));
  one.type("g");
  assert.deepEqual(only(one), ["|1a|1b", "|2a|2b", "g|bas|"]);
  one.find("2b").run(addColumn("right"));
  one.find("1a");
  assert.equal(one.run(addRow("above")), false, "nothing stands above a header");
  one.find("2a").run(addRow("above"));
  assert.deepEqual(only(one), ["|1a|1b|", "|||", "|2a|2b|", "g|bas||"]);
  one.run(removeRow);
  one.find("bas").run(removeColumn);
  assert.deepEqual(only(one), ["|1b|", "|2b|", "g||"]);
  one.run(toggleHeader);
  assert.equal(tablesOf(one.view.state.doc)[0]!.headed, false);
  agreed(one);
  one.run(removeTable);
  assert.deepEqual(seen(one), []);
  for (let i = 0; i < 40; i++) one.editor.undo();
  agreed(one);
  one.leave();
});

test("the last row or column goes with its table", () => {
  for (const command of [removeRow, removeColumn]) {
    const one = tabled(1, 1);
    one.run(command);
    assert.equal(whole(one).includes("1a"), false);
    assert.deepEqual(seen(one), []);
    agreed(one);
    one.leave();
  }
});

test("Backspace and Delete never join cells, nor a table to what is beside it", () => {
  const one = tabled(2, 2);
  const before = one.view.state.doc.toJSON();
  one.find("1b").select(one.view.state.selection.from).press("Backspace");
  one.find("1b").select(one.view.state.selection.to).press("Delete");
  one.find("2b").select(one.view.state.selection.to).press("Delete");
  one.find("avant").select(one.view.state.selection.to).press("Delete");
  assert.deepEqual(one.view.state.doc.toJSON(), before);
  one.press("ArrowLeft").find("2b").press("Enter", { ctrlKey: true }).type("après").select(one.view.state.selection.from - 5).press("Backspace");
  assert.equal(one.view.state.selection.$from.parent.textContent, "2b");
  assert.deepEqual(only(one), ["1a|1b", "2a|2b"]);
  agreed(one);
  one.leave();
});

const from = (writer: Writer, first: string, last: string): Writer => {
  const start = writer.find(first).view.state.selection.from;
  return writer.select(start, writer.find(last).view.state.selection.to);
};

test("what is erased across cells leaves them, and whole rows go", () => {
  const one = tabled(3, 2);
  const full = only(one);
  const back = (): void => {
    while (only(one).join() !== full.join()) assert.ok(one.editor.undo());
    one.time += 5000;
  };
  one.time += 5000;
  from(one, "b", "2a").press("Backspace");
  assert.deepEqual(only(one), ["1a|1", "|2b", "3a|3b"]);
  back();
  from(one, "1b", "2a").type("x");
  assert.deepEqual(only(one), ["1a|x", "|2b", "3a|3b"]);
  back();
  from(one, "2a", "3b").press("Delete");
  assert.deepEqual(only(one), ["1a|1b"]);
  back();
  from(one, "1a", "3b").press("Delete");
  assert.deepEqual(only(one), ["|", "|", "|"]);
  back();
  from(one, "vant", "2a").press("Backspace");
  assert.deepEqual(only(one), ["|2b", "3a|3b"]);
  assert.ok(whole(one).startsWith("a\n"));
  agreed(one);
  one.leave();
});

test("a table that is erased with what is around it goes", () => {
  const one = tabled(2, 2);
  one.press("Enter", { ctrlKey: true }).type("après");
  from(one, "vant", "apr").press("Backspace");
  assert.equal(whole(one), "aès");
  agreed(one);
  one.leave();
});

test("two people write in two cells, while rows and columns come", () => {
  const one = tabled(2, 2, true);
  const two = new Writer(one.replica.doc());
  one.find("2a").select(one.view.state.selection.to).type(" d’un").run(addRow("below"));
  two.find("2b").select(two.view.state.selection.to).type(" d’autre").run(addColumn("right"));
  two.type("neuf");
  sync(one, two);
  agreed(one, two);
  assert.deepEqual(only(one), ["1a|1b|", "2a d’un|2b d’autre|neuf", "||∅"]);
  one.find("2b");
  const { table } = { table: tablesOf(one.view.state.doc)[0]! };
  one.select(table.lines[2]!.cells[1]!.pos + 1).press("Tab").type("rempli");
  sync(one, two);
  agreed(one, two);
  assert.deepEqual(only(two), ["1a|1b|", "2a d’un|2b d’autre|neuf", "||rempli"]);
  for (const writer of [one, two]) writer.leave();
});

test("two columns added at once in one place, and a row that another takes away", () => {
  const one = tabled(3, 2);
  const two = new Writer(one.replica.doc());
  const three = new Writer(one.replica.doc());
  one.find("1a").run(addColumn("right"));
  one.type("un");
  two.find("2a").run(addColumn("right"));
  two.type("deux");
  three.find("3a").run(removeRow);
  sync(one, two, three);
  agreed(one, two, three);
  const [first, second, left, ...others] = only(one);
  assert.ok(["1a|un||1b", "1a||un|1b"].includes(first!) && ["2a|deux||2b", "2a||deux|2b"].includes(second!), only(one).join("\n"));
  assert.deepEqual([left, others], ["∅|||∅", []], "what the others added to the row that went stands alone");
  for (const writer of [one, two, three]) writer.leave();
});

test("undo takes back one’s own row and leaves what a colleague wrote in it", () => {
  const one = tabled(1, 2);
  one.time += 5000;
  one.run(addRow("below"));
  const two = new Writer(one.replica.doc());
  two.select(tablesOf(two.view.state.doc)[0]!.lines[1]!.cells[0]!.pos + 1).type("mot");
  sync(one, two);
  one.editor.undo();
  sync(one, two);
  agreed(one, two);
  assert.ok(whole(one).includes("mot"));
  for (const writer of [one, two]) writer.leave();
});

const WORD = `<table class=MsoTableGrid border=1><tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>
  <td width=100><p class=MsoNormal><b>Territoire<o:p></o:p></b></p></td><td><p class=MsoNormal><b>Coût</b></p></td></tr>
  <tr><td rowspan=2><p class=MsoNormal>Sicoval</p></td><td><p>12</p><p>dont 3</p></td></tr><tr><td><ul><li>a</li><li>b</li></ul></td></tr></table><p>Suite</p>`;

test("a table of a word processor comes in as one", () => {
  const one = new Writer(newDocument()).type("début");
  one.paste(WORD).type(".");
  assert.deepEqual(only(one), ["Territoire|Coût", "Sicoval|12\ndont 3", "|–\u00a0a\n–\u00a0b"]);
  assert.equal(tablesOf(one.view.state.doc)[0]!.headed, true);
  assert.ok(whole(one).startsWith("début\nTerritoire") && whole(one).endsWith("Suite."), whole(one));
  agreed(one);
  one.leave();
});

test("in a cell, what is pasted is words", () => {
  const one = tabled(1, 2);
  one.find("1a").paste("<p>un</p><ul><li>deux</li></ul><table><tr><td>x</td><td>y</td></tr></table>");
  assert.deepEqual(only(one), ["un\n–\u00a0deux\nx\ny|1b"]);
  one.find("1b").paste("mot");
  assert.deepEqual(only(one), ["un\n–\u00a0deux\nx\ny|mot"]);
  agreed(one);
  one.leave();
});

test("what one copies of a table is read back as it is, under other names", () => {
  const one = tabled(2, 3, true);
  const { from: start } = one.find("1b").view.state.selection;
  one.select(start, one.find("2c").view.state.selection.to);
  const { dom } = one.view.serializeForClipboard(one.view.state.selection.content());
  one.press("Enter", { ctrlKey: true }).paste(dom.innerHTML);
  assert.deepEqual(seen(one), [["1a|1b|1c", "2a|2b|2c"], ["∅|1b|1c", "2a|2b|2c"]]);
  const [first, second] = tablesOf(one.view.state.doc) as [Table, Table];
  assert.ok(first.id !== second.id && first.columns.every((column) => !second.columns.includes(column)));
  agreed(one);
  one.leave();
});

test("ten thousand cells are told about, and nothing is lost", () => {
  const one = tabled(1, 2);
  const before = one.view.state.doc.toJSON();
  const said: string[] = [];
  const { alert } = window;
  window.alert = (sentence: string) => void said.push(sentence);
  const row = `<tr>${"<td>x</td>".repeat(10)}</tr>`;
  one.press("ArrowDown").paste(`<table>${row.repeat(1000)}</table>`);
  window.alert = alert;
  assert.equal(said.length, 1);
  assert.match(said[0]!, new RegExp(`3\\s000 cellules.*10\\s002`));
  assert.deepEqual(tablesOf(one.view.state.doc).length, 1);
  assert.equal(JSON.stringify(one.view.state.doc.toJSON()).startsWith(JSON.stringify(before).slice(0, -2)), true);
  one.type("après");
  agreed(one);
  assert.ok(MOST_CELLS === 3_000 && whole(one).endsWith("après"));
  one.leave();
});

test("what has one column, or more than a table may have, comes in as paragraphs", () => {
  const one = new Writer(newDocument());
  one.paste(`<table><tr><td><h2>Page</h2><p>mise en colonne</p></td></tr></table><table><tr>${"<td>x</td>".repeat(13)}</tr></table>`);
  assert.deepEqual(seen(one), []);
  assert.ok(whole(one).includes("mise en colonne"));
  one.leave();
});
