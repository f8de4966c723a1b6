import type { Node } from "prosemirror-model";
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { schema } from "../model/schema";
import { cellNode, emptyTable, rowNodes } from "./make";
import { MOST_COLUMNS, newName, type Place } from "./place";
import { isCell, spotOf, type Line, type Spot } from "./table";

/** A command that acts on the table around the caret; `act` gives the transaction, or null where it cannot be done. */
const inTable = (act: (tr: Transaction, spot: Spot, state: EditorState) => Transaction | null): Command => (state, dispatch) => {
  const spot = spotOf(state);
  const tr = spot && act(state.tr, spot, state);
  if (!tr) return false;
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** The caret in a cell of which this is the position, at its end. */
const caretIn = (tr: Transaction, pos: number): Transaction =>
  tr.setSelection(TextSelection.create(tr.doc, pos + (tr.doc.nodeAt(pos)?.nodeSize ?? 2) - 1));

/** Puts blocks where the selection ends, and the caret in the first of them, or after the last. What stands there is parted. */
export function placeBlocks(tr: Transaction, blocks: readonly Node[], caret: "first" | "after"): Transaction {
  const { $to } = tr.selection;
  const block = $to.depth === 1 ? $to.parent : null;
  const [before, after] = block ? [block.cut(0, $to.parentOffset), block.cut($to.parentOffset)] : [null, null];
  const [from, to] = block ? [$to.before(1), $to.after(1)] : [$to.pos, $to.pos];
  const [next, last] = [tr.doc.nodeAt(to), blocks.at(-1)!];
  const ends = last.isTextblock && !isCell(last);
  const goesOn = after?.content.size ? [after] : ends || (next && !isCell(next)) ? [] : [schema.nodes.paragraph!.create()];
  const first = before?.content.size ? [before] : [];
  tr.replaceWith(from, to, [...first, ...blocks, ...goesOn]);
  const start = from + (first[0]?.nodeSize ?? 0);
  const size = blocks.reduce((sum, node) => sum + node.nodeSize, 0);
  if (caret === "first") return tr.setSelection(TextSelection.create(tr.doc, start + 1));
  return tr.setSelection(ends ? TextSelection.create(tr.doc, start + size - 1) : Selection.near(tr.doc.resolve(start + size)));
}

/** A new table after the caret's words. None within another one. */
export const insertTable = (rows: number, columns: number, headed: boolean): Command => (state, dispatch) => {
  if (spotOf(state)) return false;
  dispatch?.(placeBlocks(state.tr, emptyTable(rows, columns, headed), "first").scrollIntoView());
  return true;
};

/** A row beside the caret's; none above the header. */
export const addRow = (side: "above" | "below"): Command =>
  inTable((tr, { table, line, column }) => {
    if (side === "above" && line === 0 && table.headed) return null;
    const at = side === "above" ? table.lines[line]!.start : table.lines[line]!.end;
    const row = rowNodes(table.id, table.columns);
    tr.insert(at, row);
    return caretIn(tr, at + row.slice(0, column).reduce((sum, node) => sum + node.nodeSize, 0));
  });

/** Where a new cell goes on a line: after the last cell that stands left of `column`, or before all. */
function placeOn(line: Line, column: number): number {
  const left = line.cells.slice(0, column).filter((cell) => cell !== null).at(-1);
  return left ? left.pos + left.node.nodeSize : line.start;
}

const rowOf = (line: Line): Place => line.cells.find((cell) => cell !== null)!.node.attrs as unknown as Place;

/** A column beside the caret's, if there is room for it. */
export const addColumn = (side: "left" | "right"): Command =>
  inTable((tr, { table, line, column }) => {
    if (table.columns.length >= MOST_COLUMNS) return null;
    const name = newName();
    const place = column + (side === "right" ? 1 : 0);
    let caret = 0;
    for (let at = table.lines.length - 1; at >= 0; at--) {
      const on = table.lines[at]!;
      const pos = placeOn(on, place);
      tr.insert(pos, cellNode({ ...rowOf(on), column: name, header: table.headed && at === 0 }));
      if (at === line) caret = pos;
      else if (at < line) caret += 2;
    }
    return caretIn(tr, caret);
  });

/** The caret where something was taken away. */
const nearby = (tr: Transaction, pos: number): Transaction => tr.setSelection(Selection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size)), 1));

export const removeTable: Command = inTable((tr, { table }) => {
  const alone = table.start === 0 && table.end === tr.doc.content.size;
  if (alone) tr.replaceWith(table.start, table.end, schema.nodes.paragraph!.create());
  else tr.delete(table.start, table.end);
  return nearby(tr, table.start);
});

export const removeRow: Command = (state, dispatch, view) => {
  const spot = spotOf(state);
  if (spot?.table.lines.length === 1) return removeTable(state, dispatch, view);
  return inTable((tr, { table, line, column }) => {
    const { start, end } = table.lines[line]!;
    const beside = table.lines[line + 1] ?? table.lines[line - 1]!;
    const cell = beside.cells[column] ?? beside.cells.find((one) => one !== null)!;
    tr.delete(start, end);
    return caretIn(tr, tr.mapping.map(cell.pos));
  })(state, dispatch, view);
};

export const removeColumn: Command = (state, dispatch, view) => {
  const spot = spotOf(state);
  if (spot?.table.columns.length === 1) return removeTable(state, dispatch, view);
  return inTable((tr, { table, line, column }) => {
    for (const { cells, start, end } of [...table.lines].reverse()) {
      const cell = cells[column];
      if (!cell) continue;
      const last = cells.every((one) => one === null || one === cell);
      if (last) tr.delete(start, end);
      else tr.delete(cell.pos, cell.pos + cell.node.nodeSize);
    }
    const { cells } = table.lines[line]!;
    const beside = [...cells.slice(column + 1), ...cells.slice(0, column).reverse()].find((one) => one !== null);
    return beside ? caretIn(tr, tr.mapping.map(beside.pos)) : nearby(tr, tr.mapping.map(table.start));
  })(state, dispatch, view);
};

/** The first row heads the columns, or no longer does. */
export const toggleHeader: Command = inTable((tr, { table }) => {
  for (const cell of table.lines[0]!.cells) if (cell) tr.setNodeAttribute(cell.pos, "header", !table.headed);
  return tr;
});

/** A cell in an empty place of a table, with the caret in it. */
export function fillPlace(tr: Transaction, { table, line, column }: Spot): Transaction {
  const on = table.lines[line]!;
  const pos = placeOn(on, column);
  const { header } = rowOf(on);
  tr.insert(pos, cellNode({ ...rowOf(on), column: table.columns[column]!, header }));
  return caretIn(tr, pos);
}

/** The caret in a place of a table, where a cell is made if there is none. */
export function goTo(tr: Transaction, spot: Spot): Transaction {
  const cell = spot.table.lines[spot.line]!.cells[spot.column];
  return cell ? caretIn(tr, cell.pos) : fillPlace(tr, spot);
}
