import { Plugin } from "prosemirror-state";
import { undoTyping } from "./typography/plugin";

/** The browser's own undo (menus, a shaken telephone) knows nothing of colleagues: ours takes its place. */
export const nativeUndo = (actions: { undo(): boolean; redo(): boolean }): Plugin =>
  new Plugin({
    props: {
      handleDOMEvents: {
        beforeinput: (view, event) => {
          if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return false;
          event.preventDefault();
          if (event.inputType === "historyUndo") undoTyping(view, actions.undo);
          else actions.redo();
          return true;
        },
      },
    },
  });
