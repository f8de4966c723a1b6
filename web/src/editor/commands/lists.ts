import type { Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { isListType, MAX_DEPTH, ORDERED } from "../model/block";
import { blockAtCaret, itemType, selectedBlocks, setShape, shapeOf, type Placed, type Shape } from "./shape";

/** The containers from the outermost one down to the block itself if it is an item. */
function pathOf(node: Node): readonly string[] {
  const shape = shapeOf(node);
  const parents = node.attrs.parents as readonly string[];
  return shape?.kind === "item" ? [...parents, itemType(shape.ordered)] : parents;
}

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((part, index) => path[index] === part);

/** The item's place one level deeper, under the item before it; null where there is none, or it is deep enough. */
function deeper(doc: Node, block: Placed, shape: Shape): Shape | null {
  if (shape.kind !== "item" || block.index === 0 || shape.parents.length >= MAX_DEPTH) return null;
  const above = pathOf(doc.child(block.index - 1));
  const container = above[shape.parents.length];
  if (!startsWith(above, shape.parents) || !isListType(container)) return null;
  return { ...shape, parents: [...shape.parents, container as string] };
}

/** The item's place one level up, as an item of the list around it; null at the first level. */
function shallower(shape: Shape): Shape | null {
  const container = shape.parents.at(-1);
  if (shape.kind !== "item" || !isListType(container)) return null;
  return { kind: "item", ordered: container === ORDERED, parents: shape.parents.slice(0, -1) };
}

/** Moves what hangs under an item along with it. */
function moveDescendants(tr: Transaction, state: EditorState, block: Placed, from: readonly string[], to: readonly string[]): number {
  let last = block.index;
  let pos = block.pos + block.node.nodeSize;
  for (let i = block.index + 1; i < state.doc.childCount; i++) {
    const node = state.doc.child(i);
    const shape = shapeOf(node);
    const parents = node.attrs.parents as readonly string[];
    if (!shape || parents.length < from.length || !startsWith(parents, from)) break;
    setShape(tr, pos, { ...shape, parents: [...to, ...parents.slice(from.length)] });
    pos += node.nodeSize;
    last = i;
  }
  return last;
}

const move = (place: (doc: Node, block: Placed, shape: Shape) => Shape | null): Command => (state, dispatch) => {
  const { tr } = state;
  let moved = -1;
  for (const block of selectedBlocks(state)) {
    const shape = shapeOf(block.node);
    const now = shape && block.index > moved ? place(tr.doc, block, shape) : null;
    if (!shape || !now || now.kind !== "item") continue;
    setShape(tr, block.pos, now);
    moved = moveDescendants(tr, state, block, pathOf(block.node), [...now.parents, itemType(now.ordered)]);
  }
  if (!tr.docChanged) return false;
  dispatch?.(tr.setStoredMarks(state.storedMarks).scrollIntoView());
  return true;
};

export const indent: Command = move(deeper);
export const outdent: Command = move((_doc, _block, shape) => shallower(shape));

/** Whether the selection starts in a list item, where Tab means its depth. */
export function inItem(state: EditorState): boolean {
  const block = blockAtCaret(state) ?? selectedBlocks(state)[0];
  return !!block && shapeOf(block.node)?.kind === "item";
}

/** Tab in an item: deeper if it can be, and never out of the editor. */
export const tab: Command = (state, dispatch, view) => inItem(state) && (indent(state, dispatch, view) || true);
export const shiftTab: Command = (state, dispatch, view) => inItem(state) && (outdent(state, dispatch, view) || true);
