import * as A from "@automerge/automerge/slim";
import type { Draft, Path } from "./replica";

/** Names one element (a code point or a marker) for ever: Automerge's cursor string, `counter@actor`. */
export type ElementId = string;

/** The element at an index. */
export const idAt = (draft: Draft, path: Path, index: number): ElementId => A.getCursor(draft as A.Doc<Draft>, path, index);

/** Where an element stands, or where it would if it were not deleted. */
export function locate(draft: Draft, path: Path, id: ElementId): { index: number; alive: boolean } {
  const doc = draft as A.Doc<Draft>;
  const index = A.getCursorPosition(doc, path, id as A.Cursor);
  return { index, alive: A.getCursor(doc, path, index) === id };
}

/**
 * The ids of text just inserted at `index`, one a code point. One insertion takes consecutive counters; the last
 * element is asked for, and where it is not the expected one, all are.
 */
export function elementIds(draft: Draft, path: Path, index: number, text: string): ElementId[] {
  const chars = [...text];
  const [counter, actor] = idAt(draft, path, index).split("@");
  const ids = chars.map((_, offset) => `${Number(counter) + offset}@${actor}`);
  const last = index + text.length - (chars.at(-1)?.length ?? 1);
  if (idAt(draft, path, last) === ids.at(-1)) return ids;
  let at = index;
  return chars.map((char) => idAt(draft, path, (at += char.length) - char.length));
}
