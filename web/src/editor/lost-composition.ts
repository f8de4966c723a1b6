import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** The code of a key that an input method takes for itself. */
const TAKEN = 229;

/** Chromium ends a composition whose place is drawn again without saying so; until it is told, the view leaves all keys to the browser. */
function noteTheEnd(view: EditorView): false {
  if (view.composing) view.dom.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "" }));
  return false;
}

/** Notices by what comes next that a composition has ended in silence. */
export const lostComposition = (): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, event) => !event.isComposing && event.keyCode !== TAKEN && noteTheEnd(view),
        beforeinput: (view, event) => !event.isComposing && event.inputType !== "insertCompositionText" && noteTheEnd(view),
      },
    },
  });
