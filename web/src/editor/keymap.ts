import { chainCommands, deleteSelection } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { backspaceAtStart, deleteAtEnd, leaveEmpty, splitBlock } from "./commands/blocks";
import { leaveFootnote } from "./commands/inline";
import { shiftTab, tab } from "./commands/lists";
import { editorCommands, keysOf, macintosh, type EditorActions } from "./commands/table";
import { nextCell, previousCell } from "./tables/moves";

/** The keys of the commands, as the table has them. */
const tableKeys = (actions: EditorActions): Record<string, Command> =>
  Object.fromEntries(editorCommands(actions).flatMap((command) => keysOf(command).map((keys) => [keys, command.run])));

/** The keys of the editor. Escape leaves a note; then, with nothing to leave, the next Tab leaves the editor. */
export function editorKeys(actions: EditorActions): Plugin {
  const escape = tabEscape();
  return keymap({
    ...tableKeys(actions),
    Enter: chainCommands(leaveFootnote(false), leaveEmpty, splitBlock),
    "Mod-Enter": splitBlock,
    Backspace: chainCommands(deleteSelection, backspaceAtStart),
    "Mod-Backspace": chainCommands(deleteSelection, backspaceAtStart),
    Delete: chainCommands(deleteSelection, deleteAtEnd),
    "Mod-Delete": chainCommands(deleteSelection, deleteAtEnd),
    ...(macintosh ? { "Ctrl-h": chainCommands(deleteSelection, backspaceAtStart), "Ctrl-d": chainCommands(deleteSelection, deleteAtEnd) } : {}),
    ArrowRight: leaveFootnote(true),
    Escape: chainCommands(leaveFootnote(false), escape.arm),
    Tab: escape.unlessArmed(chainCommands(nextCell, tab)),
    "Shift-Tab": escape.unlessArmed(chainCommands(previousCell, shiftTab)),
  });
}

/** Lets the Tab that follows an Escape go to the browser, so that the keyboard is never caught in a list. */
function tabEscape(): { arm: Command; unlessArmed(command: Command): Command } {
  let armed = false;
  return {
    arm: () => {
      armed = true;
      return false;
    },
    unlessArmed: (command) => (state, dispatch, view) => {
      if (!armed) return command(state, dispatch, view);
      armed = false;
      return false;
    },
  };
}
