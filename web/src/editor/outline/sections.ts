import type { Node } from "prosemirror-model";

/** A heading of the text. */
export interface Heading {
  readonly pos: number;
  readonly level: number;
  /** Its words on one line; "" where it has none yet. */
  readonly text: string;
}

const lineOf = (node: Node): string => node.textContent.replace(/\s+/g, " ").trim();

/** The headings of a text, in order. */
export function headingsOf(doc: Node): Heading[] {
  const headings: Heading[] = [];
  doc.forEach((node, pos) => {
    if (node.type.name === "heading") headings.push({ pos, level: node.attrs.level as number, text: lineOf(node) });
  });
  return headings;
}

/** Which heading a place stands under: its index, or -1 before the first. */
export function sectionAt(headings: readonly Heading[], pos: number): number {
  let at = -1;
  while (at + 1 < headings.length && headings[at + 1]!.pos < pos) at++;
  return at;
}
