import { selectAll } from "prosemirror-commands";
import type { Command, EditorState } from "prosemirror-state";
import { messages } from "../../messages";
import { tableMessages } from "../../messages/tables";
import { desk } from "../../messages/desk";
import { imageMessages } from "../../messages/images";
import { LEVELS, QUOTE } from "../model/block";
import { moveDown, moveUp } from "../moves/commands";
import type { Icon } from "../toolbar/icons";
import { undoTyping } from "../typography/plugin";
import { leaveTable } from "../tables/moves";
import { isCell } from "../tables/table";
import { insertRule, toggleList, toggleQuote, toHeading, toParagraph } from "./blocks";
import { breakLine, hasMark, toggleEm, toggleFootnote, toggleStrong } from "./inline";
import { indent, outdent } from "./lists";
import { selectedBlocks, shapeOf } from "./shape";

/** What stands beside the text and answers to keys. */
export interface DeskActions {
  find(replace: boolean): void;
  findNext(back: boolean): void;
  outline(): void;
  where(): void;
  shortcuts(): void;
  typography(): void;
  news(): void;
  /** Comments what is selected; `false` where the text is not commented. */
  comment(): boolean;
  /** Whether a stretch of the text is where a colleague writes: what moves is written around it. */
  busy?(from: number, to: number): boolean;
}

/** What commands need from the page beside the state of the text. */
export interface EditorActions {
  undo(): boolean;
  redo(): boolean;
  canUndo?(): boolean;
  canRedo?(): boolean;
  newNoteId(): string;
  openLink?(): boolean;
  openTable?(): boolean;
  /** Asks for an image, with this file if it is given; or for the words of the one that is selected. */
  openImage?(file?: File): boolean;
  readonly desk?: DeskActions;
  readonly suggestions?: SuggestionActions;
}

/** What one does with suggestions, where one has a name to suggest in. */
export interface SuggestionActions {
  readonly toggle: Command;
  readonly next: Command;
  readonly previous: Command;
  /** Goes to the one under the caret in the list. */
  readonly open: Command;
}

export type GroupName = keyof typeof desk.groups;

/** One command: what it is called, its keys, and what it does. Keys, toolbar and list of shortcuts are made of these. */
export interface EditorCommand {
  readonly name: string;
  readonly group: GroupName;
  readonly label: string;
  /** As prosemirror-keymap names them, the one to be shown first. */
  readonly keys: readonly string[];
  /** Instead of `keys` on a Macintosh, where the system keeps some for itself. */
  readonly macKeys?: readonly string[];
  readonly run: Command;
  /** Absent: it has no button. */
  readonly icon?: Icon;
  /** Present for what is on or off where the caret is. */
  readonly pressed?: (state: EditorState) => boolean;
  /** Absent: always. */
  readonly enabled?: (state: EditorState) => boolean;
}

const every = (state: EditorState, is: (node: Parameters<typeof shapeOf>[0]) => boolean): boolean => {
  const blocks = selectedBlocks(state);
  return blocks.length > 0 && blocks.every(({ node }) => is(node));
};

const inList = (ordered: boolean) => (state: EditorState): boolean =>
  every(state, (node) => {
    const shape = shapeOf(node);
    return shape?.kind === "item" && shape.ordered === ordered;
  });

const inQuote = (state: EditorState): boolean => every(state, (node) => (node.attrs.parents as readonly string[]).includes(QUOTE));
const inText = (state: EditorState): boolean => state.selection.$from.parent.inlineContent;

const styles = (): EditorCommand[] => [
  // Alt+Shift beside Ctrl+Alt, which types characters on the French keyboards of Windows.
  { name: "paragraph", group: "styles", label: messages.tools.paragraph, keys: ["Mod-Alt-0", "Alt-Shift-0"], run: toParagraph },
  ...Array.from({ length: LEVELS }, (_, at): EditorCommand => {
    const level = at + 1;
    return { name: `heading${level}`, group: "styles", label: messages.tools.heading(level), keys: [`Mod-Alt-${level}`, `Alt-Shift-${level}`], run: toHeading(level) };
  }),
];

