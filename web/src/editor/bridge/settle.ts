import * as A from "@automerge/automerge/slim";
import type { Node } from "prosemirror-model";
import { sameBlock } from "../model/block";
import { namesIn, readMarks, sameMarks } from "../model/marks";
import { isOthers } from "../suggestions/names";
import { docFromSpans } from "../model/spans";
import { aligned, flatten, isBlock, isChar, type CharToken, type Token } from "../model/tokens";
import { markRuns } from "./local";
import { BODY, type Replica } from "./replica";
import { setMark, type Done } from "./writer";

/** The view that the document asks for. */
export const docOf = (replica: Replica): Node => docFromSpans(A.spans(replica.doc(), BODY));

/**
 * New text takes the marks of the place where it lands, deleted neighbours' included, which nothing short of the
 * document knows. So marks are compared after the change, and corrected by a second one where they differ from `wanted`.
 * Gives false where more than marks differ: then the document is right and the view must follow it; and "lent" where
 * somebody else's suggestion is not as wanted, which is the document's to say.
 */
export function settle(replica: Replica, wanted: readonly Token[], actualDoc = docOf(replica)): boolean | "lent" {
  const actual = flatten(actualDoc);
  if (!sameSkeleton(actual, wanted)) return false;
  const runs = namesIn(actual as never, wanted as never).flatMap((name) => markRuns(actual, wanted, name).map((run) => ({ name, ...run })));
  // A suggestion of somebody else is never written; new text only sheds one that it fell into.
  const fixes = runs.filter(({ name, set }) => set === null || !isOthers(name, replica.person));
  if (fixes.length) {
    replica.change((draft) => {
      for (const { name, from, to, set } of fixes) setMark(draft, BODY, from, to - from, name, set);
    });
  }
  return fixes.length === runs.length || "lent";
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
 * Whether a change needs no check: only text that was inserted can take marks unasked, and one run of typed characters is
 * proven by its patch, which says where it landed and with which marks. Then nothing is read, whatever the text's length.
 */
export function proven(done: readonly Done[], patches: readonly A.Patch[], index: number, now: readonly Token[]): boolean {
  const inserts = done.some((thing) => thing.kind === "added");
  if (!inserts || (done.length === 1 && now.length === 1 && isBlock(now[0]))) return true;
  const [first] = now;
  const [patch] = patches;
  if (done.length !== 1 || patches.length !== 1 || patch?.action !== "splice" || patch.path[1] !== index || !isChar(first)) return false;
  return sameMarks(readMarks(patch.marks as Record<string, unknown>), first.marks) && spells(now, patch.value, first);
}

/** Whether tokens are this text, in one run of marks. */
function spells(tokens: readonly Token[], text: string, first: CharToken): boolean {
  const same = tokens.every((token) => token === null || (isChar(token) && sameMarks(token.marks, first.marks)));
  return same && tokens.map((token) => (isChar(token) ? token.char : "")).join("") === text;
}
