import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/**
 * Reads what the browser has done and not told yet, such as a caret that a key has just moved: it tells at the next
 * frame. To be called before anything that draws the view again, which would put the caret back where it was, and
 * before a command, which would act there.
 */
export function readPendingInput(view: EditorView): void {
  if (view.composing) return;
  const { domObserver } = view as unknown as { domObserver: { flush(): void; forceFlush(): void } };
  domObserver.forceFlush();
  domObserver.flush();
}

/** Has keys and the clipboard act where the caret is, however quick the hand and slow the machine. */
export const pendingInput = (): Plugin => {
  const read = (view: EditorView): boolean => {
    readPendingInput(view);
    return false;
  };
  return new Plugin({ props: { handleDOMEvents: { keydown: read, paste: read, cut: read, copy: read } } });
};
