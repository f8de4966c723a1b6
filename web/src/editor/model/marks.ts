import type { Mark } from "prosemirror-model";
import { schema } from "./schema";

/** The marks a character may carry, as Automerge holds them. */
export const MARK_NAMES = ["strong", "em", "link", "footnote"] as const;
export type MarkName = (typeof MARK_NAMES)[number];
export type MarkValue = string | true;
export type MarkValues = Readonly<Partial<Record<MarkName, MarkValue>>>;

/** No mark at all; shared, so that plain runs compare by identity. */
export const PLAIN: MarkValues = Object.freeze({});

/** Whether text typed by a colleague at the end of a run, unseen by us, belongs to the run. */
export const EXPAND: Readonly<Record<MarkName, "after" | "none">> = {
  strong: "after",
  em: "after",
  link: "none",
  footnote: "after",
};

const isSwitch = (name: MarkName): boolean => name === "strong" || name === "em";

/** Keeps what the schema knows of a raw Automerge mark set: absent, null and malformed values are no mark. */
export function readMarks(raw: Readonly<Record<string, unknown>> | undefined): MarkValues {
  if (!raw) return PLAIN;
  const kept: Partial<Record<MarkName, MarkValue>> = {};
  for (const name of MARK_NAMES) {
    const value = raw[name];
    if (isSwitch(name) ? value === true : typeof value === "string" && value !== "") kept[name] = value as MarkValue;
  }
  return Object.keys(kept).length ? kept : PLAIN;
}

/** ProseMirror's marks of a run, as Automerge values. */
export function valuesOf(marks: readonly Mark[]): MarkValues {
  if (!marks.length) return PLAIN;
  const values: Partial<Record<MarkName, MarkValue>> = {};
  for (const mark of marks) {
    const name = mark.type.name as MarkName;
    values[name] = isSwitch(name) ? true : (mark.attrs.value as string);
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
  return marks;
}

export function sameMarks(a: MarkValues, b: MarkValues): boolean {
  return a === b || MARK_NAMES.every((name) => a[name] === b[name]);
}
