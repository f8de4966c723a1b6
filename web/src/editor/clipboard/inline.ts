import type { Node } from "prosemirror-model";
import { allowedHref, linkValue } from "../model/link";
import { marksOf, type MarkValues } from "../model/marks";
import { schema } from "../model/schema";
import { STYLE } from "./inert";

export interface Run {
  text: string;
  readonly marks: MarkValues;
}

/** HTML's white space is one blank; no-break spaces stay. */
export const collapsed = (text: string): string => text.replace(/[ \t\r\n\f]+/g, " ");

/** The style property of an element, even one that a browser does not know (mso-list). */
export function styleOf(element: Element, name: string): string {
  const style = element.getAttribute(STYLE) ?? element.getAttribute("style") ?? "";
  const found = style.split(";").find((part) => part.split(":")[0]?.trim().toLowerCase() === name);
  return found?.slice(found.indexOf(":") + 1).trim().toLowerCase() ?? "";
}

const without = (marks: MarkValues, name: "strong" | "em"): MarkValues => {
  const { [name]: _, ...rest } = marks;
  return rest;
};

/** The marks inside an element: by its name, then by the style that word processors put instead. */
export function marksInside(element: Element, marks: MarkValues): MarkValues {
  const tag = element.localName;
  let now = marks;
  if (tag === "b" || tag === "strong") now = { ...now, strong: true };
  if (tag === "i" || tag === "em" || tag === "cite") now = { ...now, em: true };
  const weight = styleOf(element, "font-weight");
  if (/^(bold|bolder|[6-9]00)$/.test(weight)) now = { ...now, strong: true };
  if (/^(normal|[1-5]00)$/.test(weight)) now = without(now, "strong");
  const slant = styleOf(element, "font-style");
  if (slant === "italic") now = { ...now, em: true };
  if (slant === "normal") now = without(now, "em");
  const href = tag === "a" ? allowedHref(element.getAttribute("href") ?? "") : null;
  return href ? { ...now, link: linkValue(href, element.getAttribute("title") ?? "") } : now;
}

/** The runs of a block as nodes; where `exact` is false, blanks are trimmed as HTML shows them. */
export function inlineNodes(runs: readonly Run[], exact: boolean): Node[] {
  const kept: Run[] = [];
  for (const run of runs) {
    const before = kept.at(-1)?.text ?? "";
    let { text } = run;
    if (!exact && (before === "" || /[ \n]$/.test(before))) text = text.replace(/^ +/, "");
    if (!exact && text.startsWith("\n")) trimEnd(kept);
    if (text) kept.push({ text, marks: run.marks });
  }
  if (!exact) trimEnd(kept, /[ \n]+$/);
  return kept.filter((run) => run.text).map((run) => schema.text(run.text, marksOf(run.marks)));
}

function trimEnd(runs: Run[], blank = / +$/): void {
  for (let last = runs.at(-1); last; last = runs.at(-1)) {
    last.text = last.text.replace(blank, "");
    if (last.text) return;
    runs.pop();
  }
}
