import type { Node } from "prosemirror-model";
import { isCell, isRowEnd } from "./table";

const isOfTable = (node: Node): boolean => isCell(node) || isRowEnd(node);

/** The blocks of the tables around an index, which move as one: `from` up to `to`, not included; null outside tables. */
export function tableUnit(doc: Node, index: number): { from: number; to: number } | null {
  if (!isOfTable(doc.child(index))) return null;
  let [from, to] = [index, index + 1];
  while (from > 0 && isOfTable(doc.child(from - 1))) from--;
  while (to < doc.childCount && isOfTable(doc.child(to))) to++;
  return { from, to };
}
