import type { Command } from "prosemirror-state";
import { Selection, TextSelection } from "prosemirror-state";
import { QUOTE } from "../model/block";
import { schema } from "../model/schema";
import { blockAtCaret, itemType, outsideLists, reshape, selectedBlocks, shapeOf } from "./shape";

export const toParagraph: Command = reshape((shape) => ({ kind: "paragraph", parents: outsideLists(shape.parents) }));

export const toHeading = (level: number): Command =>
  reshape((shape) => ({ kind: "heading", level, parents: outsideLists(shape.parents) }));

/** Makes the selected blocks items of a list, or paragraphs if they all are already. */
export const toggleList = (ordered: boolean): Command => (state, dispatch) => {
  const shapes = selectedBlocks(state).map(({ node }) => shapeOf(node));
  const all = shapes.every((shape) => shape === null || (shape.kind === "item" && shape.ordered === ordered));
  const change = all
    ? reshape((shape) => ({ kind: "paragraph", parents: outsideLists(shape.parents) }))
    : reshape((shape) => ({ kind: "item", ordered, parents: shape.kind === "item" ? shape.parents : outsideLists(shape.parents) }));
  return change(state, dispatch);
};

/** Puts the selected blocks in a quote, or takes them out if they all are in one. */
export const toggleQuote: Command = (state, dispatch) => {
  const quoted = (parents: readonly string[]): boolean => parents.includes(QUOTE);
  const all = selectedBlocks(state).every(({ node }) => quoted(node.attrs.parents as readonly string[]));
  const change = reshape((shape) => {
    if (all) return { ...shape, parents: shape.parents.filter((parent) => parent !== QUOTE) };
    return quoted(shape.parents) ? null : { ...shape, parents: [QUOTE, ...shape.parents] };
  });
  return change(state, dispatch);
};

/** Draws a rule after the caret's block (in its place if it is empty), with a paragraph after it to go on in. */
export const insertRule: Command = (state, dispatch) => {
  const { $to } = state.selection;
  if ($to.depth !== 1) return false;
  const block = $to.parent;
  const rule = schema.nodes.horizontal_rule!.create({ parents: outsideLists(block.attrs.parents as readonly string[]) });
  const next = schema.nodes.paragraph!.create({ parents: rule.attrs.parents as readonly string[] });
  const [from, to] = [block.content.size ? $to.after(1) : $to.before(1), $to.after(1)];
  const tr = state.tr.replaceWith(from, to, [rule, next]);
  tr.setSelection(TextSelection.create(tr.doc, from + rule.nodeSize + 1));
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Enter: a block of the same shape, but a paragraph after a heading's end; an empty nested block leaves one level. */
export const splitBlock: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  if ($from.depth !== 1 || $to.depth !== 1) return false;
  const tr = state.tr.deleteSelection();
  const place = tr.selection.$from;
  const shape = shapeOf(place.parent);
  const heading = shape?.kind === "heading" ? { type: schema.nodes.paragraph!, attrs: { parents: shape.parents } } : null;
  if (heading && place.parentOffset === 0 && place.parent.content.size) {
    tr.insert(place.before(1), heading.type.create(heading.attrs));
  } else {
    const atEnd = place.parentOffset === place.parent.content.size;
    tr.split(place.pos, 1, heading && atEnd ? [heading] : undefined);
  }
  dispatch?.(tr.scrollIntoView());
  return true;
};

/** Enter in an empty block that is nested: it leaves its innermost container. */
export const leaveEmpty: Command = (state, dispatch) => {
  const block = blockAtCaret(state);
  if (!block || block.node.content.size) return false;
  const shape = shapeOf(block.node);
  if (!shape || (shape.kind !== "item" && !shape.parents.length)) return false;
  return leave(state, dispatch);
};

/** One level out: a nested item becomes an item of the list around it, a first-level one a paragraph. */
const leave: Command = reshape((shape) => {
  const parents = shape.parents.slice(0, -1);
  const container = shape.parents.at(-1);
  if (shape.kind !== "item") return { ...shape, parents };
  if (container === itemType(true) || container === itemType(false)) {
    return { kind: "item", ordered: container === itemType(true), parents };
  }
  return { kind: "paragraph", parents: shape.parents };
});

/** Backspace at a block's start: first it loses its shape (item, then container), then it joins the block before. */
export const backspaceAtStart: Command = (state, dispatch, view) => {
  const block = blockAtCaret(state);
  if (!block || state.selection.$from.parentOffset !== 0) return false;
  const shape = shapeOf(block.node);
  if (shape?.kind === "item") return reshape((now) => ({ kind: "paragraph", parents: now.parents }))(state, dispatch, view);
  if (shape?.parents.length) return reshape((now) => ({ ...now, parents: now.parents.slice(0, -1) }))(state, dispatch, view);
  if (block.index === 0) return shape?.kind === "heading" ? toParagraph(state, dispatch, view) : true;
  return joinAt(block.index)(state, dispatch, view);
};

/** Delete at a block's end: the block after joins it. */
export const deleteAtEnd: Command = (state, dispatch, view) => {
  const block = blockAtCaret(state);
  if (!block || state.selection.$from.parentOffset !== block.node.content.size) return false;
  if (block.index + 1 >= state.doc.childCount) return true;
  return joinAt(block.index + 1)(state, dispatch, view);
};

/** Joins the block `index` to the one before; of a rule or an empty paragraph, that one goes instead. */
const joinAt = (index: number): Command => (state, dispatch) => {
  const [before, after] = [state.doc.child(index - 1), state.doc.child(index)];
  let pos = 0;
  for (let i = 0; i < index; i++) pos += state.doc.child(i).nodeSize;
  const { tr } = state;
  if (!after.isTextblock) tr.delete(pos, pos + after.nodeSize);
  else if (!before.isTextblock || (!before.content.size && after.content.size)) tr.delete(pos - before.nodeSize, pos);
  else tr.delete(pos - 1, pos + 1);
  if (!tr.selection.$from.parent.inlineContent) tr.setSelection(Selection.near(tr.selection.$from));
  dispatch?.(tr.scrollIntoView());
  return true;
};
