import type { Node } from "prosemirror-model";
import { itemType, shapeOf } from "../commands/shape";
import { tableUnit } from "../tables/unit";

/** Blocks that move together, by their indexes: `from` up to `to`, not included. */
export interface Unit {
  readonly from: number;
  readonly to: number;
}

const parentsOf = (node: Node): readonly string[] => node.attrs.parents as readonly string[];

/** Whether a block hangs under an item. */
function hangsUnder(item: Node, node: Node): boolean {
  const shape = shapeOf(item);
  if (shape?.kind !== "item") return false;
  const path = [...shape.parents, itemType(shape.ordered)];
  return path.every((part, at) => parentsOf(node)[at] === part);
}

/** The block at an index with all that hangs under it: an item takes its sub-items along, a cell its table; any other block is alone. */
export function unitAt(doc: Node, index: number): Unit {
  const table = tableUnit(doc, index);
  if (table) return table;
  let to = index + 1;
  while (to < doc.childCount && hangsUnder(doc.child(index), doc.child(to))) to++;
  return { from: index, to };
}

/** The units of the blocks from one index to another, both included, as one. */
export const unitOf = (doc: Node, first: number, last: number): Unit => ({ from: unitAt(doc, first).from, to: Math.max(unitAt(doc, last).to, unitAt(doc, first).to) });

/** The unit just before, or null at the start of the text: an item with all that hangs under it, where it is no deeper. */
export function unitBefore(doc: Node, unit: Unit): Unit | null {
  if (unit.from === 0) return null;
  const table = tableUnit(doc, unit.from - 1);
  if (table) return table;
  const depth = parentsOf(doc.child(unit.from)).length;
  let from = unit.from - 1;
  while (from > 0 && parentsOf(doc.child(from)).length > depth) from--;
  return unitAt(doc, from).to === unit.from ? { from, to: unit.from } : { from: unit.from - 1, to: unit.from };
}

/** The unit just after, or null at the end of the text. */
export const unitAfter = (doc: Node, unit: Unit): Unit | null => (unit.to < doc.childCount ? unitAt(doc, unit.to) : null);

/** The position before the block at an index; the text's end for the index after the last. */
export function posOf(doc: Node, index: number): number {
  let pos = 0;
  for (let at = 0; at < index; at++) pos += doc.child(at).nodeSize;
  return pos;
}
