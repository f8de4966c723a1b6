import { TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state";
import { schema } from "../model/schema";
import { APART } from "../undo/apart";
import type { Match } from "./matches";
import { foundIn } from "./plugin";

/** The match after the selection, or before it, round the text's end; null where there is none. */
export function neighbour(state: EditorState, back: boolean): Match | null {
  const { matches, current } = foundIn(state);
  if (!matches.length) return null;
  if (current >= 0) return matches.at((current + (back ? -1 : 1)) % matches.length) ?? null;
  const { from, to } = state.selection;
  const near = back ? matches.findLast((match) => match.to <= from) : matches.find((match) => match.from >= to);
  return near ?? matches.at(back ? -1 : 0) ?? null;
}

export const selectMatch = (state: EditorState, { from, to }: Match): Transaction => state.tr.setSelection(TextSelection.create(state.doc, from, to));

/** Puts words in a match's place, with the marks of its first character. */
function put(tr: Transaction, { from, to }: Match, words: string): void {
  const marks = tr.doc.nodeAt(from)?.marks ?? [];
  if (words) tr.replaceWith(from, to, schema.text(words, marks));
  else tr.delete(from, to);
}

/** Replaces the match that is selected, and selects the next: an undo step of its own. False where none is selected. */
export const replaceOne = (words: string): Command => (state, dispatch) => {
  const { matches, current } = foundIn(state);
  const match = matches[current];
  if (!match) return false;
  const { tr } = state;
  put(tr, match, words);
  const next = matches[(current + 1) % matches.length]!;
  const [from, to] = [tr.mapping.map(next.from, 1), tr.mapping.map(next.to)];
  if (matches.length > 1) tr.setSelection(TextSelection.create(tr.doc, from, to));
  dispatch?.(tr.setMeta(APART, true));
  return true;
};

/** Replaces all matches: one undo step. */
export const replaceAll = (words: string): Command => (state, dispatch) => {
  const { matches } = foundIn(state);
  if (!matches.length) return false;
  const { tr } = state;
  for (const match of [...matches].reverse()) put(tr, match, words);
  dispatch?.(tr.setMeta(APART, true));
  return true;
};
