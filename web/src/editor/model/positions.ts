import type { Node } from "prosemirror-model";

const hasMarker = (node: Node): boolean => node.attrs.marker !== false;

/** How many Automerge indexes a block takes: its marker and its text. */
export const widthOf = (node: Node): number => (hasMarker(node) ? 1 : 0) + node.content.size;

/** The Automerge index of a ProseMirror position: how many indexes lie before it. */
export function indexAt(doc: Node, pos: number): number {
  let index = 0;
  let start = 0;
  for (let i = 0; i < doc.childCount && start < pos; i++) {
    const node = doc.child(i);
    const inside = Math.min(Math.max(pos - start - 1, 0), node.content.size);
    if (pos < start + node.nodeSize) return index + (hasMarker(node) ? 1 : 0) + inside;
    index += widthOf(node);
    start += node.nodeSize;
  }
  return index;
}

/** The text position that `index` Automerge indexes precede, in the block that holds the last of them. */
export function posAt(doc: Node, index: number): number {
  let left = index;
  let start = 0;
  for (let i = 0; i < doc.childCount; i++) {
    const node = doc.child(i);
    const width = widthOf(node);
    const next = i + 1 < doc.childCount ? doc.child(i + 1) : null;
    if (left < width || (left === width && !(next && !hasMarker(next)))) {
      return start + 1 + Math.max(0, left - (hasMarker(node) ? 1 : 0));
    }
    left -= width;
    start += node.nodeSize;
  }
  return doc.content.size;
}

/** The position before the block whose marker has this Automerge index, or null if none has. */
export function blockPosAt(doc: Node, index: number): number | null {
  let left = index;
  let start = 0;
  for (let i = 0; i < doc.childCount; i++) {
    const node = doc.child(i);
    if (left === 0 && hasMarker(node)) return start;
    if ((left -= widthOf(node)) < 0) return null;
    start += node.nodeSize;
  }
  return null;
}
