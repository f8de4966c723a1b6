import { addColumn, addRow, insertTable, removeColumn, removeRow, removeTable, toggleHeader } from "../../src/editor/tables/commands";
import { tablesOf } from "../../src/editor/tables/table";
import type { Random } from "../random";
import type { Writer } from "../stand";

const PASTES = [
  "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
  "<p>avant</p><table><tr><td colspan=2>large</td></tr><tr><td rowspan=2>haut</td><td>x</td></tr><tr><td>y</td></tr></table>",
];

/** Puts the caret, or one end of the selection, in some cell. */
function inSomeCell(writer: Writer, random: Random): void {
  const tables = tablesOf(writer.view.state.doc);
  if (!tables.length) return;
  const { lines } = random.pick(tables);
  const cell = random.pick(random.pick(lines).cells.filter((one) => one !== null));
  const inside = cell.pos + 1 + random.below(2) * cell.node.content.size;
  writer.select(random.below(4) ? inside : writer.view.state.selection.anchor, inside);
}

/** What hands do with tables, each as often as its number says. */
export const TABLE_STEPS: Readonly<Record<string, readonly [number, (writer: Writer, random: Random) => void]>> = {
  "a table": [1, (writer, random) => writer.run(insertTable(1 + random.below(3), 1 + random.below(3), random.below(2) > 0))],
  "into a cell": [5, inSomeCell],
  "a row": [2, (writer, random) => writer.run(addRow(random.pick(["above", "below"])))],
  "a column": [2, (writer, random) => writer.run(addColumn(random.pick(["left", "right"])))],
  "no row": [1, (writer) => writer.run(removeRow)],
  "no column": [1, (writer) => writer.run(removeColumn)],
  header: [1, (writer) => writer.run(toggleHeader)],
  "no table": [0.3, (writer) => writer.run(removeTable)],
  "next cell": [3, (writer) => writer.press("Tab")],
  "cell before": [2, (writer) => writer.press("Tab", { shiftKey: true })],
  "below the table": [1, (writer) => writer.press("Enter", { ctrlKey: true })],
  arrows: [2, (writer, random) => writer.press(random.pick(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]))],
  "a pasted table": [1, (writer, random) => writer.paste(random.pick(PASTES))],
};
