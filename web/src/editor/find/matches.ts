import type { Node } from "prosemirror-model";
import { fold } from "./folding";

/** What is looked for. */
export interface Query {
  readonly words: string;
  /** Whether case and accents count. */
  readonly exact: boolean;
  /** Whether it must stand as a word of its own. */
  readonly whole: boolean;
}

/** Two places in the text. */
export interface Match {
  readonly from: number;
  readonly to: number;
}

const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}\p{M}_]/u.test(char);

const charBefore = (text: string, at: number): string | undefined => [...text.slice(Math.max(0, at - 2), at)].at(-1);
const charAfter = (text: string, at: number): string | undefined => [...text.slice(at, at + 2)][0];

/** The offsets in a text at which a folded needle stands; they never overlap. */
export function matchesIn(source: string, query: Query): Match[] {
  const needle = fold(query.words, query.exact).text;
  const { text, offsets } = fold(source, query.exact);
  const found: Match[] = [];
  for (let at = text.indexOf(needle); needle && at >= 0; ) {
    const [from, end] = [offsets[at]!, at + needle.length];
    // A match ends with a whole character, its accents included.
    let to = offsets[end]!;
    while (!query.exact && /^\p{M}/u.test(source.slice(to))) to += charAfter(source, to)!.length;
    const begins = at === 0 || offsets[at - 1] !== from;
    const ends = end === text.length || offsets[end - 1] !== to;
    const alone = !query.whole || !(isWord(charBefore(source, from)) || isWord(charAfter(source, to)));
    const fits = begins && ends && to > from && alone;
    if (fits) found.push({ from, to });
    at = text.indexOf(needle, fits ? end : at + 1);
  }
  return found;
}

/** Looks through a text block by block, and again only through those that changed. */
export class Finder {
  private readonly known = new WeakMap<Node, readonly Match[]>();

  constructor(readonly query: Query) {}

  find(doc: Node): Match[] {
    const found: Match[] = [];
    if (!this.query.words) return found;
    doc.forEach((node, pos) => {
      for (const { from, to } of this.inBlock(node)) found.push({ from: pos + 1 + from, to: pos + 1 + to });
    });
    return found;
  }

  private inBlock(node: Node): readonly Match[] {
    const known = this.known.get(node);
    if (known) return known;
    const found = node.isTextblock ? matchesIn(node.textContent, this.query) : [];
    this.known.set(node, found);
    return found;
  }
}
