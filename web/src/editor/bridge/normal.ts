import type { Node } from "prosemirror-model";
import { Plugin, type Transaction } from "prosemirror-state";
import { fitParents, forbidden, isMarkValue } from "../model/allowed";
import type { MarkName } from "../model/marks";
import { changedRanges, type ChangedRange } from "./ranges";
import { REMOTE } from "./remote";

/** Whether the block before lets a paragraph go without a marker: none, or one that holds no text. */
const letsImplicit = (before: Node | null): boolean => !before || !before.isTextblock;

/** The positions of implicit paragraphs that spans could not give back, which therefore need a marker. */
export function misplaced(doc: Node): number[] {
  const positions: number[] = [];
  let before: Node | null = null;
  doc.forEach((node, pos) => {
    const fine = letsImplicit(before) && (node.content.size > 0 || doc.childCount === 1);
    if (node.attrs.marker === false && !fine) positions.push(pos);
    before = node;
  });
  return positions;
}

/** Takes out of a text node, at `pos`, what the server refuses. */
function fitText(tr: Transaction, node: Node, pos: number): void {
  for (const mark of node.marks) {
    if (!isMarkValue(mark.type.name as MarkName, mark.attrs.value)) tr.removeMark(pos, pos + node.nodeSize, mark);
  }
  for (const { at, length } of forbidden(node.text ?? "").reverse()) tr.delete(pos + at, pos + at + length);
}

/** Brings what changed to what the server takes, last first so that earlier positions hold. */
function fit(tr: Transaction, doc: Node, ranges: readonly ChangedRange[]): void {
  const found: { node: Node; pos: number }[] = [];
  for (const { newFrom, newTo } of ranges) doc.nodesBetween(newFrom, newTo, (node, pos) => void found.push({ node, pos }));
  for (const { node, pos } of found.reverse()) {
    if (node.isText) fitText(tr, node, pos);
    else if (fitParents(node.attrs.parents as readonly string[]) !== node.attrs.parents) {
      tr.setNodeAttribute(pos, "parents", fitParents(node.attrs.parents as readonly string[]));
    }
  }
}

/** Keeps local documents in the form that spans can give back and that the server takes. */
export const normalForm = (): Plugin =>
  new Plugin({
    appendTransaction(transactions, old, state) {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some((tr) => tr.getMeta(REMOTE))) return null;
      const tr = state.tr;
      fit(tr, state.doc, changedRanges(transactions, old.doc, state.doc));
      for (const pos of misplaced(tr.doc)) tr.setNodeAttribute(pos, "marker", true);
      return tr.docChanged ? tr.setStoredMarks(state.storedMarks) : null;
    },
  });
