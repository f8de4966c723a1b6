import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import type { Writer } from "../stand";

/**
 * Undoes or redoes, and looks at what went: only characters and blocks that this person's own replica had put there.
 * Whatever stands in the text that somebody else typed is of another replica, so an undo may never take it away.
 */
export function takeBack(writer: Writer, what: "undo" | "redo"): void {
  const before = A.getHeads(writer.replica.doc());
  if (what === "undo") writer.editor.undo();
  else writer.editor.redo();
  const taken = removedSince(writer, before);
  const foreign = taken.filter((id) => !id.endsWith(`@${A.getActorId(writer.replica.doc())}`));
  assert.deepEqual(foreign, [], `${what} took away what a colleague wrote`);
}

/** An operation as the library tells it: of a text it names the element, of a block's attributes a key. */
type Operation = { readonly action: string; readonly elemId?: string };

/** The elements of the texts that the changes made since some heads removed, as `counter@actor`. */
function removedSince(writer: Writer, heads: A.Heads): string[] {
  const changes = A.getChangesSince(writer.replica.doc(), heads);
  const operations = changes.flatMap((change) => A.decodeChange(change).ops as readonly Operation[]);
  return operations.flatMap(({ action, elemId }) => (action === "del" && elemId ? [elemId] : []));
}
