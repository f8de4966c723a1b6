import type { Plugin } from "prosemirror-state";
import { clipboard } from "./clipboard/plugin";
import { editorInputRules } from "./input-rules";
import { editorKeys, type KeyActions } from "./keymap";
import { nativeUndo } from "./native-undo";
import { pendingInput } from "./pending-input";
import { tables } from "./tables/plugin";

/** What makes a bare view an editor: keys, shortcuts as one types, paste and copy. */
export const editorPlugins = (actions: KeyActions): Plugin[] => [
  pendingInput(),
  ...tables(),
  editorInputRules(),
  editorKeys(actions),
  clipboard(actions.newNoteId),
  nativeUndo(actions),
];
