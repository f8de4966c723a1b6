import { DOMSerializer, type Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet, type NodeView } from "prosemirror-view";
import { itemPlaces, type ItemPlace } from "./places";

/** What a decoration tells an item's view. */
interface Told {
  readonly place?: ItemPlace;
}

const told = (decorations: readonly Decoration[]): ItemPlace | undefined =>
  decorations.map(({ spec }) => (spec as Told).place).find((place) => place !== undefined);

/**
 * An item as assistive technology hears it. The schema is flat, so no element holds the items of one list: each is drawn
 * in a list of its own, and says which it is, of how many and how deep, as WAI-ARIA has it for lists not wholly present.
 */
class ListItemView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;

  constructor(
    private node: Node,
    decorations: readonly Decoration[],
  ) {
    const { dom, contentDOM } = DOMSerializer.renderSpec(document, node.type.spec.toDOM!(node));
    this.dom = dom as HTMLElement;
    this.contentDOM = contentDOM!;
    this.tell(told(decorations));
  }

  update(node: Node, decorations: readonly Decoration[]): boolean {
    if (!node.sameMarkup(this.node)) return false;
    this.node = node;
    this.tell(told(decorations));
    return true;
  }

  private tell(place: ItemPlace | undefined): void {
    const values = { "aria-level": place?.level, "aria-posinset": place?.at, "aria-setsize": place?.of };
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) this.contentDOM.removeAttribute(name);
      else if (this.contentDOM.getAttribute(name) !== String(value)) this.contentDOM.setAttribute(name, String(value));
    }
  }

  ignoreMutation(mutation: { type: string; target: globalThis.Node }): boolean {
    return mutation.type === "attributes" && mutation.target === this.contentDOM;
  }
}

function drawn(doc: Node): DecorationSet {
  const places = itemPlaces(doc);
  const decorations: Decoration[] = [];
  doc.forEach((node, pos, index) => {
    const place = places.get(index);
    if (place) decorations.push(Decoration.node(pos, pos + node.nodeSize, {}, { place } satisfies Told));
  });
  return DecorationSet.create(doc, decorations);
}

/** Whether only words differ: then no item has another place. */
const sameRow = (a: Node, b: Node): boolean =>
  a.childCount === b.childCount && a.children.every((node, index) => node === b.child(index) || node.sameMarkup(b.child(index)));

/** Draws items so that assistive technology hears lists. */
export const listItems = (): Plugin<DecorationSet> => {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_config, { doc }) => drawn(doc),
      apply(tr, was) {
        if (!tr.docChanged) return was;
        return sameRow(tr.before, tr.doc) ? was.map(tr.mapping, tr.doc) : drawn(tr.doc);
      },
    },
    props: {
      decorations: (state) => plugin.getState(state),
      nodeViews: { list_item: (node, _view, _getPos, decorations) => new ListItemView(node, decorations) },
    },
  });
  return plugin;
};
