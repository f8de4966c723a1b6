import type { Node } from "prosemirror-model";
import { NodeSelection, type Selection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { desk } from "../../messages/desk";
import { imageMessages } from "../../messages/images";
import { isListType, QUOTE } from "../model/block";
import { posOf } from "../moves/units";
import { itemPlaces } from "../structure/places";
import { isCell } from "../tables/table";
import { describeCell } from "../tables/view";

const { blocks } = desk;

function nameOf(node: Node): string {
  if (node.type.name === "heading") return blocks.heading(node.attrs.level as number);
  if (node.type.name === "list_item") return node.attrs.ordered ? blocks.number : blocks.bullet;
  if (node.type.name === "horizontal_rule") return blocks.rule;
  if (node.type.name === "image") return imageMessages.block(node.attrs.alt as string, node.attrs.decorative as boolean);
  if (node.type.name === "unknown_block") return blocks.unknown;
  return (node.attrs.parents as readonly string[]).some(isListType) ? blocks.continued : blocks.paragraph;
}

/** What a caret that comes from elsewhere is told of: the kind of its block, and of cells each one. */
const newsOf = (node: Node): string => (isCell(node) ? `${node.attrs.row} ${node.attrs.column}` : kindOf(node));

/** What kind of block this is: its name, how deep in lists, whether it is quoted. */
export function kindOf(node: Node): string {
  const parents = node.attrs.parents as readonly string[];
  const depth = parents.filter(isListType).length + (node.type.name === "list_item" ? 1 : 0);
  const parts = [nameOf(node), ...(depth > 1 ? [blocks.level(depth)] : []), ...(parents.includes(QUOTE) ? [blocks.quoted] : [])];
  return parts.join(", ");
}

/** A block's kind, and for an item its place in the list. */
export function describe(doc: Node, index: number): string {
  if (isCell(doc.child(index))) return describeCell(doc, posOf(doc, index));
  const place = itemPlaces(doc).get(index);
  return [kindOf(doc.child(index)), ...(place ? [blocks.place(place.at, place.of)] : [])].join(", ");
}

/** The index of the block in which the caret is, or which is selected whole. */
function blockIndex(selection: Selection): number | null {
  if (selection.$head.depth > 0) return selection.$head.index(0);
  return selection instanceof NodeSelection ? selection.$from.index(0) : null;
}

/** How long the caret rests (milliseconds) before the kind of its block is said. */
const REST = 500;

/** Says what kind of block the caret has come to, when it is another than before: never at a keystroke inside one. */
export class BlockNews {
  private last: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly view: () => EditorView,
    private readonly say: (words: string) => void,
  ) {}

  update(): void {
    const view = this.view();
    const { doc, selection } = view.state;
    const index = blockIndex(selection);
    if (!view.hasFocus() || index === null) return;
    const kind = newsOf(doc.child(index));
    clearTimeout(this.timer);
    if (this.last === null) this.last = kind;
    if (kind !== this.last) this.timer = setTimeout(() => this.tell(), REST);
  }

  private tell(): void {
    const { doc, selection } = this.view().state;
    const index = blockIndex(selection);
    if (index === null) return;
    this.last = newsOf(doc.child(index));
    const image = doc.child(index).type.name === "image";
    this.say(image ? `${describe(doc, index)}. ${imageMessages.enter}` : describe(doc, index));
  }
}
