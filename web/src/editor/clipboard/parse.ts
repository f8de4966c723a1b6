import { DOMParser, Fragment, Slice, type Node } from "prosemirror-model";
import { MAX_DEPTH, nodeOf, ORDERED, QUOTE, UNORDERED } from "../model/block";
import { printable } from "../model/allowed";
import { PLAIN, type MarkValues } from "../model/marks";
import { imageIn } from "../images/html";
import { IMAGE, imageAttrs } from "../images/image";
import { schema } from "../model/schema";
import { noteCalled, takeFootnotes, type Footnotes } from "./footnotes";
import { collapsed, inlineNodes, marksInside, styleOf, type Run } from "./inline";
import { readTable } from "../tables/html";
import { isReview, wordItem, WordLists } from "./word";

const SKIPPED = new Set(["script", "style", "head", "meta", "link", "title", "template", "colgroup", "iframe", "object", "svg", "textarea", "select", "button"]);
const INLINE = new Set(["a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"]);

interface Context {
  readonly parents: readonly string[];
  readonly marks: MarkValues;
  /** The heading level of the text here, or 0. */
  readonly level: number;
  /** The item whose first block is still to come. */
  readonly item: { type: string; used: boolean } | null;
}

/** Reads HTML, ours or any other, as rows of our blocks: lists and quotes are flattened to parents, the rest is cleaned. */
class Reader {
  readonly blocks: Node[] = [];
  private runs: Run[] = [];
  private readonly noteIds: Map<string, string>;
  private readonly wordLists = new WordLists();

  constructor(
    /** Whether the HTML is our own, so that blanks and empty blocks mean something. */
    private readonly own: boolean,
    private readonly notes: Footnotes,
    private readonly newNoteId: () => string,
    /** The reader of what is around, where this one reads a cell. */
    private readonly around: Reader | null = null,
  ) {
    this.noteIds = around?.noteIds ?? new Map();
  }

  children(parent: ParentNode, context: Context): void {
    for (const child of parent.childNodes) {
      if (child.nodeType === 3) this.text(child.textContent ?? "", context);
      else if (child.nodeType === 1) this.element(child as Element, context);
    }
  }

  private text(text: string, context: Context): void {
    this.runs.push({ text: printable(this.own ? text : collapsed(text)), marks: context.marks });
  }

  private element(element: Element, context: Context): void {
    const tag = element.localName;
    if (SKIPPED.has(tag) || styleOf(element, "mso-list") === "ignore" || styleOf(element, "display") === "none" || isReview(element)) return;
    if (tag === "br") this.runs.push({ text: "\n", marks: context.marks });
    // Images of elsewhere are left there.
    // Word's own elements (`o:p`, `st1:place`) stand inside of lines.
    else if (tag === "img") this.image(element, context);
    else if (INLINE.has(tag) || tag.includes(":")) this.inline(element, context);
    else if (tag === "hr") this.rule(context);
    else if (tag === "ul" || tag === "ol") this.container(element, context, tag === "ol" ? ORDERED : UNORDERED);
    else if (tag === "blockquote") this.container(element, context, QUOTE);
    else if (tag === "li") this.item(element, context);
    else if (tag === "table") this.table(element as HTMLTableElement, context);
    else this.block(element, context);
  }

  private inline(element: Element, context: Context): void {
    const called = noteCalled(element, this.notes);
    if (called) this.runs.push({ text: called, marks: { footnote: this.newNoteId() } });
    if (called || element.matches("a.sdfootnotesym, a[href^='#_ftnref']")) return;
    const marks = marksInside(element, context.marks);
    const note = (element as HTMLElement).dataset?.note;
    this.children(element, { ...context, marks: note ? { ...marks, footnote: this.renamed(note) } : marks });
  }

  /** A pasted note is another note: it gets an id of its own, one for all its runs. */
  private renamed(note: string): string {
    const id = this.noteIds.get(note) ?? this.newNoteId();
    this.noteIds.set(note, id);
    return id;
  }

  private rule(context: Context): void {
    this.flush(context, false);
    this.blocks.push(nodeOf({ type: "horizontal-rule", parents: context.parents, attrs: {}, isEmbed: false }, []));
  }

