import type { Command, EditorState } from "prosemirror-state";
import { messages } from "../../messages";
import { insertRule, toggleList, toggleQuote } from "../commands/blocks";
import { hasMark, toggleEm, toggleFootnote, toggleStrong } from "../commands/inline";
import { indent, outdent } from "../commands/lists";
import { selectedBlocks, shapeOf } from "../commands/shape";
import { tableMessages } from "../../messages/tables";
import { QUOTE } from "../model/block";
import { isCell } from "../tables/table";
import type { Icon } from "./icons";

/** What the toolbar needs from the editor beside ProseMirror's commands. */
export interface ToolActions {
  undo(): boolean;
  redo(): boolean;
  openLink(): boolean;
  openTable(): boolean;
  newNoteId(): string;
  canUndo(): boolean;
  canRedo(): boolean;
}

/** One button of the toolbar. */
export interface Tool {
  readonly icon: Icon;
  readonly label: string;
  /** As shown in the tooltip. */
  readonly keys?: string;
  readonly run: Command;
  /** Present for a button that is pressed or not. */
  readonly pressed?: (state: EditorState) => boolean;
  /** Absent: always. */
  readonly enabled?: (state: EditorState) => boolean;
}

const inList = (ordered: boolean) => (state: EditorState): boolean => {
  const blocks = selectedBlocks(state);
  return blocks.length > 0 && blocks.every(({ node }) => {
    const shape = shapeOf(node);
    return shape?.kind === "item" && shape.ordered === ordered;
  });
};

const inQuote = (state: EditorState): boolean => {
  const blocks = selectedBlocks(state);
  return blocks.length > 0 && blocks.every(({ node }) => (node.attrs.parents as readonly string[]).includes(QUOTE));
};

const inText = (state: EditorState): boolean => state.selection.$from.parent.inlineContent;

/** The buttons, in groups. */
export function toolGroups(actions: ToolActions): readonly (readonly Tool[])[] {
  const { tools } = messages;
  const footnote = toggleFootnote(actions.newNoteId, messages.footnotePlaceholder);
  return [
    [
      { icon: "strong", label: tools.strong, keys: "Ctrl+B", run: toggleStrong, pressed: (state) => hasMark(state, "strong") },
      { icon: "em", label: tools.em, keys: "Ctrl+I", run: toggleEm, pressed: (state) => hasMark(state, "em") },
    ],
    [
      { icon: "bullets", label: tools.bullets, keys: "Ctrl+Maj+8", run: toggleList(false), pressed: inList(false) },
      { icon: "numbers", label: tools.numbers, keys: "Ctrl+Maj+7", run: toggleList(true), pressed: inList(true) },
      { icon: "outdent", label: tools.outdent, keys: "Maj+Tab", run: outdent, enabled: (state) => outdent(state) },
      { icon: "indent", label: tools.indent, keys: "Tab", run: indent, enabled: (state) => indent(state) },
    ],
    [
      { icon: "quote", label: tools.quote, keys: "Ctrl+Maj+9", run: toggleQuote, pressed: inQuote },
      { icon: "link", label: tools.link, keys: "Ctrl+K", run: () => actions.openLink(), pressed: (state) => hasMark(state, "link"), enabled: inText },
      { icon: "footnote", label: tools.footnote, keys: "Ctrl+Alt+F", run: footnote, pressed: (state) => hasMark(state, "footnote"), enabled: (state) => footnote(state) },
      { icon: "table", label: tableMessages.dialog.title, run: () => actions.openTable(), enabled: (state) => !isCell(state.selection.$head.parent) },
      { icon: "rule", label: tools.rule, keys: "Ctrl+Alt+R", run: insertRule },
    ],
    [
      { icon: "undo", label: tools.undo, keys: "Ctrl+Z", run: () => actions.undo(), enabled: () => actions.canUndo() },
      { icon: "redo", label: tools.redo, keys: "Ctrl+Maj+Z", run: () => actions.redo(), enabled: () => actions.canRedo() },
    ],
  ];
}
