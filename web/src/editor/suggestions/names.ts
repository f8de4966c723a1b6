/*
 * A suggestion lives in the text as marks whose names say what is proposed, by whom, and in which of their suggestions:
 * `insert:PERSON:CODE`, the person in 32 hexadecimal digits; of a block, as keys of the same names in its marker. The
 * server takes such a name from nobody else (`server/domain/src/suggestion.rs`).
 */

/** What is proposed; `shape` of blocks only. */
export const KINDS = ["insert", "delete", "strong", "em", "link", "shape"] as const;
export type Kind = (typeof KINDS)[number];
export type SuggestionName = `${Kind}:${string}:${string}`;

export interface Suggestion {
  readonly kind: Kind;
  /** 32 hexadecimal digits. */
  readonly person: string;
  readonly code: string;
}

const NAME = /^(insert|delete|strong|em|link|shape):([0-9a-f]{32}):([A-Za-z0-9]{1,16})$/;

const known = new Map<string, Suggestion | null>();

/** What a mark's name says; null for a name of no suggestion. */
export function suggestionOf(name: string): Suggestion | null {
  let found = known.get(name);
  if (found === undefined) {
    const match = NAME.exec(name);
    found = match ? { kind: match[1] as Kind, person: match[2] as string, code: match[3] as string } : null;
    known.set(name, found);
  }
  return found;
}

export const isSuggestion = (name: string): name is SuggestionName => suggestionOf(name) !== null;

export const nameOf = ({ kind, person, code }: Suggestion): SuggestionName => `${kind}:${person}:${code}`;

/** Whether the name is of somebody else's suggestion. */
export function isOthers(name: string, person: string | undefined): boolean {
  const suggestion = suggestionOf(name);
  return suggestion !== null && suggestion.person !== person;
}

/** The person as names write them. */
export const digitsOf = (person: string): string => person.replaceAll("-", "").toLowerCase();

/** Whether a mark of this name may propose this. */
export function isProposal(name: string, value: unknown): boolean {
  const kind = suggestionOf(name)?.kind;
  if (kind === "insert" || kind === "delete") return value === true;
  if (kind === "strong" || kind === "em") return typeof value === "boolean";
  return kind === "link" && (value === false || (typeof value === "string" && value !== ""));
}
