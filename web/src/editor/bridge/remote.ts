import { Fragment, Slice, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";

/** Marks the transactions that bring the view to the document, which are never written back. */
export const REMOTE = "dires:remote";

/** The children that differ: `from` up to `oldTo` in the old document, up to `newTo` in the new. */
export function differing(oldDoc: Node, newDoc: Node): { from: number; oldTo: number; newTo: number } {
  const most = Math.min(oldDoc.childCount, newDoc.childCount);
  let from = 0;
  while (from < most && oldDoc.child(from).eq(newDoc.child(from))) from++;
  let [oldTo, newTo] = [oldDoc.childCount, newDoc.childCount];
  while (oldTo > from && newTo > from && oldDoc.child(oldTo - 1).eq(newDoc.child(newTo - 1))) {
    oldTo--;
    newTo--;
  }
  return { from, oldTo, newTo };
}

function startOf(doc: Node, child: number): number {
  let pos = 0;
  for (let i = 0; i < child; i++) pos += doc.child(i).nodeSize;
  return pos;
}

/** Within one block whose markup stays: the smallest stretch of characters. */
function replaceInside(start: number, before: Node, after: Node): ReplaceStep | null {
  const from = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (from === null || !end) return null;
  // The two searches overlap where text repeats ("aa" -> "aaa"): push the ends after the start.
  const overlap = Math.max(0, from - Math.min(end.a, end.b));
  const inside = after.content.cut(from, end.b + overlap);
  return new ReplaceStep(start + 1 + from, start + 1 + end.a + overlap, new Slice(inside, 0, 0));
}

/** The characters that differ, where nothing else does: within one block, and with one set of marks; else null. */
export function differingText(oldDoc: Node, newDoc: Node): { from: number; to: number; text: string } | null {
  const step = smallestStep(oldDoc, newDoc);
  if (!step || !oldDoc.resolve(step.from).sameParent(oldDoc.resolve(step.to)) || step.slice.content.childCount > 1) return null;
  const added = step.slice.content.firstChild;
  const $from = oldDoc.resolve(step.from);
  if (!$from.parent.inlineContent || (added && !added.isText)) return null;
  return { from: step.from, to: step.to, text: added?.text ?? "" };
}

function childrenOf(doc: Node, from: number, to: number): Fragment {
  const children: Node[] = [];
  for (let i = from; i < to; i++) children.push(doc.child(i));
  return Fragment.from(children);
}

/** The one step, at one depth so that nothing is fitted, from one document to another; null if they are equal. */
export function smallestStep(oldDoc: Node, newDoc: Node): ReplaceStep | null {
  const { from, oldTo, newTo } = differing(oldDoc, newDoc);
  if (from === oldTo && from === newTo) return null;
  const start = startOf(oldDoc, from);
  const [before, after] = [oldDoc.child(Math.min(from, oldDoc.childCount - 1)), newDoc.maybeChild(from)];
  if (oldTo - from === 1 && newTo - from === 1 && after && before.sameMarkup(after)) {
    return replaceInside(start, before, after);
  }
  return new ReplaceStep(start, startOf(oldDoc, oldTo), new Slice(childrenOf(newDoc, from, newTo), 0, 0));
}

/** The transaction that makes the view equal to `newDoc`, or null if it is. Keeps the marks chosen for the next character. */
export function bring(state: EditorState, newDoc: Node): Transaction | null {
  const step = smallestStep(state.doc, newDoc);
  if (!step) return null;
  const { storedMarks } = state;
  const transaction = state.tr.step(step).setMeta(REMOTE, true).setMeta("addToHistory", false);
  return storedMarks ? transaction.setStoredMarks(storedMarks) : transaction;
}
