import type { Plugin } from "prosemirror-state";
import { clipboard } from "./clipboard/plugin";
import type { EditorActions } from "./commands/table";
import { editorInputRules } from "./input-rules";
import { images } from "./images/plugin";
import { editorKeys } from "./keymap";
import { lostComposition } from "./lost-composition";
import { nativeUndo } from "./native-undo";
import { overSelection } from "./over-selection";
import { pendingInput } from "./pending-input";
import { tables } from "./tables/plugin";
import { typography } from "./typography/plugin";

/** What makes a bare view an editor: keys, shortcuts and typography as one types, paste and copy. */
export const editorPlugins = (actions: EditorActions): Plugin[] => [
  lostComposition(),
  pendingInput(),
  ...tables(),
  images(actions),
  editorInputRules(),
  typography(actions.undo),
  editorKeys(actions),
  clipboard(actions.newNoteId),
  nativeUndo(actions),
  overSelection(),
];
