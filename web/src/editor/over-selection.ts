import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { readPendingInput } from "./pending-input";

/** Writes `text` in the place of what is selected, as a typed letter would. */
function typeText(view: EditorView, text: string): void {
  const { from, to } = view.state.selection;
  const replaced = () => view.state.tr.insertText(text).scrollIntoView();
  if (!view.someProp("handleTextInput", (handle) => handle(view, from, to, text, replaced))) view.dispatch(replaced());
}

/** Removes what is selected, as the key would. */
function erase(view: EditorView, forward: boolean): void {
  const key = new KeyboardEvent("keydown", { key: forward ? "Delete" : "Backspace" });
  view.someProp("handleKeyDown", (handle) => handle(view, key));
}

/** Whether what is about to go begins in one block and ends in another. */
function joinsBlocks(view: EditorView, event: InputEvent): boolean {
  return event.getTargetRanges().some(({ startContainer, startOffset, endContainer, endOffset }) => {
    if (!view.dom.contains(startContainer) || !view.dom.contains(endContainer)) return false;
    const at = (node: globalThis.Node, offset: number) => view.state.doc.resolve(view.posAtDOM(node, offset));
    return !at(startContainer, startOffset).sameParent(at(endContainer, endOffset));
  });
}

const GONE_BY_ITSELF = new Set(["deleteByDrag", "deleteByCut"]);

/**
 * Writes in the place of what is selected, and joins blocks, whatever wrote: keys, a keyboard on the screen, dictation, a
 * table of signs. The browser would join blocks in its own way, and give the new words the look of the old by a style that the site's policy refuses.
 */
export const overSelection = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        beforeinput: (view, event) => {
          if (view.composing) return false;
          readPendingInput(view);
          const erases = event.inputType.startsWith("delete") && !GONE_BY_ITSELF.has(event.inputType);
          if (view.state.selection.empty && !(erases && joinsBlocks(view, event))) return false;
          if (!erases && (event.inputType !== "insertText" || !event.data)) return false;
          event.preventDefault();
          if (erases) erase(view, event.inputType.endsWith("Forward"));
          else typeText(view, event.data!);
          return true;
        },
      },
    },
  });
