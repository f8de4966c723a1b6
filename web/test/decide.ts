import * as A from "@automerge/automerge/slim";
import { BODY, type Doc, type Draft } from "../src/editor/bridge/replica";
import { readBlock, type Block } from "../src/editor/model/block";
import { NONE, readShape } from "../src/editor/suggestions/blocks";
import { suggestionOf, type Suggestion } from "../src/editor/suggestions/names";

/** A character of the body with its marks, or a marker with what is suggested of it; and where it stands. */
export interface Letter {
  readonly char: string;
  readonly at: number;
  readonly marks: Readonly<Record<string, unknown>>;
  readonly block: Block | null;
}

/** What a text is made of. */
export function letters(doc: Doc): Letter[] {
  const found: Letter[] = [];
  let at = 0;
  for (const span of A.spans(doc, BODY)) {
    if (span.type === "block") {
      const block = readBlock(span.value as Record<string, unknown>);
      found.push({ char: "¶", at: at++, marks: block.suggested ?? NONE, block });
    } else
      for (const char of span.value) {
        found.push({ char, at, marks: (span.marks ?? {}) as Record<string, unknown>, block: null });
        at += char.length;
      }
  }
  return found;
}

/** What is suggested of a character or of a block. */
export const touches = (letter: Letter): (Suggestion & { name: string; value: unknown })[] =>
  Object.keys(letter.marks).flatMap((name) => {
    const suggestion = suggestionOf(name);
    return suggestion && letter.marks[name] !== null ? [{ ...suggestion, name, value: letter.marks[name] }] : [];
  });

/** The text without what is only suggested, as the server reads it: a line for each block, with its kind. */
export const settled = (doc: Doc): string =>
  letters(doc)
    .filter((letter) => !touches(letter).some(({ kind }) => kind === "insert"))
    .map(({ char, block }) => (block ? `\n${[...block.parents, block.type].join("/")}: ` : char))
    .join("")
    .trimStart();

/** The suggestions in a text: `PERSON-CODE`, each once. */
export const keys = (doc: Doc): string[] => [...new Set(letters(doc).flatMap((letter) => touches(letter).map(({ person, code }) => `${person}-${code}`)))];

/** Accepts or refuses a suggestion as the server does: one change, formatting first, then what goes, from the end. */
export function decide(draft: Draft, row: readonly Letter[], key: string, accepted: boolean): void {
  const gone: Letter[] = [];
  for (const letter of row) {
    for (const touch of touches(letter)) {
      if (`${touch.person}-${touch.code}` !== key) continue;
      const goes = touch.kind === (accepted ? "delete" : "insert");
      if (goes && !(letter.block && letter.at === 0)) gone.push(letter);
      else if (letter.block) settleBlock(draft, letter.at, touch, accepted);
      if (!letter.block) settleLetter(draft, letter, touch, accepted);
    }
  }
  for (const { at, char } of gone.reverse()) A.splice(draft, BODY, at, char.length, "");
}

type Touch = ReturnType<typeof touches>[number];

function settleLetter(draft: Draft, letter: Letter, { kind, name, value }: Touch, accepted: boolean): void {
  const range = { start: letter.at, end: letter.at + letter.char.length, expand: "after" as const };
  A.unmark(draft, BODY, range, name);
  if (!accepted || kind === "insert" || kind === "delete") return;
  if (value === false) A.unmark(draft, BODY, range, kind);
  else A.mark(draft, BODY, range, kind, value as string | boolean);
}

function settleBlock(draft: Draft, at: number, { kind, name, value }: Touch, accepted: boolean): void {
  const backend = A.getBackend(draft as A.Doc<Draft>);
  const marker = `/${BODY[0]}/${at}`;
  backend.delete(marker, name);
  const shape = accepted && kind === "shape" ? readShape(String(value)) : null;
  if (!shape) return;
  if (backend.get(marker, "type") !== shape.type) backend.put(marker, "type", shape.type, "str");
  backend.putObject(marker, "attrs", (shape.level === undefined ? {} : { level: shape.level }) as unknown as string);
  backend.putObject(marker, "parents", [...shape.parents]);
}
