import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { REMOTE } from "./remote";

/** Whether the block before lets a paragraph go without a marker: none, or a rule (which holds no text). */
const letsImplicit = (before: Node | null): boolean => !before || before.type.name === "horizontal_rule";

/** The positions of implicit paragraphs that spans could not give back, which therefore need a marker. */
export function misplaced(doc: Node): number[] {
  const positions: number[] = [];
  let before: Node | null = null;
  doc.forEach((node, pos) => {
    const fine = letsImplicit(before) && (node.content.size > 0 || doc.childCount === 1);
    if (node.attrs.marker === false && !fine) positions.push(pos);
    before = node;
  });
  return positions;
}

/** Keeps local documents in the form that spans can give back. */
export const normalForm = (): Plugin =>
  new Plugin({
    appendTransaction(transactions, _old, state) {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some((tr) => tr.getMeta(REMOTE))) return null;
      const positions = misplaced(state.doc);
      if (!positions.length) return null;
      const tr = state.tr.setStoredMarks(state.storedMarks);
      for (const pos of positions) tr.setNodeAttribute(pos, "marker", true);
      return tr.setStoredMarks(state.storedMarks);
    },
  });
