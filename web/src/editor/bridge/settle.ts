import * as A from "@automerge/automerge/slim";
import type { Node } from "prosemirror-model";
import { sameBlock } from "../model/block";
import { MARK_NAMES, readMarks, sameMarks, type MarkName, type MarkValue } from "../model/marks";
import { docFromSpans } from "../model/spans";
import { aligned, flatten, isBlock, isChar, type Token } from "../model/tokens";
import { markRuns } from "./local";
import { BODY, type Replica } from "./replica";
import { setMark, type Done } from "./writer";

/** The view that the document asks for. */
export const docOf = (replica: Replica): Node => docFromSpans(A.spans(replica.doc(), BODY));

/**
 * New text takes the marks of the place where it lands, deleted neighbours' included, which nothing short of the
 * document knows. So marks are compared after the change, and corrected by a second one where they differ from `wanted`.
 * Gives false where more than marks differ: then the document is right and the view must follow it.
 */
export function settle(replica: Replica, wanted: readonly Token[], actualDoc = docOf(replica)): boolean {
  const actual = flatten(actualDoc);
  if (!sameSkeleton(actual, wanted)) return false;
  const fixes = MARK_NAMES.flatMap((name) => markRuns(actual, wanted, name).map((run) => ({ name, ...run })));
  if (fixes.length) {
    replica.change((draft) => {
      for (const { name, from, to, set } of fixes) setMark(draft, BODY, from, to - from, name, set);
    });
  }
  return true;
}

function sameSkeleton(actual: readonly Token[], wanted: readonly Token[]): boolean {
  return (
    actual.length === wanted.length &&
    actual.every((token, at) => {
      const other = wanted[at];
      return aligned(token, other) && (!isBlock(token) || !isBlock(other) || sameBlock(token.block, other.block));
    })
  );
}

/**
 * Whether what was done is so simple that its patches prove it: characters removed, or one run of characters typed at `index`
 * that took the marks it has in the view. Then nothing more need be read, whatever the text's length.
 */
export function proven(done: readonly Done[], patches: readonly A.Patch[], index: number, typed: readonly Token[]): boolean {
  if (done.every((thing) => thing.kind === "removed")) return patches.every((patch) => patch.action === "del");
  const [first] = typed;
  const [patch] = patches;
  if (done.length !== 1 || patches.length !== 1 || patch?.action !== "splice" || !isChar(first)) return false;
  if (patch.path[1] !== index) return false;
  return sameMarks(readMarks(patch.marks as Record<string, unknown>), first.marks) && spells(typed, patch.value, first);
}

function spells(typed: readonly Token[], text: string, first: { marks: Partial<Record<MarkName, MarkValue>> }): boolean {
  const same = typed.every((token) => token === null || (isChar(token) && sameMarks(token.marks, first.marks)));
  return same && typed.map((token) => (isChar(token) ? token.char : "")).join("") === text;
}
