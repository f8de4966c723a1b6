import { NodeSelection, type Command, type EditorState } from "prosemirror-state";
import { blockAtCaret, outsideLists } from "../commands/shape";
import { schema } from "../model/schema";
import { placeBlocks } from "../tables/commands";
import { isCell } from "../tables/table";
import type { Image } from "./image";

/** The image that is selected, and where it is. */
export function selectedImage(state: EditorState): { image: Image; pos: number } | null {
  const { selection } = state;
  if (!(selection instanceof NodeSelection) || selection.node.type !== schema.nodes.image) return null;
  return { image: selection.node.attrs as unknown as Image, pos: selection.from };
}

/** Whether an image may stand where the selection is: tables hold lines of text only. */
export const takesImage = (state: EditorState): boolean => !isCell(state.selection.$head.parent);

/** Puts an image after the caret's words, parting what stands there, and the caret after it. */
export const insertImage = (image: Image): Command => (state, dispatch) => {
  if (!takesImage(state)) return false;
  const { $to } = state.selection;
  const around = $to.depth === 1 ? ($to.parent.attrs.parents as readonly string[]) : [];
  const node = schema.nodes.image!.create({ ...image, parents: outsideLists(around) });
  dispatch?.(placeBlocks(state.tr, [node], "after").scrollIntoView());
  return true;
};

/** Says of the image at `pos` what is read in its place, or that it is decorative. */
export const describeImage = (pos: number, alt: string, decorative: boolean): Command => (state, dispatch) => {
  const node = state.doc.nodeAt(pos);
  if (node?.type !== schema.nodes.image) return false;
  const tr = state.tr.setNodeMarkup(pos, null, { ...node!.attrs, alt, decorative });
  dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, pos)));
  return true;
};

/** Backspace after an image, or Delete before one: it is selected first, and goes with the second press. */
export const meetImage = (way: -1 | 1): Command => (state, dispatch) => {
  const block = blockAtCaret(state);
  const edge = way < 0 ? 0 : block?.node.content.size;
  const index = block ? block.index + way : -1;
  if (!block || state.selection.$from.parentOffset !== edge || index < 0 || index >= state.doc.childCount) return false;
  const next = state.doc.child(index);
  if (next.type !== schema.nodes.image) return false;
  // An empty paragraph beside an image may go as it always does.
  if (!block.node.content.size && state.doc.childCount > 1 && way < 0 && !(block.node.attrs.parents as readonly string[]).length && block.node.type === schema.nodes.paragraph) {
    const tr = state.tr.delete(block.pos, block.pos + block.node.nodeSize);
    dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, block.pos - next.nodeSize)));
    return true;
  }
  const pos = way < 0 ? block.pos - next.nodeSize : block.pos + block.node.nodeSize;
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, pos)).scrollIntoView());
  return true;
};
