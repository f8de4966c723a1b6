import type { Node } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { ChangedRange } from "../bridge/ranges";
import { smallestStep } from "../bridge/remote";
import { blockOf } from "../model/block";
import { marksOf } from "../model/marks";
import { blockPosAt, posAt, widthOf } from "../model/positions";
import { schema } from "../model/schema";
import { docOfTokens, flatten, isBlock, isChar, type BlockToken, type CharToken, type Token } from "../model/tokens";

/** What becomes of `length` indexes of the text as it was: the same with other marks or proposals, new ones, or nothing. */
export interface Edit {
  readonly at: number;
  readonly length: number;
  readonly put: readonly (CharToken | BlockToken)[];
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
    return { oldFrom: startOf(oldDoc, at, length), oldTo: endOf(oldDoc, at + length), newFrom: startOf(newDoc, start, size), newTo: endOf(newDoc, start + size) };
  });
}

/** Where a stretch begins: before its first block, where it begins with a marker. */
const startOf = (doc: Node, at: number, length: number): number => (length ? blockPosAt(doc, at) : null) ?? endOf(doc, at);

/** Before the first marker there is no text to stand in. */
const endOf = (doc: Node, at: number): number => (at ? posAt(doc, at) : 0);

/** The transaction that makes the edits, and puts the caret there. */
export function transactionOf(state: EditorState, edits: readonly Edit[], caret: Place | null): Transaction {
  const { doc, tr } = state;
  const sorted = joined([...edits].sort((a, b) => a.at - b.at || a.length - b.length));
  if (touchBlocks(doc, sorted)) rebuild(tr, sorted);
  else retype(tr, sorted);
  if (caret) select(tr, sorted, caret);
  return tr.setMeta(EDITS, sorted).scrollIntoView();
}

/** Edits of characters, from the end, so that earlier indexes hold. */
function retype(tr: Transaction, edits: readonly Edit[]): void {
  const { doc } = tr;
  for (const { at, length, put } of [...edits].reverse()) {
    const [from, to] = [posAt(doc, at), posAt(doc, at + length)];
    if (put.length) tr.replaceWith(from, to, put.filter(isChar).map(({ char, marks }) => schema.text(char, marksOf(marks))));
    else tr.delete(from, to);
  }
}

/** Whether blocks come, go or change, or words come where no block holds text: before the first one, between two rows. */
function touchBlocks(doc: Node, edits: readonly Edit[]): boolean {
  if (edits.some(({ at, length, put }) => put.some(isBlock) || (at === 0 && !length))) return true;
  if (edits.some(({ at }) => !doc.resolve(posAt(doc, at)).parent.inlineContent)) return true;
  let index = 0;
  let found = false;
  doc.forEach((node) => {
    found ||= blockOf(node) !== null && edits.some(({ at, length }) => at <= index && index < at + length);
    index += widthOf(node);
  });
  return found;
}

/** Edits of blocks: the text as it will be, and the blocks that differ put in. */
function rebuild(tr: Transaction, edits: readonly Edit[]): void {
  const row: Token[] = flatten(tr.doc);
  for (const { at, length, put } of [...edits].reverse()) {
    row.splice(at, length, ...put.flatMap((token): Token[] => (isChar(token) && token.char.length === 2 ? [token, null] : [token])));
  }
  const step = smallestStep(tr.doc, docOfTokens(row));
  if (step) tr.step(step);
}

const sizeOf = (put: Edit["put"]): number => put.reduce((sum, token) => sum + (isChar(token) ? token.char.length : 1), 0);

function select(tr: Transaction, edits: readonly Edit[], caret: Place): void {
  let { index } = caret;
  for (const { at, length, put } of edits) {
    const before = at < caret.index || (at === caret.index && !length && caret.after);
    if (before) index += sizeOf(put) - length;
  }
  tr.setSelection(TextSelection.near(tr.doc.resolve(posAt(tr.doc, index))));
}
