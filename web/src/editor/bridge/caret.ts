import * as A from "@automerge/automerge/slim";
import type { Node } from "prosemirror-model";
import { AllSelection, NodeSelection, Selection, TextSelection } from "prosemirror-state";
import { blockPosAt, indexAt, posAt } from "../model/positions";
import { BODY, type Doc, type Path } from "./replica";

/**
 * A place between elements that follows the text: the element just before it, so that what a colleague types there
 * lands after one's own words; "start" before all.
 */
export type Anchor = string;

export function anchorAt(doc: Doc, path: Path, index: number): Anchor {
  return index > 0 ? A.getCursor(doc, path, index - 1, "before") : "start";
}

/** The index of an anchor now; 0 if it is unknown to this replica (yet). */
export function indexOfAnchor(doc: Doc, path: Path, anchor: Anchor): number | null {
  if (anchor === "start") return 0;
  try {
    const index = A.getCursorPosition(doc, path, anchor as A.Cursor);
    // A deleted element with nothing before it resolves to the first that stands.
    const alive = A.getCursor(doc, path, index, "before") === anchor;
    return alive || index > 0 ? after(doc, path, index) : startOf(doc, path, anchor);
  } catch {
    return null;
  }
}

/** Index 0 or 1 for an anchor that resolved to 0 without being there: 1 if the element at 0 stands before it. */
function startOf(doc: Doc, path: Path, anchor: Anchor): number {
  return A.getCursorPosition(doc, path, anchor.replace(/^-/, "") as A.Cursor) > 0 ? after(doc, path, 0) : 0;
}

/** The index after the element at `index`, which takes two where it is a character outside the first plane. */
const after = (doc: Doc, [text]: Path, index: number): number => index + ((doc[text].codePointAt(index) ?? 0) > 0xffff ? 2 : 1);

/** A selection held by elements. */
export interface Bookmark {
  readonly kind: "text" | "node" | "all";
  readonly anchor: Anchor;
  readonly head: Anchor;
}

export function bookmark(doc: Doc, view: Node, selection: Selection): Bookmark {
  if (selection instanceof AllSelection) return { kind: "all", anchor: "start", head: "start" };
  if (selection instanceof NodeSelection) {
    const marker = anchorAt(doc, BODY, indexAt(view, selection.from) + 1);
    return { kind: "node", anchor: marker, head: marker };
  }
  const anchor = anchorAt(doc, BODY, indexAt(view, selection.anchor));
  const head = selection.empty ? anchor : anchorAt(doc, BODY, indexAt(view, selection.head));
  return { kind: "text", anchor, head };
}

/** The selection that a bookmark stands for in a newer view of a newer document. */
export function restored(doc: Doc, view: Node, mark: Bookmark): Selection {
  if (mark.kind === "all") return new AllSelection(view);
  const anchor = indexOfAnchor(doc, BODY, mark.anchor) ?? 0;
  if (mark.kind === "node") {
    const pos = blockPosAt(view, Math.max(0, anchor - 1));
    if (pos !== null && view.nodeAt(pos)?.isAtom) return NodeSelection.create(view, pos);
  }
  const head = indexOfAnchor(doc, BODY, mark.head) ?? anchor;
  return TextSelection.between(view.resolve(posAt(view, anchor)), view.resolve(posAt(view, head)));
}
