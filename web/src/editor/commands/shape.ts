import type { Attrs, Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { isListType, MAX_DEPTH, ORDERED, UNORDERED } from "../model/block";
import { schema } from "../model/schema";

/** What a block is in the person's eyes: its kind and where it is nested. */
export type Shape =
  | { readonly kind: "paragraph"; readonly parents: readonly string[] }
  | { readonly kind: "heading"; readonly level: number; readonly parents: readonly string[] }
  | { readonly kind: "item"; readonly ordered: boolean; readonly parents: readonly string[] };

export const itemType = (ordered: boolean): string => (ordered ? ORDERED : UNORDERED);

/** The shape of a block's node; null for what has none to change (a rule, an unknown block). */
export function shapeOf(node: Node): Shape | null {
  const parents = node.attrs.parents as readonly string[];
  if (node.type.name === "paragraph") return { kind: "paragraph", parents };
  if (node.type.name === "heading") return { kind: "heading", level: node.attrs.level as number, parents };
  if (node.type.name === "list_item") return { kind: "item", ordered: node.attrs.ordered as boolean, parents };
  return null;
}

/** The node type and attributes of a shape. */
export function specOf(shape: Shape): { type: (typeof schema.nodes)[string]; attrs: Attrs } {
  const { parents } = shape;
  if (shape.kind === "heading") return { type: schema.nodes.heading!, attrs: { parents, level: shape.level } };
  if (shape.kind === "item") return { type: schema.nodes.list_item!, attrs: { parents, ordered: shape.ordered } };
  return { type: schema.nodes.paragraph!, attrs: { parents, marker: true } };
}

export interface Placed {
  readonly node: Node;
  readonly pos: number;
  readonly index: number;
}

/** The blocks that a selection touches, in order. */
export function selectedBlocks(state: EditorState): Placed[] {
  const { from, to } = state.selection;
  const blocks: Placed[] = [];
  state.doc.forEach((node, pos, index) => {
    if (pos + node.nodeSize > from && pos <= to && (pos < to || from === to)) blocks.push({ node, pos, index });
  });
  return blocks;
}

/** The block that holds an empty selection, if it is one of text. */
export function blockAtCaret(state: EditorState): Placed | null {
  const { $from, empty } = state.selection;
  if (!empty || $from.depth !== 1) return null;
  return { node: $from.parent, pos: $from.before(1), index: $from.index(0) };
}

/** Gives the block at `pos` a shape, keeping its text. */
export function setShape(tr: Transaction, pos: number, shape: Shape): Transaction {
  const { type, attrs } = specOf(shape.parents.length > MAX_DEPTH ? { ...shape, parents: shape.parents.slice(0, MAX_DEPTH) } : shape);
  return tr.setNodeMarkup(pos, type, attrs);
}

const equal = (a: Shape, b: Shape): boolean => JSON.stringify(specOf(a).attrs) === JSON.stringify(specOf(b).attrs) && a.kind === b.kind;

/** A command that gives each selected block the shape `change` makes of its own; null leaves it. */
export function reshape(change: (shape: Shape, block: Placed) => Shape | null): Command {
  return (state, dispatch) => {
    const { tr } = state;
    for (const block of selectedBlocks(state)) {
      const was = shapeOf(block.node);
      const now = was && change(was, block);
      if (was && now && !equal(was, now)) setShape(tr, block.pos, now);
    }
    if (!tr.docChanged) return false;
    dispatch?.(tr.setStoredMarks(state.storedMarks).scrollIntoView());
    return true;
  };
}

/** The containers a block stands in without the lists: what remains of its place when it leaves them. */
export const outsideLists = (parents: readonly string[]): string[] => parents.filter((parent) => !isListType(parent));
