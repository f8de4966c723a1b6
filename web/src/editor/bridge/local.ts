import type { Node } from "prosemirror-model";
import { sameBlock } from "../model/block";
import { namesIn, PLAIN, type MarkName, type MarkValue, type MarkValues } from "../model/marks";
import { indexAt } from "../model/positions";
import { aligned, flatten, isBlock, isChar, type Token } from "../model/tokens";
import type { ChangedRange } from "./ranges";
import type { Writer } from "./writer";

/** How two rows of tokens differ: what they share at both ends, never cutting a code point. */
export function trim(before: readonly Token[], after: readonly Token[]): { prefix: number; suffix: number } {
  const most = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < most && aligned(before[prefix], after[prefix])) prefix++;
  let suffix = 0;
  while (suffix < most - prefix && aligned(before.at(-1 - suffix), after.at(-1 - suffix))) suffix++;
  while (suffix > 0 && (before.at(-suffix) === null || after.at(-suffix) === null)) suffix--;
  return { prefix, suffix };
}

/** Brings markers and marks of tokens that stay (same length, aligned) from `before` to `after`. */
function sync(writer: Writer, index: number, before: readonly Token[], after: readonly Token[]): void {
  before.forEach((old, at) => {
    const now = after[at];
    if (isBlock(old) && isBlock(now) && !sameBlock(old.block, now.block)) writer.reshape(index + at, old.block, now.block);
  });
  for (const name of namesIn(before as never, after as never)) syncMark(writer, index, before, after, name);
}

/** One stretch over which a mark goes from one value to another. */
interface MarkRun {
  readonly from: number;
  to: number;
  readonly was: MarkValue | null;
  readonly set: MarkValue | null;
}

/** The runs of characters on which `name` differs, cut at markers. */
export function markRuns(before: readonly Token[], after: readonly Token[], name: MarkName): MarkRun[] {
  const runs: MarkRun[] = [];
  let run: MarkRun | null = null;
  before.forEach((old, at) => {
    const now = after[at];
    if (old === null || now === null) {
      if (run) run.to = at + 1;
      return;
    }
    const was = (isChar(old) ? old.marks[name] : undefined) ?? null;
    const set = (isChar(now) ? now.marks[name] : undefined) ?? null;
    if (was === set) run = null;
    else if (run && run.was === was && run.set === set) run.to = at + 1;
    else runs.push((run = { from: at, to: at + 1, was, set }));
  });
  return runs;
}

function syncMark(writer: Writer, index: number, before: readonly Token[], after: readonly Token[], name: MarkName): void {
  for (const run of markRuns(before, after, name)) writer.mark(index + run.from, run.to - run.from, name, run.set, run.was);
}

/** The marks of the character before a place, which may lend them to what is typed there. */
function marksBefore(doc: Node, from: number, prefix: readonly Token[]): MarkValues {
  const row = prefix.length ? prefix : flatten(doc, Math.max(0, from - 2), from);
  const last = row.at(-1) === null ? row.at(-2) : row.at(-1);
  return isChar(last) ? last.marks : PLAIN;
}

/** Writes what ranges say changed, last first so that earlier indexes hold. New text gets its marks when settled. */
export function writeLocal(writer: Writer, oldDoc: Node, newDoc: Node, ranges: readonly ChangedRange[]): void {
  for (const range of [...ranges].reverse()) {
    const before = flatten(oldDoc, range.oldFrom, range.oldTo);
    const after = flatten(newDoc, range.newFrom, range.newTo);
    const { prefix, suffix } = trim(before, after);
    const index = indexAt(oldDoc, range.oldFrom);
    const tail = before.length - suffix;
    sync(writer, index + tail, before.slice(tail), after.slice(after.length - suffix));
    writer.remove(index + prefix, before.slice(prefix, tail));
    writer.insert(index + prefix, after.slice(prefix, after.length - suffix), marksBefore(oldDoc, range.oldFrom, before.slice(0, prefix)));
    sync(writer, index, before.slice(0, prefix), after.slice(0, prefix));
  }
}
