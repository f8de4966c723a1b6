import type { Node } from "prosemirror-model";
import { blockOf, holdsNoText, nodeOf, type Block } from "./block";
import { marksOf, sameMarks, valuesOf, type MarkValues } from "./marks";
import { schema } from "./schema";

/** A character (one code point) with its marks. */
export interface CharToken {
  readonly char: string;
  readonly marks: MarkValues;
}

/** A block's marker. */
export interface BlockToken {
  readonly block: Block;
}

/** What stands at one UTF-16 index of the Automerge text; null is the second half of the character before it. */
export type Token = CharToken | BlockToken | null;

export const isBlock = (token: Token | undefined): token is BlockToken => !!token && "block" in token;
export const isChar = (token: Token | undefined): token is CharToken => !!token && "char" in token;

/** Appends the tokens of `text`, one an index. */
export function pushText(tokens: Token[], text: string, marks: MarkValues): void {
  for (const char of text) {
    tokens.push({ char, marks });
    if (char.length === 2) tokens.push(null);
  }
}

/** Appends what a block's node holds between two offsets of its content. */
function pushContent(tokens: Token[], node: Node, from: number, to: number): void {
  node.forEach((child, offset) => {
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, child.nodeSize);
    if (start < end) pushText(tokens, (child.text ?? "").slice(start, end), valuesOf(child.marks));
  });
}

/** The tokens between two ProseMirror positions, in the order and at the width of the Automerge text. */
export function flatten(doc: Node, from = 0, to = doc.content.size): Token[] {
  const tokens: Token[] = [];
  doc.forEach((node, pos) => {
    if (pos >= to || pos + node.nodeSize <= from) return;
    const block = blockOf(node);
    if (block && pos >= from) tokens.push({ block });
    pushContent(tokens, node, from - pos - 1, to - pos - 1);
  });
  return tokens;
}

/** The inverse of {@link flatten} of a whole document. */
export function docOfTokens(tokens: readonly Token[]): Node {
  const blocks: Node[] = [];
  for (let at = 0; at < tokens.length; ) {
    const first = tokens[at];
    const start = isBlock(first) ? at + 1 : at;
    let end = start;
    if (!isBlock(first) || !holdsNoText(first.block)) while (end < tokens.length && !isBlock(tokens[end])) end++;
    const content = contentOf(tokens.slice(start, end));
    blocks.push(isBlock(first) ? nodeOf(first.block, content) : schema.node("paragraph", { marker: false }, content));
    at = end;
  }
  return schema.node("doc", null, blocks.length ? blocks : [schema.node("paragraph", { marker: false })]);
}

function contentOf(tokens: readonly Token[]): Node[] {
  const runs: { text: string; marks: MarkValues }[] = [];
  for (const token of tokens) {
    if (!isChar(token)) continue;
    const last = runs.at(-1);
    if (last && sameMarks(last.marks, token.marks)) last.text += token.char;
    else runs.push({ text: token.char, marks: token.marks });
  }
  return runs.map(({ text, marks }) => schema.text(text, marksOf(marks)));
}

/** Whether two tokens may stand for the same element: any marker for any marker, a character for itself. */
export function aligned(a: Token | undefined, b: Token | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === null || b === null) return a === b;
  if (isBlock(a) || isBlock(b)) return isBlock(a) && isBlock(b);
  return a.char === b.char;
}
