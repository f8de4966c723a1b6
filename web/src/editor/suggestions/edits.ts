import type { Node } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { ChangedRange } from "../bridge/ranges";
import { marksOf } from "../model/marks";
import { posAt } from "../model/positions";
import { schema } from "../model/schema";
import type { CharToken } from "../model/tokens";

/** What becomes of `length` indexes of the text as it was: the same characters with other marks, new ones, or nothing. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly put: readonly CharToken[];
}

/** Where the caret belongs, in indexes of the text as it was; whether after what is put there. */
export interface Place {
  readonly index: number;
  readonly after: boolean;
}

/** Joins edits of the same sort that stand side by side. */
function joined(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  for (const edit of edits) {
    const last = out.at(-1);
    const alike = last && last.length > 0 && edit.length > 0 && last.at + last.length === edit.at && !last.put.length === !edit.put.length;
    if (alike) out[out.length - 1] = { at: last.at, length: last.length + edit.length, put: [...last.put, ...edit.put] };
    else out.push(edit);
  }
  return out;
}

const EDITS = "dires:edits";

/**
 * The stretches that a transaction of edits changed, each by itself although they touch: what stays between what goes is
 * never written anew. Null for any other transaction.
 */
export function rangesOf(tr: Transaction, oldDoc: Node, newDoc: Node): ChangedRange[] | null {
  const edits = tr.getMeta(EDITS) as readonly Edit[] | undefined;
  if (!edits) return null;
  let grown = 0;
  return edits.map(({ at, length, put }) => {
    const [start, size] = [at + grown, sizeOf(put)];
    grown += size - length;
    return { oldFrom: posAt(oldDoc, at), oldTo: posAt(oldDoc, at + length), newFrom: posAt(newDoc, start), newTo: posAt(newDoc, start + size) };
  });
}

/** The transaction that makes the edits, and puts the caret there. */
export function transactionOf(state: EditorState, edits: readonly Edit[], caret: Place | null): Transaction {
  const { doc, tr } = state;
  const sorted = joined([...edits].sort((a, b) => a.at - b.at || a.length - b.length));
  // From the end, so that earlier indexes hold.
  for (const { at, length, put } of [...sorted].reverse()) {
    const [from, to] = [posAt(doc, at), posAt(doc, at + length)];
    if (put.length) tr.replaceWith(from, to, put.map(({ char, marks }) => schema.text(char, marksOf(marks))));
    else tr.delete(from, to);
  }
  if (caret) select(tr, sorted, caret);
  return tr.setMeta(EDITS, sorted).scrollIntoView();
}

const sizeOf = (put: readonly CharToken[]): number => put.reduce((sum, { char }) => sum + char.length, 0);

function select(tr: Transaction, edits: readonly Edit[], caret: Place): void {
  let { index } = caret;
  for (const { at, length, put } of edits) {
    const before = at < caret.index || (at === caret.index && !length && caret.after);
    if (before) index += sizeOf(put) - length;
  }
  tr.setSelection(TextSelection.near(tr.doc.resolve(posAt(tr.doc, index))));
}
