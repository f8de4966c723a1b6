import * as A from "@automerge/automerge/slim";
import { BODY, TITLE, type Doc, type Path } from "../bridge/replica";
import { docFromSpans } from "../model/spans";
import type { Passage } from "../../offline/register";
import { flatten, isBlock, isChar, pushText, type Token } from "../model/tokens";

/** The indexes of one text that were inserted since `heads`. */
function addedSince(doc: Doc, heads: A.Heads, [text]: Path): Set<number> {
  const added = new Set<number>();
  for (const patch of A.diff(doc, heads, A.getHeads(doc))) {
    if (patch.action !== "splice" || patch.path[0] !== text || patch.path.length !== 2) continue;
    const start = patch.path[1] as number;
    for (let at = 0; at < patch.value.length; at++) added.add(start + at);
  }
  return added;
}

function passagesOf(tokens: readonly Token[], added: ReadonlySet<number>): Passage[] {
  const passages: { text: string; added: boolean }[][] = [[]];
  tokens.forEach((token, index) => {
    if (isBlock(token)) passages.push([]);
    if (!isChar(token)) return;
    const passage = passages.at(-1)!;
    const last = passage.at(-1);
    if (last?.added === added.has(index)) last.text += token.char;
    else passage.push({ text: token.char, added: added.has(index) });
  });
  return passages.filter((passage) => passage.some((stretch) => stretch.added));
}

/** What was written here and a holder of `heads` does not have, block by block, each with the words around it. */
export function unsentPassages(doc: Doc, heads: A.Heads): Passage[] {
  const title: Token[] = [];
  pushText(title, doc.title, {});
  const body = flatten(docFromSpans(A.spans(doc, BODY)));
  return [...passagesOf(title, addedSince(doc, heads, TITLE)), ...passagesOf(body, addedSince(doc, heads, BODY))];
}
