import { chainCommands } from "prosemirror-commands";
import { keydownHandler } from "prosemirror-keymap";
import { Plugin, PluginKey, type Command, type EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { tableMessages as messages } from "../../messages/tables";
import { REMOTE } from "../bridge/remote";
import { breakLine, leaveFootnote } from "../commands/inline";
import { atEdge, crossesCells, eraseCells, eraseSelected } from "./erase";
import { leaveTable, sideways, vertically } from "./moves";
import { handleCut, handleDrop, handlePaste } from "./paste";
import { MOST_CELLS } from "./place";
import { countCells, isCell } from "./table";
import { draw, type Drawing } from "./view";

const inCell = (state: EditorState): boolean => isCell(state.selection.$head.parent);

/** A command that cells have in the place of another. */
const instead = (command: Command): Command => (state, dispatch, view) => inCell(state) && (command(state, dispatch, view) || true);

const erase = (way: -1 | 1): Command => chainCommands(eraseSelected, atEdge(way));

/** The keys of tables but Tab, which knows of Escape. */
const keys = keydownHandler({
  Enter: chainCommands(eraseSelected, instead(chainCommands(leaveFootnote(false), breakLine))),
  "Mod-Enter": leaveTable,
  Backspace: erase(-1),
  "Mod-Backspace": erase(-1),
  Delete: erase(1),
  "Mod-Delete": erase(1),
  ArrowUp: vertically("up"),
  ArrowDown: vertically("down"),
  ArrowLeft: sideways("left"),
  ArrowRight: sideways("right"),
  // What would put another block among the cells.
  "Mod-Alt-r": instead(() => true),
});

/** Words typed over cells empty them first. */
function typeOver(view: EditorView, text: string): boolean {
  if (!crossesCells(view.state)) return false;
  const tr = eraseCells(view.state);
  view.dispatch(tr.selection.$from.parent.inlineContent ? tr.insertText(text) : tr);
  return true;
}

function beforeComposition(view: EditorView): boolean {
  if (crossesCells(view.state)) view.dispatch(eraseCells(view.state));
  return false;
}

/** Whether one may make this change: a text has so many cells and no more. */
function allows(tr: Transaction, state: EditorState): boolean {
  if (!tr.docChanged || tr.getMeta(REMOTE) || tr.doc.childCount <= state.doc.childCount) return true;
  const cells = countCells(tr.doc);
  if (cells <= MOST_CELLS || cells <= countCells(state.doc)) return true;
  window.alert(messages.tooMany(MOST_CELLS, cells));
  return false;
}

const drawing = new PluginKey<Drawing>("dires-tables");

/** Tables in the editor: how they are drawn, their keys, what is pasted in them and with them. */
export const tables = (): Plugin[] => [
  new Plugin<Drawing>({
    key: drawing,
    state: {
      init: (_config, state) => draw(state.doc, null, null),
      apply: (tr, before) => (tr.docChanged ? draw(tr.doc, before, tr) : before),
    },
    filterTransaction: allows,
    props: {
      decorations: (state) => drawing.getState(state)?.decorations,
      handleKeyDown: keys,
      handleTextInput: (view, _from, _to, text) => typeOver(view, text),
      handlePaste,
      handleDrop,
      handleDOMEvents: { cut: handleCut, compositionstart: beforeComposition },
    },
  }),
];
