import type { Node, Slice } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { placeBlocks } from "./commands";
import { crossesCells, eraseCells } from "./erase";
import { lines } from "./html";
import { isCell, isRowEnd } from "./table";

const blocksOf = (slice: Slice): Node[] => slice.content.content.filter((node) => node.isBlock);

/** Words for a cell, which has no blocks: a line each, cells of a row apart by a bar. */
function wordsOf(slice: Slice): Node[] {
  const blocks = blocksOf(slice).filter((node) => !isRowEnd(node));
  return blocks.length ? lines(blocks) : slice.content.content.filter((node) => node.isText);
}

/** What a paste becomes where cells are in it or under it; null where it is ProseMirror's own to do. */
export function pasted(state: EditorState, slice: Slice): Transaction | null {
  const tabular = blocksOf(slice).some(isCell);
  const crossing = crossesCells(state);
  const tr = crossing ? eraseCells(state) : state.tr;
  if (isCell(tr.selection.$from.parent)) return tr.replaceWith(tr.selection.from, tr.selection.to, wordsOf(slice));
  if (!tabular && !crossing) return null;
  if (!tabular) return tr.replaceSelection(slice);
  return placeBlocks(tr.selection.empty ? tr : tr.deleteSelection(), blocksOf(slice), "after");
}

export function handlePaste(view: EditorView, _event: ClipboardEvent, slice: Slice): boolean {
  const tr = pasted(view.state, slice);
  if (!tr) return false;
  view.dispatch(tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste"));
  return true;
}

/** A cut across cells copies them and empties them. */
export function handleCut(view: EditorView, event: ClipboardEvent): boolean {
  if (!crossesCells(view.state) || !event.clipboardData || !view.editable) return false;
  const { dom, text } = view.serializeForClipboard(view.state.selection.content());
  event.preventDefault();
  event.clipboardData.clearData();
  event.clipboardData.setData("text/html", dom.innerHTML);
  event.clipboardData.setData("text/plain", text);
  view.dispatch(eraseCells(view.state).scrollIntoView().setMeta("uiEvent", "cut"));
  return true;
}

/** What is dragged stays where it is, if cells would be broken by it where it was or joined where it goes. */
export function handleDrop(view: EditorView, event: DragEvent, slice: Slice, moved: boolean): boolean {
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  const into = place && isCell(view.state.doc.resolve(place.pos).parent);
  const many = blocksOf(slice).length > 1;
  return (moved && crossesCells(view.state)) || blocksOf(slice).some(isCell) && many || (!!into && many);
}