function letters(actions: EditorActions): EditorCommand[] {
  const { tools } = messages;
  const footnote = toggleFootnote(actions.newNoteId, messages.footnotePlaceholder);
  const link: Command = () => actions.openLink?.() ?? false;
  return [
    { name: "strong", group: "letters", icon: "strong", label: tools.strong, keys: ["Mod-b"], run: toggleStrong, pressed: (state) => hasMark(state, "strong") },
    { name: "em", group: "letters", icon: "em", label: tools.em, keys: ["Mod-i"], run: toggleEm, pressed: (state) => hasMark(state, "em") },
    { name: "link", group: "letters", icon: "link", label: tools.link, keys: ["Mod-k"], run: link, pressed: (state) => hasMark(state, "link"), enabled: inText },
    { name: "footnote", group: "letters", icon: "footnote", label: tools.footnote, keys: ["Mod-Alt-f"], run: footnote, pressed: (state) => hasMark(state, "footnote"), enabled: (state) => footnote(state) },
    { name: "breakLine", group: "letters", label: desk.commands.breakLine, keys: ["Shift-Enter"], run: breakLine },
  ];
}

function blocks(actions: EditorActions): EditorCommand[] {
  const { tools } = messages;
  const busy = actions.desk?.busy;
  const [up, down] = [moveUp(busy), moveDown(busy)];
  return [
    { name: "bullets", group: "blocks", icon: "bullets", label: tools.bullets, keys: ["Mod-Shift-8"], run: toggleList(false), pressed: inList(false) },
    { name: "numbers", group: "blocks", icon: "numbers", label: tools.numbers, keys: ["Mod-Shift-7"], run: toggleList(true), pressed: inList(true) },
    { name: "outdent", group: "blocks", icon: "outdent", label: tools.outdent, keys: ["Shift-Tab"], run: outdent, enabled: (state) => outdent(state) },
    { name: "indent", group: "blocks", icon: "indent", label: tools.indent, keys: ["Tab"], run: indent, enabled: (state) => indent(state) },
    { name: "quote", group: "blocks", icon: "quote", label: tools.quote, keys: ["Mod-Shift-9"], run: toggleQuote, pressed: inQuote },
    { name: "rule", group: "blocks", icon: "rule", label: tools.rule, keys: ["Mod-Alt-r"], run: insertRule },
    { name: "image", group: "blocks", icon: "image", label: imageMessages.dialog.insert, keys: ["Alt-Shift-g"], run: () => actions.openImage?.() ?? false },
    { name: "moveUp", group: "blocks", icon: "up", label: desk.commands.moveUp, keys: ["Alt-Shift-ArrowUp"], run: up, enabled: (state) => up(state) },
    { name: "moveDown", group: "blocks", icon: "down", label: desk.commands.moveDown, keys: ["Alt-Shift-ArrowDown"], run: down, enabled: (state) => down(state) },
  ];
}

/** What one does in tables; their other tools are those of `tables/tools.ts`. */
function tables(actions: EditorActions): EditorCommand[] {
  const { commands, dialog } = tableMessages;
  const outside = (state: EditorState): boolean => !isCell(state.selection.$head.parent);
  return [
    { name: "table", group: "tables", icon: "table", label: dialog.title, keys: ["Alt-Shift-t"], run: () => actions.openTable?.() ?? false, enabled: outside },
    { name: "leaveTable", group: "tables", label: commands.leave, keys: ["Mod-Enter"], run: leaveTable },
  ];
}

/** A command of the page: it answers only where there is one. */
const asked = (actions: EditorActions, ask: (page: DeskActions) => void): Command => () => {
  if (!actions.desk) return false;
  ask(actions.desk);
  return true;
};

