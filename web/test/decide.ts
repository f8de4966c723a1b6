import * as A from "@automerge/automerge/slim";
import { BODY, type Doc, type Draft } from "../src/editor/bridge/replica";
import { suggestionOf, type Suggestion } from "../src/editor/suggestions/names";

/** A character of the body with its marks, and where it stands. */
export interface Letter {
  readonly char: string;
  readonly at: number;
  readonly marks: Readonly<Record<string, unknown>>;
}

/** The characters of a text, without its markers. */
export function letters(doc: Doc): Letter[] {
  const found: Letter[] = [];
  let at = 0;
  for (const span of A.spans(doc, BODY)) {
    if (span.type === "block") at++;
    else for (const char of span.value) {
      found.push({ char, at, marks: (span.marks ?? {}) as Record<string, unknown> });
      at += char.length;
    }
  }
  return found;
}

/** What is suggested of a character. */
export const touches = (letter: Letter): (Suggestion & { name: string; value: unknown })[] =>
  Object.keys(letter.marks).flatMap((name) => {
    const suggestion = suggestionOf(name);
    return suggestion && letter.marks[name] !== null ? [{ ...suggestion, name, value: letter.marks[name] }] : [];
  });

/** The text without what is only suggested, as the server reads it. */
export const settled = (doc: Doc): string =>
  letters(doc)
    .filter((letter) => !touches(letter).some(({ kind }) => kind === "insert"))
    .map(({ char }) => char)
    .join("");

/** The suggestions in a text: `PERSON-CODE`, each once. */
export const keys = (doc: Doc): string[] => [...new Set(letters(doc).flatMap((letter) => touches(letter).map(({ person, code }) => `${person}-${code}`)))];

/** Accepts or refuses a suggestion as the server does: one change, formatting first, then what goes, from the end. */
export function decide(draft: Draft, row: readonly Letter[], key: string, accepted: boolean): void {
  const gone: Letter[] = [];
  for (const letter of row) {
    const range = { start: letter.at, end: letter.at + letter.char.length, expand: "after" as const };
    for (const { kind, person, code, name, value } of touches(letter)) {
      if (`${person}-${code}` !== key) continue;
      A.unmark(draft, BODY, range, name);
      if (kind === (accepted ? "delete" : "insert")) gone.push(letter);
      if (accepted && kind !== "insert" && kind !== "delete") {
        if (value === false) A.unmark(draft, BODY, range, kind);
        else A.mark(draft, BODY, range, kind, value as string | boolean);
      }
    }
  }
  for (const { at, char } of gone.reverse()) A.splice(draft, BODY, at, char.length, "");
}
