import type { Mark } from "prosemirror-model";
import { isProposal, isSuggestion, suggestionOf, type SuggestionName } from "../suggestions/names";
import { schema } from "./schema";

/** The marks a character may carry, as Automerge holds them. */
export const MARK_NAMES = ["strong", "em", "link", "footnote"] as const;
/** One of these, or what is suggested: then the name says by whom. */
export type MarkName = (typeof MARK_NAMES)[number] | SuggestionName;
export type MarkValue = string | boolean;
export type MarkValues = Readonly<Partial<Record<MarkName, MarkValue>>>;

/** No mark at all; shared, so that plain runs compare by identity. */
export const PLAIN: MarkValues = Object.freeze({});

/** Whether text typed by a colleague at the end of a run, unseen by us, belongs to the run. */
export const expandOf = (name: MarkName): "after" | "none" =>
  name === "link" || (isSuggestion(name) && suggestionOf(name)?.kind !== "insert") ? "none" : "after";

/** The names of marks that characters of these rows carry: the usual ones, and those of suggestions. */
export function namesIn(...rows: readonly (readonly ({ readonly marks?: MarkValues } | null)[])[]): MarkName[] {
  const names = new Set<MarkName>(MARK_NAMES);
  let last: MarkValues = PLAIN;
  for (const row of rows) {
    for (const token of row) {
      const marks = token?.marks;
      if (!marks || marks === PLAIN || marks === last) continue;
      last = marks;
      for (const name of Object.keys(marks)) names.add(name as MarkName);
    }
  }
  return [...names];
}

const isSwitch = (name: MarkName): boolean => name === "strong" || name === "em";

/** Keeps what the schema knows of a raw Automerge mark set: absent, null and malformed values are no mark. */
export function readMarks(raw: Readonly<Record<string, unknown>> | undefined): MarkValues {
  if (!raw) return PLAIN;
  const kept: Partial<Record<MarkName, MarkValue>> = {};
  for (const name of MARK_NAMES) {
    const value = raw[name];
    if (isSwitch(name) ? value === true : typeof value === "string" && value !== "") kept[name] = value as MarkValue;
  }
  for (const name of Object.keys(raw)) if (isProposal(name, raw[name])) kept[name as MarkName] = raw[name] as MarkValue;
  return Object.keys(kept).length ? kept : PLAIN;
}

/** ProseMirror's marks of a run, as Automerge values. */
export function valuesOf(marks: readonly Mark[]): MarkValues {
  if (!marks.length) return PLAIN;
  const values: Partial<Record<MarkName, MarkValue>> = {};
  for (const mark of marks) {
    const name = (mark.type === schema.marks.suggestion ? mark.attrs.name : mark.type.name) as MarkName;
    values[name] = isSwitch(name) ? true : (mark.attrs.value as MarkValue);
  }
  return values;
}

/** The inverse of {@link valuesOf}. */
export function marksOf(values: MarkValues): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (const name of MARK_NAMES) {
    const value = values[name];
    if (value === undefined) continue;
    marks = schema.mark(name, value === true ? null : { value }).addToSet(marks);
  }
  // In one order, so that two views of one document are equal.
  for (const name of Object.keys(values).filter(isSuggestion).sort()) {
    marks = schema.mark("suggestion", { name, value: values[name] }).addToSet(marks);
  }
  return marks;
}

export function sameMarks(a: MarkValues, b: MarkValues): boolean {
  if (a === b) return true;
  const names = Object.keys(a) as MarkName[];
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
