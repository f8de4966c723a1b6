import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { AddMarkStep, AttrStep, Mapping, RemoveMarkStep, type Step } from "prosemirror-transform";

/** A changed stretch: positions in the document before all the steps, and in the one after. */
export interface ChangedRange {
  oldFrom: number;
  oldTo: number;
  newFrom: number;
  newTo: number;
}

/** What a step touches, before and after it. Steps that move nothing have empty maps, so they are read by kind. */
function touched(step: Step): ChangedRange[] {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    return [{ oldFrom: step.from, oldTo: step.to, newFrom: step.from, newTo: step.to }];
  }
  if (step instanceof AttrStep) {
    const [from, to] = [step.pos, step.pos + 1];
    return [{ oldFrom: from, oldTo: to, newFrom: from, newTo: to }];
  }
  const ranges: ChangedRange[] = [];
  step.getMap().forEach((oldFrom, oldTo, newFrom, newTo) => ranges.push({ oldFrom, oldTo, newFrom, newTo }));
  return ranges;
}

/** Joins ranges that touch, before or after. */
function merged(ranges: ChangedRange[]): ChangedRange[] {
  ranges.sort((a, b) => a.newFrom - b.newFrom || a.oldFrom - b.oldFrom);
  const out: ChangedRange[] = [];
  for (const range of ranges) {
    const last = out.at(-1);
    if (last && (range.newFrom <= last.newTo || range.oldFrom <= last.oldTo)) {
      last.oldFrom = Math.min(last.oldFrom, range.oldFrom);
      last.newFrom = Math.min(last.newFrom, range.newFrom);
      last.oldTo = Math.max(last.oldTo, range.oldTo);
      last.newTo = Math.max(last.newTo, range.newTo);
    } else out.push({ ...range });
  }
  return out.length < ranges.length ? merged(out) : out;
}

/** Whether what stands between the ranges has the same length before and after. */
function coherent(ranges: readonly ChangedRange[], oldSize: number, newSize: number): boolean {
  let [oldAt, newAt] = [0, 0];
  for (const range of ranges) {
    if (range.oldFrom - oldAt !== range.newFrom - newAt) return false;
    [oldAt, newAt] = [range.oldTo, range.newTo];
  }
  return oldSize - oldAt === newSize - newAt;
}

/** The stretches that transactions changed, in order; outside of them nothing differs. */
export function changedRanges(transactions: readonly Transaction[], oldDoc: Node, newDoc: Node): ChangedRange[] {
  const steps = transactions.flatMap((transaction) => transaction.steps);
  const maps = steps.map((step) => step.getMap());
  const mapping = new Mapping(maps);
  const ranges = steps.flatMap((step, i) => {
    // A slice of a mapping is inverted with what it was cut from: this one must stand alone.
    const back = new Mapping(maps.slice(0, i)).invert();
    const forth = mapping.slice(i + 1);
    return touched(step).map((range) => ({
      oldFrom: back.map(range.oldFrom, -1),
      oldTo: back.map(range.oldTo, 1),
      newFrom: forth.map(range.newFrom, -1),
      newTo: forth.map(range.newTo, 1),
    }));
  });
  const joined = merged(ranges);
  const [oldTo, newTo] = [oldDoc.content.size, newDoc.content.size];
  return coherent(joined, oldTo, newTo) ? joined : [{ oldFrom: 0, oldTo, newFrom: 0, newTo }];
}
