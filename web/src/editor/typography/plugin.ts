import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { REMOTE } from "../bridge/remote";
import { isOn } from "../preferences";
import { APART } from "../undo/apart";
import { correction, mayCorrect, type Correction } from "./rules";

/** A correction that nothing has followed yet. */
interface Last {
  readonly from: number;
  readonly made: string;
  readonly typed: string;
  /** Where the caret is after what was typed, from `from`. */
  readonly caret: number;
  readonly tentative: boolean;
}

interface Memory {
  readonly last: Last | null;
  /** Where a correction was taken back: the same is not made there again. */
  readonly declined: number | null;
}

const key = new PluginKey<Memory>("typography");
const memoryOf = (state: EditorState): Memory => key.getState(state) ?? { last: null, declined: null };

function remembered(tr: Transaction, { last, declined }: Memory): Memory {
  const noted = tr.getMeta(key) as Last | null | undefined;
  if (noted !== undefined) return { last: noted, declined: noted ? null : declined };
  const kept = declined === null ? null : tr.mapping.map(declined, -1);
  if (!last || (!tr.docChanged && !tr.selectionSet)) return { last, declined: kept };
  if (!tr.getMeta(REMOTE)) return { last: null, declined: kept };
  const from = tr.mapping.map(last.from, -1);
  const stands = tr.doc.textBetween(from, Math.min(tr.doc.content.size, from + last.made.length)) === last.made;
  return stands ? { last: { ...last, from }, declined: kept } : { last: null, declined: from };
}

/** The caret's block up to the caret, and after it. */
function around({ selection: { $from, $to } }: EditorState): { before: string; after: string } {
  const { parent, parentOffset } = $from;
  return { before: parent.textBetween(0, parentOffset), after: parent.textBetween($to.parentOffset, parent.content.size) };
}

/** Makes a correction before the caret, without what stays at its end, as an undo step of its own. */
function make(view: EditorView, { back, text, tentative = false }: Correction): void {
  const { state } = view;
  const caret = state.selection.from;
  const start = caret - back;
  if (memoryOf(state).declined === start) return;
  const typed = state.doc.textBetween(start, caret);
  let same = 0;
  while (same < Math.min(typed.length, text.length) && typed.at(-1 - same) === text.at(-1 - same)) same++;
  const made = text.slice(0, text.length - same);
  const tr = made ? state.tr.insertText(made, start, caret - same) : state.tr.delete(start, caret - same);
  const last: Last = { from: start, made, typed: typed.slice(0, typed.length - same), caret: typed.length, tentative };
  view.dispatch(tr.setMeta(APART, true).setMeta(key, last).setStoredMarks(state.storedMarks).scrollIntoView());
}

/** What is typed goes in first, as any other; then what typography makes of it. */
function typedText(view: EditorView, from: number, to: number, text: string, insert: () => Transaction): boolean {
  const { selection, doc } = view.state;
  const fresh = memoryOf(view.state).last?.tentative === true;
  if (view.composing || !mayCorrect(text, fresh) || !isOn("typographie") || from !== selection.from || to !== selection.to) return false;
  const place = doc.resolve(from);
  if (!place.parent.inlineContent || !place.sameParent(doc.resolve(to))) return false;
  const { before, after } = around(view.state);
  const made = correction({ before: before + text, after, fresh });
  if (!made) return false;
  view.dispatch(insert());
  if (around(view.state).before.endsWith(text)) make(view, made);
  return true;
}

/** A dead key or an input method gives its character when its composition ends. */
function composed(view: EditorView): void {
  const { selection } = view.state;
  if (view.isDestroyed || view.composing || !selection.empty || !selection.$from.parent.inlineContent || !isOn("typographie")) return;
  const made = correction({ ...around(view.state), fresh: false });
  if (made) make(view, made);
}

/**
 * Undoes; if what goes is the correction just made, the caret goes after what the person had typed. `undo` is the
 * editor's own, and the correction its last step.
 */
export function undoTyping(view: EditorView | undefined, undo: () => boolean): boolean {
  const last = view && memoryOf(view.state).last;
  const done = undo();
  const declined = view && memoryOf(view.state).declined;
  if (!done || !last || !view || typeof declined !== "number") return done;
  const { doc, tr } = view.state;
  const caret = Math.min(doc.content.size, declined + last.caret);
  view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(caret), -1)));
  return done;
}

/** Backspace right after a correction gives back what was typed. */
function backspace(view: EditorView, event: KeyboardEvent, undo: () => boolean): boolean {
  const { last } = memoryOf(view.state);
  const plain = event.key === "Backspace" && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!last || !plain || !view.state.selection.empty) return false;
  return undoTyping(view, undo);
}

/** Whoever leaves the text has accepted the correction: the next undo may be about the title. */
function left(view: EditorView): boolean {
  if (memoryOf(view.state).last) view.dispatch(view.state.tr.setMeta(key, null));
  return false;
}

/** French typography as one types. */
export const typography = (undo: () => boolean): Plugin<Memory> =>
  new Plugin<Memory>({
    key,
    state: { init: () => ({ last: null, declined: null }), apply: (tr, memory) => remembered(tr, memory) },
    props: {
      handleTextInput: typedText,
      handleKeyDown: (view, event) => backspace(view, event, undo),
      handleDOMEvents: {
        blur: left,
        compositionend: (view) => {
          setTimeout(() => composed(view));
          return false;
        },
      },
    },
  });
