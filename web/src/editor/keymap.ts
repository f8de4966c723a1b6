import { chainCommands, deleteSelection, selectAll } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Command, Plugin } from "prosemirror-state";
import { backspaceAtStart, deleteAtEnd, insertRule, leaveEmpty, splitBlock, toggleList, toggleQuote, toHeading, toParagraph } from "./commands/blocks";
import { breakLine, leaveFootnote, toggleEm, toggleFootnote, toggleStrong } from "./commands/inline";
import { shiftTab, tab } from "./commands/lists";
import { nextCell, previousCell } from "./tables/moves";
import { messages } from "../messages";

/** What keys need from the page beside commands. */
export interface KeyActions {
  undo(): boolean;
  redo(): boolean;
  newNoteId(): string;
  openLink?(): boolean;
}

const macintosh = typeof navigator !== "undefined" && /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** The keys of the editor. Escape leaves a note; then, with nothing to leave, the next Tab leaves the editor. */
export function editorKeys(actions: KeyActions): Plugin {
  const escape = tabEscape();
  const headings = Object.fromEntries([1, 2, 3, 4].map((level) => [`Mod-Alt-${level}`, toHeading(level)]));
  return keymap({
    ...headings,
    "Mod-Alt-0": toParagraph,
    "Mod-Shift-7": toggleList(true),
    "Mod-Shift-8": toggleList(false),
    "Mod-Shift-9": toggleQuote,
    "Mod-Alt-r": insertRule,
    "Mod-b": toggleStrong,
    "Mod-i": toggleEm,
    "Mod-k": () => actions.openLink?.() ?? false,
    "Mod-Alt-f": toggleFootnote(actions.newNoteId, messages.footnotePlaceholder),
    "Mod-z": () => actions.undo() || true,
    "Mod-y": () => actions.redo() || true,
    "Mod-Shift-z": () => actions.redo() || true,
    "Mod-a": selectAll,
    Enter: chainCommands(leaveFootnote(false), leaveEmpty, splitBlock),
    "Shift-Enter": breakLine,
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
