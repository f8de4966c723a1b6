import { Fragment, Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { NONE } from "../suggestions/blocks";
import { inert } from "./inert";
import { ClipboardParser } from "./parse";
import { ClipboardSerializer } from "./serialize";

/** In an empty block, what is pasted keeps the shape of its first block too: a list its first item. */
function whole(slice: Slice, view: EditorView): Slice {
  const { $from, empty } = view.state.selection;
  const alone = empty && $from.depth === 1 && $from.parent.content.size === 0;
  return alone && slice.content.childCount > 1 ? new Slice(slice.content, 0, slice.openEnd) : slice;
}

/** What is brought is somebody's own: what others suggest of the blocks that it comes from stays with these. */
function unproposed(slice: Slice): Slice {
  const blocks = slice.content.content.map((node) => ((node.attrs.suggested ?? NONE) === NONE ? node : node.type.create({ ...node.attrs, suggested: NONE }, node.content, node.marks)));
  return new Slice(Fragment.from(blocks), slice.openStart, slice.openEnd);
}

/** Paste cleaned to our blocks, copy as nested HTML. */
export const clipboard = (newNoteId: () => string): Plugin =>
  new Plugin({
    props: {
      clipboardParser: new ClipboardParser(newNoteId),
      transformPastedHTML: inert,
      transformPasted: (slice, view) => whole(unproposed(slice), view),
      clipboardSerializer: new ClipboardSerializer(),
    },
  });
