import type { Node } from "prosemirror-model";
import { type Command, type EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { selectedBlocks } from "../commands/shape";
import { APART } from "../undo/apart";
import { posOf, unitAfter, unitBefore, unitOf, type Unit } from "./units";

/** Whether a stretch of the text, in positions, is where a colleague writes. */
export type Busy = (from: number, to: number) => boolean;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const stretchOf = (doc: Node, unit: Unit): Stretch => ({ from: posOf(doc, unit.from), to: posOf(doc, unit.to) });

/**
 * Exchanges two stretches that touch. One of them is written anew on the other side, the other is not touched: what a
 * colleague types at the same time in the first stays where the block was. So it is the one where nobody writes, and of
 * two alike the shorter.
 */
function exchange(tr: Transaction, before: Stretch, after: Stretch, busy: Busy): void {
  const [first, second] = [busy(before.from, before.to), busy(after.from, after.to)];
  const shorter = before.to - before.from <= after.to - after.from;
  const writesFirst = first === second ? shorter : second;
  const { doc } = tr;
  if (writesFirst) {
    tr.insert(after.to, doc.slice(before.from, before.to).content).delete(before.from, before.to);
  } else {
    const { content } = doc.slice(after.from, after.to);
    tr.delete(after.from, after.to).insert(before.from, content);
  }
}

/** Moves a unit to stand before the block at `target` (or at the end): one undo step; the selection goes along. */
export function moveTo(state: EditorState, unit: Unit, target: number, busy: Busy = () => false): Transaction | null {
  if (target >= unit.from && target <= unit.to) return null;
  const { doc, selection, tr } = state;
  const moved = stretchOf(doc, unit);
  const between = stretchOf(doc, target < unit.from ? { from: target, to: unit.from } : { from: unit.to, to: target });
  const up = target < unit.from;
  if (up) exchange(tr, between, moved, busy);
  else exchange(tr, moved, between, busy);
  const shift = up ? between.from - moved.from : between.to - between.from;
  const at = (pos: number): number => Math.min(Math.max(pos, moved.from), moved.to) + shift;
  const [anchor, head] = [tr.doc.resolve(at(selection.anchor)), tr.doc.resolve(at(selection.head))];
  return tr.setSelection(TextSelection.between(anchor, head)).setMeta(APART, true).scrollIntoView();
}

/** The unit of the blocks that the selection touches. */
function selectedUnit(state: EditorState): Unit | null {
  const blocks = selectedBlocks(state);
  const [first, last] = [blocks[0], blocks.at(-1)];
  return first && last ? unitOf(state.doc, first.index, last.index) : null;
}

const move = (up: boolean, busy?: Busy): Command => (state, dispatch) => {
  const unit = selectedUnit(state);
  const other = unit && (up ? unitBefore(state.doc, unit) : unitAfter(state.doc, unit));
  if (!unit || !other) return false;
  if (!dispatch) return true;
  const tr = moveTo(state, unit, up ? other.from : other.to, busy);
  if (tr) dispatch(tr);
  return tr !== null;
};

/** Exchanges the selected blocks with the one before or after, an item with all that hangs under it. */
export const moveUp = (busy?: Busy): Command => move(true, busy);
export const moveDown = (busy?: Busy): Command => move(false, busy);
