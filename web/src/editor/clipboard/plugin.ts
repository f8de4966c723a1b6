import { Plugin } from "prosemirror-state";
import { ClipboardParser } from "./parse";
import { ClipboardSerializer } from "./serialize";

/** Paste cleaned to our blocks, copy as nested HTML. */
export const clipboard = (newNoteId: () => string): Plugin =>
  new Plugin({
    props: {
      clipboardParser: new ClipboardParser(newNoteId),
      clipboardSerializer: new ClipboardSerializer(),
    },
  });
