import { DOMSerializer, Fragment, type Node } from "prosemirror-model";
import { QUOTE, ORDERED } from "../model/block";
import { shapeOf, itemType } from "../commands/shape";
import { writeImage } from "../images/html";
import { schema } from "../model/schema";
import { TableWriter } from "../tables/html";
import { isCell, isRowEnd } from "../tables/table";

/** A container that stands open while blocks are written: its element, and the item its children go in. */
interface Open {
  readonly type: string;
  readonly element: HTMLElement;
  item: HTMLElement | null;
}

const inline = DOMSerializer.fromSchema(schema);

/** Writes flat blocks as the nested HTML that other programs understand, and that we read back to the same blocks. */
class Nest {
  private open: Open[] = [];
  private readonly table = new TableWriter();

  constructor(
    private readonly target: HTMLElement | DocumentFragment,
    private readonly document: Document,
  ) {}

  add(node: Node): void {
    if (isRowEnd(node)) return;
    if (isCell(node)) return this.fill(this.table.cell(node, this.enter([]), this.document), node.content);
    this.table.end();
    const shape = shapeOf(node);
    const parents = node.attrs.parents as readonly string[];
    const item = shape?.kind === "item" ? itemType(shape.ordered) : null;
    const place = this.enter(item ? [...parents, item] : parents);
    const image = node.type === schema.nodes.image;
    const element = image ? writeImage(node, this.document) : this.document.createElement(item ? "li" : this.tagOf(node));
    if (node.isTextblock) this.fill(element, node.content);
    place.appendChild(element);
    const list = this.open.at(-1);
    if (item && list) list.item = element;
  }

  /** Text with its line breaks, which are elements in HTML. */
  private fill(element: HTMLElement, content: Fragment): void {
    inline.serializeFragment(content, { document: this.document }, element);
    const walker = this.document.createTreeWalker(element, 4);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      const lines = text.data.split("\n");
      text.replaceWith(...lines.flatMap((line, at) => (at ? [this.document.createElement("br"), line] : [line])));
    }
  }

  private tagOf(node: Node): string {
    if (node.type.name === "heading") return `h${node.attrs.level as number}`;
    return node.type.name === "horizontal_rule" ? "hr" : "p";
  }

  /** Opens and closes containers until they are `path`; gives where the next block goes. */
  private enter(path: readonly string[]): HTMLElement | DocumentFragment {
    let shared = 0;
    while (shared < path.length && this.open[shared]?.type === path[shared]) shared++;
    const items = this.open.slice(0, shared);
    this.open = items;
    for (const type of path.slice(shared)) {
      const element = this.document.createElement(type === QUOTE ? "blockquote" : type === ORDERED ? "ol" : "ul");
      this.inside(this.open.at(-1)).appendChild(element);
      this.open.push({ type, element, item: null });
    }
    return this.place(path);
  }

  private place(path: readonly string[]): HTMLElement | DocumentFragment {
    return path.length ? this.inside(this.open.at(-1)) : this.target;
  }

  private inside(open: Open | undefined): HTMLElement | DocumentFragment {
    return open ? (open.item ?? open.element) : this.target;
  }

  /** Before an item of the innermost list: the item before it is over. */
  endItem(depth: number): void {
    const list = this.open[depth];
    if (list) list.item = null;
  }
}

export class ClipboardSerializer extends DOMSerializer {
  constructor() {
    super(inline.nodes, inline.marks);
  }

  override serializeFragment(fragment: Fragment, options: { document?: Document } = {}, target?: HTMLElement | DocumentFragment): HTMLElement | DocumentFragment {
    const document_ = options.document ?? document;
    const root = target ?? document_.createDocumentFragment();
    const [only] = fragment.content;
    // What was selected in a cell is words, not a table.
    if (only && fragment.childCount === 1 && isCell(only)) return this.serializeFragment(Fragment.from(schema.nodes.paragraph!.create(null, only.content)), options, target);
    if (fragment.firstChild?.isInline) return inline.serializeFragment(fragment, options, root);
    const nest = new Nest(root, document_);
    fragment.forEach((node) => {
      if (node.type.name === "list_item") nest.endItem((node.attrs.parents as readonly string[]).length);
      nest.add(node);
    });
    return root;
  }
}