  private image(element: Element, context: Context): void {
    const image = imageIn(element);
    if (!image) return;
    this.flush(context, false);
    this.blocks.push(nodeOf({ type: IMAGE, parents: context.parents, attrs: imageAttrs(image), isEmbed: false }, []));
  }

  private container(element: Element, context: Context, type: string): void {
    this.flush(context, this.own && !!context.item && !context.item.used);
    const parents = context.item ? [...context.parents, context.item.type] : context.parents;
    this.children(element, { ...context, parents: [...parents, type].slice(0, MAX_DEPTH), item: null });
    this.flush({ ...context, parents, item: null }, false);
  }

  private item(element: Element, context: Context): void {
    this.flush(context, false);
    const type = context.parents.at(-1);
    const listed = type === ORDERED || type === UNORDERED;
    const item = { type: listed ? type : UNORDERED, used: false };
    const inside: Context = { ...context, parents: listed ? context.parents.slice(0, -1) : context.parents, item };
    this.children(element, inside);
    this.flush(inside, this.own && !item.used);
  }

  /** A table; in a list, a quote or another table, and where it is none but lays out a page, its words only. */
  private table(element: HTMLTableElement, context: Context): void {
    const alone = !this.around && !context.parents.length && !context.item && !context.level;
    const cells = alone ? readTable(element, this.own, (cell) => this.apart(cell)) : null;
    if (!cells) return this.block(element, context);
    this.flush(context, false);
    for (const caption of element.querySelectorAll(":scope > caption")) this.block(caption, context);
    this.blocks.push(...cells);
  }

  /** The blocks of a cell, read for themselves. */
  private apart(cell: Element): Node[] {
    const inside = new Reader(this.own, this.notes, this.newNoteId, this);
    const context: Context = { parents: [], marks: marksInside(cell, PLAIN), level: 0, item: null };
    inside.children(cell, context);
    inside.flush(context, this.own);
    return inside.blocks;
  }

  private block(element: Element, context: Context): void {
    this.flush(context, false);
    const heading = /^h([1-6])$/.exec(element.localName);
    const word = wordItem(element);
    const level = heading ? Math.min(4, Number(heading[1])) : context.level;
    const marks = heading ? PLAIN : marksInside(element, context.marks);
    const inside = { ...context, level, marks, ...(word && { parents: this.wordLists.enter(word), item: { type: word.type, used: false } }) };
    this.children(element, inside);
    const leaf = element.localName === "p" || !!heading;
    this.flush(inside, this.own && leaf);
  }

  /** Ends the block under way. An empty one counts only where `always`. */
  flush(context: Context, always: boolean): void {
    const content = inlineNodes(this.runs, this.own);
    this.runs = [];
    if (!always && !content.some((node) => node.text?.trim())) return;
    const { item } = context;
    const first = item && !item.used;
    if (!item) this.wordLists.end();
    const parents = item && item.used ? [...context.parents, item.type] : context.parents;
    const type = first ? item.type : context.level ? "heading" : "paragraph";
    if (first) item.used = true;
    this.blocks.push(nodeOf({ type, parents, attrs: type === "heading" ? { level: context.level } : {}, isEmbed: false }, content));
  }
}

/** The blocks that some HTML amounts to; `own` if this editor wrote it. */
export function readHtml(root: Element, newNoteId: () => string, own = false): Node[] {
  const context: Context = { parents: [], marks: PLAIN, level: 0, item: null };
  const reader = new Reader(own, own ? new Map() : takeFootnotes(root), newNoteId);
  reader.children(root, context);
  reader.flush(context, false);
  return reader.blocks;
}

/** ProseMirror's door for pasted HTML. */
export class ClipboardParser extends DOMParser {
  constructor(private readonly newNoteId: () => string) {
    super(schema, []);
  }

  override parseSlice(dom: HTMLElement): Slice {
    const own = !!dom.querySelector("[data-pm-slice]");
    return Slice.maxOpen(Fragment.from(readHtml(dom, this.newNoteId, own)));
  }
}
