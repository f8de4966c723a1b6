import { toggleMark } from "prosemirror-commands";
import type { Mark } from "prosemirror-model";
import { type Command, type EditorState, TextSelection } from "prosemirror-state";
import { linkValue, readLink } from "../model/link";
import { schema } from "../model/schema";

export const toggleStrong: Command = toggleMark(schema.marks.strong!);
export const toggleEm: Command = toggleMark(schema.marks.em!);

/** A line break inside a block. */
export const breakLine: Command = (state, dispatch) => {
  if (!state.selection.$from.parent.inlineContent) return false;
  dispatch?.(state.tr.insertText("\n").scrollIntoView());
  return true;
};

/** The run that carries a mark of this type around a place, with the mark; null if none does. */
export function runAround(state: EditorState, name: "link" | "footnote"): { from: number; to: number; mark: Mark } | null {
  const { $from } = state.selection;
  const type = schema.marks[name]!;
  const mark = type.isInSet($from.nodeAfter?.marks ?? []) ?? type.isInSet($from.nodeBefore?.marks ?? []);
  if (!mark || !$from.parent.inlineContent) return null;
  const start = $from.start();
  const runs: { from: number; to: number }[] = [];
  $from.parent.forEach((child, offset) => {
    if (!mark.isInSet(child.marks)) return;
    const last = runs.at(-1);
    if (last?.to === start + offset) last.to += child.nodeSize;
    else runs.push({ from: start + offset, to: start + offset + child.nodeSize });
  });
  const run = runs.find(({ from, to }) => from <= $from.pos && $from.pos <= to);
  return run ? { ...run, mark } : null;
}

/** The address of the link around the selection, or "". */
export function linkHref(state: EditorState): string {
  const run = runAround(state, "link");
  return (run && readLink(run.mark.attrs.value as string)?.href) ?? "";
}

/** Links the selection, or the link around the caret, or new text, to an allowed address. */
export const setLink = (href: string, text: string): Command => (state, dispatch) => {
  const mark = schema.mark("link", { value: linkValue(href) });
  const { from, to, empty } = state.selection;
  const run = empty ? runAround(state, "link") : { from, to };
  const { tr } = state;
  if (run) tr.addMark(run.from, run.to, mark);
  else tr.replaceSelectionWith(schema.text(text || href, [...state.selection.$from.marks(), mark]), false);
  dispatch?.(tr.removeStoredMark(mark.type).scrollIntoView());
  return true;
};

export const removeLink: Command = (state, dispatch) => {
  const { from, to, empty } = state.selection;
  const run = empty ? runAround(state, "link") : { from, to };
  if (!run) return false;
  dispatch?.(state.tr.removeMark(run.from, run.to, schema.marks.link!));
  return true;
};

/** A new note's text, selected to be typed over; or the selection made a note; or the note around it made text again. */
export const toggleFootnote = (newId: () => string, placeholder: string): Command => (state, dispatch) => {
  const { $from, $to, from, to, empty } = state.selection;
  if (!$from.parent.inlineContent || !$from.sameParent($to)) return false;
  const { tr } = state;
  const run = runAround(state, "footnote");
  if (run) tr.removeMark(run.from, run.to, run.mark.type);
  else if (!empty) tr.addMark(from, to, schema.mark("footnote", { value: newId() }));
  else {
    tr.insert(from, schema.text(placeholder, [schema.mark("footnote", { value: newId() })]));
    tr.setSelection(TextSelection.create(tr.doc, from, from + placeholder.length));
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Enter, Escape or → in a note: the caret goes to its end and what is typed next is the text again. */
export const leaveFootnote = (onlyAtEnd: boolean): Command => (state, dispatch) => {
  const run = runAround(state, "footnote");
  const note = schema.marks.footnote!;
  const { $from, empty } = state.selection;
  const typing = note.isInSet(state.storedMarks ?? $from.marks());
  if (!run || !typing || (onlyAtEnd && (!empty || $from.pos !== run.to))) return false;
  const tr = state.tr.setSelection(TextSelection.create(state.doc, run.to));
  dispatch?.(tr.setStoredMarks(note.removeFromSet($from.marks())));
  return true;
};

export function hasMark(state: EditorState, name: "strong" | "em" | "link" | "footnote"): boolean {
  const { from, to, $from, empty } = state.selection;
  const type = schema.marks[name]!;
  return empty ? !!type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type);
}
