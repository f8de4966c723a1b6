import { type Command, type EditorState, Selection, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { schema } from "../model/schema";
import { addRow, goTo } from "./commands";
import { spotOf, type Spot } from "./table";

/** Tab: the next cell, or a new row after the last one. */
export const nextCell: Command = (state, dispatch, view) => {
  const spot = spotOf(state);
  if (!spot) return false;
  const { table, line, column } = spot;
  const ends = column + 1 >= table.columns.length;
  if (ends && line + 1 >= table.lines.length) return addRowAndBegin(state, dispatch, view);
  dispatch?.(goTo(state.tr, { table, line: ends ? line + 1 : line, column: ends ? 0 : column + 1 }).scrollIntoView());
  return true;
};

/** A row after the last one, with the caret in its first cell. */
const addRowAndBegin: Command = (state, dispatch, view) =>
  addRow("below")(state, dispatch && ((tr) => dispatch(tr.setSelection(TextSelection.create(tr.doc, endOf(state) + 1)))), view);

const endOf = (state: EditorState): number => spotOf(state)!.table.lines.at(-1)!.end;

/** Shift+Tab: the cell before; from the first one, what stands above the table. */
export const previousCell: Command = (state, dispatch) => {
  const spot = spotOf(state);
  if (!spot) return false;
  const { table, line, column } = spot;
  if (line === 0 && column === 0) return above(state, dispatch, table.start);
  const to = { table, line: column ? line : line - 1, column: column ? column - 1 : table.columns.length - 1 };
  dispatch?.(goTo(state.tr, to).scrollIntoView());
  return true;
};

type Dispatch = ((tr: Transaction) => void) | undefined;

/** The caret at the end of the block above this position, which is made if there is none. */
function above(state: EditorState, dispatch: Dispatch, pos: number): boolean {
  const tr = state.tr;
  const found = Selection.findFrom(state.doc.resolve(pos), -1, true);
  if (found) tr.setSelection(found);
  else tr.insert(pos, schema.nodes.paragraph!.create()).setSelection(TextSelection.create(tr.doc, pos + 1));
  dispatch?.(tr.scrollIntoView());
  return true;
}

function below(state: EditorState, dispatch: Dispatch, pos: number): boolean {
  const tr = state.tr;
  const found = Selection.findFrom(state.doc.resolve(pos), 1, true);
  if (found) tr.setSelection(found);
  else tr.insert(pos, schema.nodes.paragraph!.create()).setSelection(TextSelection.create(tr.doc, pos + 1));
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** Ctrl+Enter: a paragraph below the table, or the empty one that is there. */
export const leaveTable: Command = (state, dispatch) => {
  const spot = spotOf(state);
  if (!spot) return false;
  const { end } = spot.table;
  const next = state.doc.nodeAt(end);
  const tr = state.tr;
  if (next?.type.name !== "paragraph" || next.content.size) tr.insert(end, schema.nodes.paragraph!.create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, end + 1)).scrollIntoView());
  return true;
};

/** The cell that stands nearest to a column on a line. */
function nearest({ table, line, column }: Spot): number {
  const { cells } = table.lines[line]!;
  const there = cells.map((cell, at) => ({ cell, far: Math.abs(at - column) })).filter(({ cell }) => cell !== null);
  return there.sort((a, b) => a.far - b.far)[0]!.cell!.pos;
}

const atEdge = (view: EditorView | undefined, way: "up" | "down" | "left" | "right"): boolean => !view || view.endOfTextblock(way);

/** Up and down: the cell above or below, in the same column; past the table, what stands there. */
export const vertically = (way: "up" | "down"): Command => (state, dispatch, view) => {
  const spot = spotOf(state);
  if (!spot || !state.selection.empty || !atEdge(view, way)) return false;
  const line = spot.line + (way === "up" ? -1 : 1);
  if (line < 0) return above(state, dispatch, spot.table.start);
  if (line >= spot.table.lines.length) return below(state, dispatch, spot.table.end);
  const pos = nearest({ ...spot, line });
  const inside = way === "up" ? pos + state.doc.nodeAt(pos)!.nodeSize - 1 : pos + 1;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, inside)).scrollIntoView());
  return true;
};

/** Left at a cell's start and right at its end: the block beside it. */
export const sideways = (way: "left" | "right"): Command => (state, dispatch, view) => {
  const { $head, empty } = state.selection;
  const spot = spotOf(state);
  const edge = way === "left" ? 0 : $head.parent.content.size;
  if (!spot || !empty || $head.parentOffset !== edge || !atEdge(view, way)) return false;
  const found = Selection.findFrom(state.doc.resolve(way === "left" ? $head.before(1) : $head.after(1)), way === "left" ? -1 : 1, true);
  if (!found) return way === "left" ? above(state, dispatch, spot.table.start) : below(state, dispatch, spot.table.end);
  dispatch?.(state.tr.setSelection(found).scrollIntoView());
  return true;
};
