import type { Node } from "prosemirror-model";
import { itemType, shapeOf } from "../commands/shape";
import { isListType } from "../model/block";

/** An item's place in its list: how deep the list is, which item it is, of how many. */
export interface ItemPlace {
  readonly level: number;
  readonly at: number;
  readonly of: number;
}

interface Open {
  readonly type: string;
  readonly items: number[];
}

/** The containers of a block, from the outermost down to the list that it is an item of. */
function pathOf(node: Node): readonly string[] {
  const parents = node.attrs.parents as readonly string[];
  const shape = shapeOf(node);
  return shape?.kind === "item" ? [...parents, itemType(shape.ordered)] : parents;
}

function shared(open: readonly Open[], path: readonly string[]): number {
  let same = 0;
  while (same < Math.min(open.length, path.length) && open[same]!.type === path[same]) same++;
  return same;
}

/** Reads the lists that the flat blocks draw; gives each item's place by its block's index. */
export function itemPlaces(doc: Node): ReadonlyMap<number, ItemPlace> {
  const lists: { level: number; items: number[] }[] = [];
  let open: Open[] = [];
  doc.forEach((node, _pos, index) => {
    const path = pathOf(node);
    open = open.slice(0, shared(open, path));
    for (const type of path.slice(open.length)) {
      const items: number[] = [];
      open.push({ type, items });
      if (isListType(type)) lists.push({ level: open.filter((one) => isListType(one.type)).length, items });
    }
    if (node.type.name === "list_item") open.at(-1)?.items.push(index);
  });
  return new Map(lists.flatMap(({ level, items }) => items.map((index, at) => [index, { level, at: at + 1, of: items.length }] as const)));
}
