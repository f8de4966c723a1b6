import { Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type NodeSpec } from "prosemirror-model";
import { drawImage } from "../images/html";
import type { Image } from "../images/image";
import { NONE } from "../suggestions/blocks";
import { suggestionOf } from "../suggestions/names";
import { safeHref } from "./link";

/**
 * The flat schema: a document is a row of blocks, each one to one with its Automerge marker. Nesting (quotes, lists)
 * is the block's `parents`, drawn by classes, so that a view can always be rebuilt exactly from spans.
 */

const LIST_TYPES = ["ordered-list-item", "unordered-list-item"];

/** Classes that draw a block where its parents put it: depth in lists, inside a quote or not. */
function classesOf(attrs: Attrs, ...own: string[]): string {
  const parents = attrs.parents as readonly string[];
  const depth = parents.filter((parent) => LIST_TYPES.includes(parent)).length + (own.includes("item") ? 1 : 0);
  const classes = ["bloc", ...own];
  if (depth) classes.push(`niveau-${Math.min(depth, 8)}`);
  if (depth && !own.includes("item")) classes.push("suite");
  if (parents.includes("blockquote")) classes.push("citation");
  return classes.join(" ");
}

const parents = { default: [] as readonly string[] };
// What is suggested of the block (`suggestions/blocks.ts`), drawn beside it (`suggestions/drawing.ts`).
const suggested = { default: NONE };
const textblock = { content: "text*", group: "block", whitespace: "pre" } as const;

const nodes: Record<string, NodeSpec> = {
  doc: { content: "block+" },
  paragraph: {
    ...textblock,
    // `marker: false` is the implicit paragraph: text that no marker precedes.
    attrs: { parents, suggested, marker: { default: true } },
    parseDOM: [{ tag: "p" }, { tag: "div" }],
    toDOM: (node): DOMOutputSpec => ["p", { class: classesOf(node.attrs) }, 0],
  },
  heading: {
    ...textblock,
    defining: true,
    attrs: { parents, suggested, level: { default: 1 } },
    parseDOM: [1, 2, 3, 4].map((level) => ({ tag: `h${level + 1}`, attrs: { level } })),
    // The title of the text is the page's h1: the body's first level is h2.
    toDOM: (node): DOMOutputSpec => [`h${(node.attrs.level as number) + 1}`, { class: classesOf(node.attrs) }, 0],
  },
  list_item: {
    ...textblock,
    attrs: { parents, suggested, ordered: { default: false } },
    parseDOM: [{ tag: "li" }],
    // A list of one: what it is of the whole list is told by `structure/list-items.ts`.
    toDOM: (node): DOMOutputSpec => {
      const classes = classesOf(node.attrs, "item", node.attrs.ordered ? "numero" : "puce");
      return ["div", { class: classes, role: "list" }, ["div", { class: "item-texte", role: "listitem" }, 0]];
    },
  },
  horizontal_rule: {
    group: "block",
    attrs: { parents },
    parseDOM: [{ tag: "hr" }],
    toDOM: (node): DOMOutputSpec => ["hr", { class: classesOf(node.attrs) }],
  },
  // Its attributes are those of `images/image.ts`.
  image: {
    group: "block",
    draggable: false,
    attrs: { parents, file: {}, width: {}, height: {}, alt: { default: "" }, decorative: { default: false } },
    toDOM: (node): DOMOutputSpec => drawImage(node.attrs as unknown as Image, classesOf(node.attrs, "image")),
  },
  // A cell of a table, drawn in its row and column by `tables/view.ts`; its attributes are those of `tables/place.ts`.
  table_cell: {
    ...textblock,
    attrs: { parents, table: {}, row: {}, column: {}, header: {} },
    toDOM: (): DOMOutputSpec => ["p", { class: "bloc cellule" }, 0],
  },
  // What ends a row of cells.
  row_end: {
    group: "block",
    selectable: false,
    attrs: { parents },
    toDOM: (): DOMOutputSpec => ["div", { class: "fin-de-rang" }],
  },
  // A marker of a kind this editor does not know: shown, kept as it is, never lost.
  unknown_block: {
    ...textblock,
    attrs: { parents, type: { default: "" }, attrs: { default: "{}" }, embed: { default: false } },
    toDOM: (node): DOMOutputSpec => ["p", { class: classesOf(node.attrs, "inconnu") }, 0],
  },
  text: {},
};

/** A line and a sign, by classes; who suggests it is said beside (`suggestions/drawing.ts`). */
function drawSuggestion(name: string): DOMOutputSpec {
  const { kind, person, code } = suggestionOf(name) ?? { kind: "em", person: "", code: "" };
  const tag = kind === "insert" ? "ins" : kind === "delete" ? "del" : "span";
  return [tag, { class: `sug sug-${kind}`, "data-suggestion": `${person}-${code}` }, 0];
}

const marks: Record<string, MarkSpec> = {
  // What somebody proposes: `name` says what and who (`suggestions/names.ts`). Several may stand on one character.
  suggestion: {
    attrs: { name: {}, value: {} },
    inclusive: false,
    excludes: "",
    toDOM: (mark): DOMOutputSpec => drawSuggestion(mark.attrs.name as string),
  },
  // `value` is the mark's raw JSON string, so that what others wrote is given back byte for byte.
  link: {
    attrs: { value: {} },
    inclusive: false,
    toDOM: (mark): DOMOutputSpec => {
      const href = safeHref(mark.attrs.value as string);
      return ["a", href ? { href, rel: "noopener noreferrer" } : { class: "lien-refuse" }, 0];
    },
  },
  footnote: {
    attrs: { value: {} },
    toDOM: (mark): DOMOutputSpec => ["span", { class: "note", "data-note": mark.attrs.value as string }, 0],
    parseDOM: [{ tag: "span.note", getAttrs: (dom) => ({ value: (dom as HTMLElement).dataset.note ?? "" }) }],
  },
  strong: { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] },
  em: { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] },
};

export const schema = new Schema({ nodes, marks });
