import * as A from "@automerge/automerge/slim";
import type { Node } from "prosemirror-model";
import { sameBlock, sameShape, type Block } from "../model/block";
import { namesIn, readMarks, sameMarks } from "../model/marks";
import { proposalsWhere, sameProposals } from "../suggestions/blocks";
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
  const skeleton = compared(actual, wanted, replica.person);
  if (!skeleton) return false;
  const runs = namesIn(actual as never, wanted as never).flatMap((name) => markRuns(actual, wanted, name).map((run) => ({ name, ...run })));
  // A suggestion of somebody else is never written; new text only sheds one that it fell into.
  const fixes = runs.filter(({ name, set }) => set === null || !isOthers(name, replica.person));
  if (fixes.length) {
    replica.change((draft) => {
      for (const { name, from, to, set } of fixes) setMark(draft, BODY, from, to - from, name, set);
    });
  }
  return fixes.length === runs.length ? skeleton : "lent";
}

/** Compares characters and blocks, marks aside: "lent" where blocks differ by what somebody else suggests of them only. */
function compared(actual: readonly Token[], wanted: readonly Token[], person: string | undefined): boolean | "lent" {
  let lent = false;
  const same = (token: Token, at: number): boolean => {
    const other = wanted[at];
    if (!aligned(token, other)) return false;
    if (!isBlock(token) || !isBlock(other) || sameBlock(token.block, other.block)) return true;
    return (lent = sameButOthers(token.block, other.block, person));
  };
  return actual.length === wanted.length && actual.every(same) && (!lent || "lent");
}

/** A block may hide what is suggested of it, while it is a rule or an image; it shows as soon as the block is another. */
function sameButOthers(a: Block, b: Block, person: string | undefined): boolean {
  const own = ({ suggested }: Block) => proposalsWhere(suggested, (name) => !isOthers(name, person));
  return sameShape(a, b) && sameProposals(own(a), own(b));
}

/** Whether what is suggested of a block changed with it: others' suggestions that a rule hid may then be shown. */
const reveals = (thing: Done): boolean => thing.kind === "reshaped" && !sameProposals(thing.was.suggested, thing.set.suggested);

/**
 * Whether a change needs no check: only text that was inserted can take marks unasked, and one run of typed characters is
 * proven by its patch, which says where it landed and with which marks. Then nothing is read, whatever the text's length.
 */
export function proven(done: readonly Done[], patches: readonly A.Patch[], index: number, now: readonly Token[]): boolean {
  const inserts = done.some((thing) => thing.kind === "added");
  if (done.some(reveals)) return false;
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
