import * as A from "@automerge/automerge/slim";
import { idAt, locate } from "../bridge/elements";
import { BODY, type Doc } from "../bridge/replica";

/** As many characters that one replica wrote one after the other: `server/domain/src/anchor/passage.rs`. */
interface Run {
  readonly counter: number;
  readonly more: number;
  readonly actor: string;
}

/** A passage by the names of its characters, with the words that it had when it was anchored. */
export interface Anchored {
  readonly runs: readonly Run[];
  readonly quote: string;
  readonly before: string;
  readonly after: string;
}

/** Automerge indexes, the second not included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The longest passage, in UTF-16 units, as the server has it. */
export const LONGEST = 5_000;
const CONTEXT = 32;
const TELLING = 16;

export function readRuns(text: string): Run[] {
  return text.split(" ").map((run) => {
    const [counters = "", actor = ""] = run.split("@");
    const [counter, more = "0"] = counters.split("+");
    return { counter: Number(counter), more: Number(more), actor };
  });
}

/** Where a passage stands: from the first of its characters that stands to the last, or where its words are. */
export function placeOf(doc: Doc, passage: Anchored): Range | null {
  const held = heldBy(doc, passage.runs);
  return (held && trimmed(doc.body, held)) ?? sought(doc.body, passage);
}

/** The range without blanks and markers at its ends, or null where nothing is left. */
export function trimmed(body: string, { from, to }: Range): Range | null {
  const inside = body.slice(from, to);
  const start = inside.search(/[^\s\uFFFC]/);
  if (start < 0) return null;
  return { from: from + start, to: from + inside.replace(/[\s\uFFFC]+$/, "").length };
}

/** The names of the first and last characters of a range. */
export function endsOf(doc: Doc, { from, to }: Range): [string, string] {
  const low = (at: number): boolean => /[\uDC00-\uDFFF]/.test(doc.body[at] ?? "");
  return [idAt(doc, BODY, from), idAt(doc, BODY, low(to - 1) ? to - 2 : to - 1)];
}

/** The state of a document, as forms say it. */
export const stateOf = (doc: Doc): string => [...A.getHeads(doc)].sort().join(",");

function heldBy(doc: Doc, runs: readonly Run[]): Range | null {
  const [first] = runs;
  const last = runs.at(-1);
  if (!first || !last) return null;
  try {
    const head = locate(doc, BODY, `${first.counter}@${first.actor}`);
    const tail = locate(doc, BODY, `${last.counter + last.more}@${last.actor}`);
    const from = head.alive ? head.index : nextOf(doc, runs, head.index, tail.index, 1);
    const at = tail.alive ? tail.index : nextOf(doc, runs, tail.index - 1, from ?? tail.index, -1);
    return from === null || at === null ? null : { from, to: at + ((doc.body.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) };
  } catch {
    // Characters that this replica does not have (yet).
    return null;
  }
}

/** The first index on the way, `by` one at a time, where a character of the passage stands. */
function nextOf(doc: Doc, runs: readonly Run[], start: number, end: number, by: 1 | -1): number | null {
  for (let at = start; by > 0 ? at <= end && at < doc.body.length : at >= end; at += by) if (holds(runs, idAt(doc, BODY, at))) return at;
  return null;
}

function holds(runs: readonly Run[], name: string): boolean {
  const [counter, actor] = name.split("@");
  const number = Number(counter);
  return runs.some((run) => run.actor === actor && run.counter <= number && number <= run.counter + run.more);
}

function sought(body: string, { quote, before, after }: Anchored): Range | null {
  const text = body.replaceAll("\uFFFC", "\n");
  const found: Range[] = [];
  for (let at = quote ? text.indexOf(quote) : -1; at >= 0; at = text.indexOf(quote, at + 1)) found.push({ from: at, to: at + quote.length });
  const around = found.filter((range) => lead(body, range) === before && tail(body, range) === after);
  const telling = quote.length >= TELLING;
  if (around.length === 1 && (telling || before || after)) return around[0] ?? null;
  return found.length === 1 && telling ? (found[0] ?? null) : null;
}

const lead = (body: string, { from }: Range): string => body.slice(Math.max(0, from - CONTEXT), from).split("\uFFFC").at(-1) ?? "";
const tail = (body: string, { to }: Range): string => body.slice(to, to + CONTEXT).split("\uFFFC")[0] ?? "";
