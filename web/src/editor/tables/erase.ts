import type { Node } from "prosemirror-model";
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from "prosemirror-state";
import { schema } from "../model/schema";
import { isCell, isRowEnd, tablesOf, type Line, type Table } from "./table";

interface Reach {
  readonly from: number;
  readonly to: number;
}

const covers = ({ from, to }: Reach, start: number, end: number): boolean => from <= start && to >= end;

/** The tables that a stretch touches. */
const touched = (doc: Node, { from, to }: Reach): Table[] => tablesOf(doc).filter((table) => table.start < to && table.end > from);

/** Whether a selection goes over the edge of a cell, so that taking it away as a whole would join cells or break a row. */
export function crossesCells(state: EditorState): boolean {
  const { selection, doc } = state;
  if (selection.empty || (selection.$from.depth && selection.$from.sameParent(selection.$to))) return false;
  return touched(doc, selection).some((table) => !covers(selection, table.start, table.end));
}

/** Whether all the words of a row are selected, from the first cell to the last. */
function isWhole(line: Line, reach: Reach): boolean {
  const cells = line.cells.filter((cell) => cell !== null);
  const last = cells.at(-1)!;
  return covers(reach, cells[0]!.pos + 1, last.pos + last.node.nodeSize - 1);
}

/** The stretches to take away: of cells the words, of whole rows the row, of other blocks what is selected of them. */
function stretches(doc: Node, reach: Reach): Reach[] {
  const rows = touched(doc, reach).flatMap(({ lines }) => {
    const whole = lines.filter((line) => isWhole(line, reach));
    // A table does not go because all that is written in it does.
    return whole.length === lines.length ? [] : whole;
  });
  const found: Reach[] = rows.map(({ start, end }) => ({ from: start, to: end }));
  doc.forEach((node, pos) => {
    const end = pos + node.nodeSize;
    if (pos >= reach.to || end <= reach.from || isRowEnd(node) || found.some((row) => covers(row, pos, end))) return;
    if (!isCell(node) && covers(reach, pos, end)) found.push({ from: pos, to: end });
    else if (node.isTextblock) found.push({ from: Math.max(reach.from, pos + 1), to: Math.min(reach.to, end - 1) });
  });
  return found.filter(({ from, to }) => from < to).sort((a, b) => b.from - a.from);
}

/** Empties what is selected across cells, which stay; the caret where the selection began. */
export function eraseCells(state: EditorState): Transaction {
  const { selection, doc, tr } = state;
  for (const { from, to } of stretches(doc, selection)) {
    if (from === 0 && to === tr.doc.content.size) tr.replaceWith(from, to, schema.nodes.paragraph!.create());
    else tr.delete(from, to);
  }
  const place = tr.doc.resolve(Math.min(tr.mapping.map(selection.from), tr.doc.content.size));
  return tr.setSelection(place.parent.inlineContent ? TextSelection.create(tr.doc, place.pos) : Selection.near(place));
}

/** Backspace and Delete over the edge of a cell. */
export const eraseSelected: Command = (state, dispatch) => {
  if (!crossesCells(state)) return false;
  dispatch?.(eraseCells(state).scrollIntoView());
  return true;
};

/** Backspace at the start, and Delete at the end, of a cell or of a block beside a table: nothing is joined. */
export const atEdge = (way: -1 | 1): Command => (state, dispatch) => {
  const { $head, empty } = state.selection;
  if (!empty || $head.depth !== 1 || $head.parentOffset !== (way < 0 ? 0 : $head.parent.content.size)) return false;
  if (isCell($head.parent)) return true;
  const [index, count] = [$head.index(0), state.doc.childCount];
  const beside = index + way >= 0 && index + way < count ? state.doc.child(index + way) : null;
  const plain = $head.parent.type.name !== "list_item" && !($head.parent.attrs.parents as readonly string[]).length;
  if (!(isCell(beside) || isRowEnd(beside)) || (way < 0 && !plain)) return false;
  const tr = state.tr;
  // An empty paragraph goes, as it would beside a paragraph.
  if (!$head.parent.content.size) tr.delete($head.before(1), $head.after(1));
  const found = Selection.findFrom(tr.doc.resolve(tr.mapping.map(way < 0 ? $head.before(1) : $head.after(1))), way, true);
  dispatch?.((found ? tr.setSelection(found) : tr).scrollIntoView());
  return true;
};
