import type { Patch } from "@automerge/automerge/slim";
import { Fragment, Slice, type Node } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import { marksOf, readMarks } from "../model/marks";
import { posAt } from "../model/positions";
import { schema } from "../model/schema";
import { BODY } from "./replica";

/** Whether a patch is of the body's row of characters and markers, at this index of it. */
const indexOf = ({ path }: Patch): number | null => (path.length === 2 && path[0] === BODY[0] && typeof path[1] === "number" ? path[1] : null);

/** The document with this text in place of `length` characters, where both stand in one block; else null. */
function spliced(doc: Node, index: number, length: number, content: Fragment): Node | null {
  const $from = doc.resolve(posAt(doc, index));
  const to = $from.pos + length;
  // Text without a marker of its own comes and goes with its characters.
  if (index === 0 || !$from.parent.inlineContent || $from.parent.attrs.marker === false || to > $from.end()) return null;
  return new ReplaceStep($from.pos, to, new Slice(content, 0, 0)).apply(doc).doc;
}

/** What one patch makes of a document; null if it is no plain typing or erasing within a block. */
function patched(doc: Node, patch: Patch): Node | null {
  const index = indexOf(patch);
  if (index === null) return null;
  if (patch.action === "del") return spliced(doc, index, patch.length ?? 1, Fragment.empty);
  if (patch.action !== "splice" || patch.value.includes("\ufffc")) return null;
  return spliced(doc, index, 0, Fragment.from(schema.text(patch.value, marksOf(readMarks(patch.marks as Record<string, unknown>)))));
}

/**
 * The view's document after what colleagues typed or erased within blocks, read from the patches alone: it costs the same in a
 * long text as in a short one, where reading the spans takes ten milliseconds. Null for anything else, for which the spans
 * are read. Patches follow each other, each on what the one before made; those of the title do nothing here.
 */
export function arrived(doc: Node, patches: readonly Patch[]): Node | null {
  let now: Node | null = doc;
  for (const patch of patches) {
    if (patch.path[0] !== BODY[0]) continue;
    now = patched(now, patch);
    if (!now) return null;
  }
  return now;
}