function moving(actions: EditorActions): EditorCommand[] {
  const label = desk.commands;
  const search: Pick<EditorCommand, "group"> = { group: "moving" };
  return [
    { ...search, name: "find", icon: "find", label: label.find, keys: ["Mod-f"], run: asked(actions, (page) => page.find(false)) },
    { ...search, name: "replace", label: label.replace, keys: ["Mod-h"], macKeys: ["Mod-Shift-h"], run: asked(actions, (page) => page.find(true)) },
    { ...search, name: "findNext", label: label.findNext, keys: ["F3", "Mod-g"], macKeys: ["Mod-g", "F3"], run: asked(actions, (page) => page.findNext(false)) },
    { ...search, name: "findPrevious", label: label.findPrevious, keys: ["Shift-F3", "Mod-Shift-g"], macKeys: ["Mod-Shift-g", "Shift-F3"], run: asked(actions, (page) => page.findNext(true)) },
    { ...search, name: "outline", label: label.outline, keys: ["Mod-Alt-o"], run: asked(actions, (page) => page.outline()) },
    { ...search, name: "comment", label: label.comment, keys: ["Mod-Alt-m"], run: () => actions.desk?.comment() ?? false },
    { ...search, name: "where", label: label.where, keys: ["Mod-Alt-p"], run: asked(actions, (page) => page.where()) },
  ];
}

function suggesting({ suggestions }: EditorActions): EditorCommand[] {
  if (!suggestions) return [];
  const label = desk.commands;
  const group: Pick<EditorCommand, "group"> = { group: "suggesting" };
  return [
    { ...group, name: "suggest", label: label.suggest, keys: ["Mod-Alt-s"], run: suggestions.toggle },
    { ...group, name: "nextSuggestion", label: label.nextSuggestion, keys: ["Mod-Alt-j"], run: suggestions.next },
    { ...group, name: "previousSuggestion", label: label.previousSuggestion, keys: ["Mod-Alt-k"], run: suggestions.previous },
    { ...group, name: "openSuggestion", label: label.openSuggestion, keys: ["Mod-Alt-Enter"], run: suggestions.open },
  ];
}

function editing(actions: EditorActions): EditorCommand[] {
  const { tools } = messages;
  const undo: Command = (_state, _dispatch, view) => undoTyping(view, actions.undo) || true;
  return [
    { name: "undo", group: "editing", icon: "undo", label: tools.undo, keys: ["Mod-z"], run: undo, enabled: () => actions.canUndo?.() ?? true },
    { name: "redo", group: "editing", icon: "redo", label: tools.redo, keys: ["Mod-Shift-z", "Mod-y"], run: () => actions.redo() || true, enabled: () => actions.canRedo?.() ?? true },
    { name: "selectAll", group: "editing", label: desk.commands.selectAll, keys: ["Mod-a"], run: selectAll },
    { name: "typography", group: "editing", label: desk.commands.typography, keys: ["Mod-Alt-g"], run: asked(actions, (page) => page.typography()) },
    { name: "news", group: "editing", label: desk.commands.news, keys: ["Mod-Alt-n"], run: asked(actions, (page) => page.news()) },
    { name: "shortcuts", group: "editing", icon: "shortcuts", label: desk.commands.shortcuts, keys: ["Mod-/"], run: asked(actions, (page) => page.shortcuts()) },
  ];
}

/** All that one can do to a text, in the order in which it is listed. */
export const editorCommands = (actions: EditorActions): readonly EditorCommand[] => [
  ...styles(),
  ...letters(actions),
  ...blocks(actions),
  ...tables(actions),
  ...moving(actions),
  ...suggesting(actions),
  ...editing(actions),
];

export const macintosh = typeof navigator !== "undefined" && /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** The keys of a command on this machine. */
export const keysOf = (command: EditorCommand, mac = macintosh): readonly string[] => (mac ? command.macKeys : undefined) ?? command.keys;
