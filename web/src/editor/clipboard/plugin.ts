import { Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { inert } from "./inert";
import { ClipboardParser } from "./parse";
import { ClipboardSerializer } from "./serialize";

/** In an empty block, what is pasted keeps the shape of its first block too: a list its first item. */
function whole(slice: Slice, view: EditorView): Slice {
  const { $from, empty } = view.state.selection;
  const alone = empty && $from.depth === 1 && $from.parent.content.size === 0;
  return alone && slice.content.childCount > 1 ? new Slice(slice.content, 0, slice.openEnd) : slice;
}

/** Paste cleaned to our blocks, copy as nested HTML. */
export const clipboard = (newNoteId: () => string): Plugin =>
  new Plugin({
    props: {
      clipboardParser: new ClipboardParser(newNoteId),
      transformPastedHTML: inert,
      transformPasted: whole,
      clipboardSerializer: new ClipboardSerializer(),
    },
  });
