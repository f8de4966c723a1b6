import type { Attrs, Node } from "prosemirror-model";
import { IMAGE, imageAttrs, readImage, type Image } from "../images/image";
import { attrsOf, CELL, readPlace, ROW_END, type Place } from "../tables/place";
import { NONE, readProposals, sameProposals, type Proposals } from "../suggestions/blocks";
import { schema } from "./schema";

export const ORDERED = "ordered-list-item";
export const UNORDERED = "unordered-list-item";
export const QUOTE = "blockquote";
export const LEVELS = 4;
export const MAX_DEPTH = 8;

/** A block marker as Automerge holds it. */
export interface Block {
  readonly type: string;
  readonly parents: readonly string[];
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly isEmbed: boolean;
  /** What is suggested of it, if anything: by the names of suggestions. */
  readonly suggested?: Proposals;
}

export const isListType = (type: string | undefined): boolean => type === ORDERED || type === UNORDERED;

/** Reads a marker's map, whatever merges or other clients made of it: every map gives one block. */
export function readBlock(value: Readonly<Record<string, unknown>>): Block {
  const parents = Array.isArray(value.parents) ? value.parents.map(String) : [];
  const attrs = value.attrs && typeof value.attrs === "object" ? (value.attrs as Record<string, unknown>) : {};
  return withProposals({ type: String(value.type ?? ""), parents, attrs, isEmbed: value.isEmbed === true }, readProposals(value));
}

/** The block with these proposals and no others. */
export function withProposals({ type, parents, attrs, isEmbed }: Block, suggested: Proposals | null | undefined): Block {
  const block = { type, parents, attrs, isEmbed };
  return suggested && suggested !== NONE && Object.keys(suggested).length ? { ...block, suggested } : block;
}

/** A heading's level, 1 to 4; two concurrent changes can leave it out, which reads as 1. */
function levelOf(block: Block): number {
  const level = Number(block.attrs.level ?? 1);
  return Math.min(LEVELS, Math.max(1, Number.isFinite(level) ? Math.trunc(level) : 1));
}

/** The node type and attributes that show a block. Total: what is not known is an `unknown_block`. */
export function nodeSpecOf(block: Block): { type: string; attrs: Attrs } {
  const { parents, suggested = NONE } = block;
  if (!block.isEmbed) {
    if (block.type === "paragraph") return paragraphSpecOf(block);
    if (block.type === "heading") return { type: "heading", attrs: { parents, suggested, level: levelOf(block) } };
    if (isListType(block.type)) return { type: "list_item", attrs: { parents, suggested, ordered: block.type === ORDERED } };
    if (block.type === "horizontal-rule") return { type: "horizontal_rule", attrs: { parents } };
    if (block.type === IMAGE) return imageSpecOf(block);
    if (block.type === CELL) return cellSpecOf(block);
    if (block.type === ROW_END) return { type: "row_end", attrs: {} };
  }
  const attrs = JSON.stringify(block.attrs);
  return { type: "unknown_block", attrs: { parents, type: block.type, attrs, embed: block.isEmbed } };
}

const paragraphSpecOf = ({ parents, suggested = NONE }: Block): { type: string; attrs: Attrs } => ({ type: "paragraph", attrs: { parents, suggested, marker: true } });

/** Tables stand outside lists and quotes; a cell that two concurrent changes left without a place reads as a paragraph. */
function cellSpecOf(block: Block): { type: string; attrs: Attrs } {
  const place = readPlace(block.attrs);
  return place ? { type: "table_cell", attrs: { ...place } } : paragraphSpecOf(block);
}

/** An image whose marker names no file reads as a paragraph. */
function imageSpecOf(block: Block): { type: string; attrs: Attrs } {
  const image = readImage(block.attrs);
  return image ? { type: "image", attrs: { ...image, parents: block.parents } } : paragraphSpecOf(block);
}

const HOLLOW = ["horizontal-rule", ROW_END];

/** Whether a block holds no text: what comes after it without a marker is a paragraph of its own. */
export const holdsNoText = (block: Block): boolean => !block.isEmbed && (HOLLOW.includes(block.type) || (block.type === IMAGE && readImage(block.attrs) !== null));

export function nodeOf(block: Block, content: readonly Node[]): Node {
  const { type, attrs } = nodeSpecOf(block);
  return schema.node(type, attrs, [...content]);
}

/** The inverse of {@link nodeOf}; null for an implicit paragraph, which has no marker. */
export function blockOf(node: Node): Block | null {
  const parents = node.attrs.parents as readonly string[];
  const plain = { parents, attrs: {}, isEmbed: false };
  const suggested = node.attrs.suggested as Proposals | undefined;
  switch (node.type.name) {
    case "paragraph":
      return node.attrs.marker ? withProposals({ ...plain, type: "paragraph" }, suggested) : null;
    case "heading":
      return withProposals({ ...plain, type: "heading", attrs: { level: node.attrs.level as number } }, suggested);
    case "list_item":
      return withProposals({ ...plain, type: node.attrs.ordered ? ORDERED : UNORDERED }, suggested);
    case "horizontal_rule":
      return { ...plain, type: "horizontal-rule" };
    case "image":
      return { ...plain, type: IMAGE, attrs: imageAttrs(node.attrs as unknown as Image) };
    case "table_cell":
      return { ...plain, type: CELL, attrs: attrsOf(node.attrs as unknown as Place) };
    case "row_end":
      return { ...plain, type: ROW_END };
    default:
      return {
        parents,
        type: node.attrs.type as string,
        attrs: JSON.parse(node.attrs.attrs as string) as Record<string, unknown>,
        isEmbed: node.attrs.embed as boolean,
      };
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

export const sameParents = (a: Block, b: Block): boolean => sameList(a.parents, b.parents);

export const sameKind = (a: Block, b: Block): boolean =>
  a.type === b.type && a.isEmbed === b.isEmbed && JSON.stringify(a.attrs) === JSON.stringify(b.attrs);

/** Whether two blocks have one shape, whatever is suggested of them. */
export const sameShape = (a: Block, b: Block): boolean => sameKind(a, b) && sameParents(a, b);

export const sameBlock = (a: Block, b: Block): boolean => sameShape(a, b) && sameProposals(a.suggested, b.suggested);
