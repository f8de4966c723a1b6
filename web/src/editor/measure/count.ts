import type { Node } from "prosemirror-model";

/** Words and characters. A word is what stands between blanks (a narrow one parts no figure) and holds a letter or a figure; characters are as one sees them, blanks too. */
export interface Count {
  readonly words: number;
  readonly signs: number;
}

const NONE: Count = { words: 0, signs: 0 };
const segments = new Intl.Segmenter("fr", { granularity: "grapheme" });

/** A character that is one UTF-16 unit and joins no other. */
const SIMPLE = /^[\n\u0020-\u007e\u00a0-\u02ff\u2000-\u200a\u2010-\u2027\u202f-\u205f\u20a0-\u20bf]*$/;

const signsOf = (text: string): number => (SIMPLE.test(text) ? text.length : [...segments.segment(text)].length);

export const countText = (text: string): Count => ({
  words: text.split(/[^\S\u202f]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length,
  signs: signsOf(text.replace(/\n/g, "")),
});

const counted = new WeakMap<Node, Count>();

/** A block counted once for as long as it stays as it is. */
function countBlock(node: Node): Count {
  const known = counted.get(node);
  if (known) return known;
  const count = node.isTextblock ? countText(node.textContent) : NONE;
  counted.set(node, count);
  return count;
}

const sum = (a: Count, b: Count): Count => ({ words: a.words + b.words, signs: a.signs + b.signs });

/** A whole text. */
export const countDoc = (doc: Node): Count => doc.children.reduce((all, node) => sum(all, countBlock(node)), NONE);

/** What stands between two positions. */
export function countBetween(doc: Node, from: number, to: number): Count {
  let all = NONE;
  doc.forEach((node, pos) => {
    if (pos >= to || pos + node.nodeSize <= from || !node.isTextblock) return;
    const [start, end] = [Math.max(0, from - pos - 1), Math.min(node.content.size, to - pos - 1)];
    const whole = start === 0 && end === node.content.size;
    all = sum(all, whole ? countBlock(node) : countText(node.textBetween(start, Math.max(start, end))));
  });
  return all;
}
