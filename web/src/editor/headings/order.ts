import type { Node } from "prosemirror-model";
import type { Command } from "prosemirror-state";
import { setShape } from "../commands/shape";
import { headingsOf, type Heading } from "../outline/sections";
import { APART } from "../undo/apart";

/** A heading that skips a level: `expected` is the deepest that may stand there, `before` the level before it (0: none). */
export interface Skip extends Heading {
  readonly expected: number;
  readonly before: number;
}

/** The level of the last heading before a position; 0 where there is none. */
export function levelBefore(doc: Node, pos: number): number {
  let level = 0;
  doc.forEach((node, at) => {
    if (at < pos && node.type.name === "heading") level = node.attrs.level as number;
  });
  return level;
}

/** The headings that stand more than one level below the one before them. The text's title stands above them all. */
export function skips(doc: Node): Skip[] {
  let before = 0;
  return headingsOf(doc).flatMap((heading) => {
    const found = heading.level > before + 1 ? [{ ...heading, expected: before + 1, before }] : [];
    before = heading.level;
    return found;
  });
}

/** Raises a heading to the level that may stand there, and those under it as much: one undo step. */
export const mend = (skip: Skip): Command => (state, dispatch) => {
  const { tr } = state;
  const raise = skip.level - skip.expected;
  for (const { pos, level } of headingsOf(state.doc)) {
    if (pos < skip.pos) continue;
    if (level < skip.level) break;
    setShape(tr, pos, { kind: "heading", level: level - raise, parents: state.doc.nodeAt(pos)!.attrs.parents as readonly string[] });
  }
  if (!tr.docChanged) return false;
  dispatch?.(tr.setMeta(APART, true));
  return true;
};
