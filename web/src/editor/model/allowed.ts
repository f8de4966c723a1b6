import { isListType, MAX_DEPTH, QUOTE } from "./block";
import { allowedHref, readLink } from "./link";
import type { MarkName } from "./marks";

/*
 * What the server takes: the same as its vetting (`server/domain/src/vetting/values.rs`) and `is_allowed`. It closes the
 * connection on anything else, so nothing else may ever leave this page.
 */

/** UTF-16 units of a title (the server leaves room for what several write in it at once), and of a body with one for each marker. */
export const TITLE_MOST = 500;
export const BODY_MOST = 2_000_000;
/** How many units one change may touch; the server's bound is on operations, of which a unit takes one and a bit. */
export const CHANGE_MOST = 150_000;

/** Control characters but the tab and the line break, halves of characters, noncharacters, and the markers' own. */
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffc\ufdd0-\ufdef]|\p{Surrogate}|[\ufffe\uffff\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}\u{dfffe}\u{dffff}\u{efffe}\u{effff}\u{ffffe}\u{fffff}\u{10fffe}\u{10ffff}]/gu;

/** A text without what no text may hold. */
export const printable = (text: string): string => text.replace(FORBIDDEN, "");

/** Where a text holds what it may not: offsets and lengths, in UTF-16 units. */
export const forbidden = (text: string): { at: number; length: number }[] =>
  [...text.matchAll(FORBIDDEN)].map((match) => ({ at: match.index, length: match[0].length }));

/** A title as the server takes it: one line, without tabs, cut at its limit between two characters. */
export function titleOf(text: string): string {
  const line = printable(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ").replace(/\t/g, " "));
  const cut = line.slice(0, TITLE_MOST);
  return line.length > TITLE_MOST && /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** The containers that a block may stand in. */
export const fitParents = (parents: readonly string[]): readonly string[] => {
  const known = parents.filter((parent) => parent === QUOTE || isListType(parent));
  return known.length === parents.length && known.length <= MAX_DEPTH ? parents : known.slice(0, MAX_DEPTH);
};

/** Whether a mark may have this value. */
export function isMarkValue(name: MarkName, value: unknown): boolean {
  if (name === "strong" || name === "em") return true;
  if (name === ("suggestion" as string)) return true;
  if (typeof value !== "string") return false;
  if (name === "footnote") return value !== "" && new TextEncoder().encode(value).length <= 64;
  const link = readLink(value);
  return !!link && allowedHref(link.href) !== null && isLinkTitle(link.title) && hasOnlyLinkKeys(value);
}

const isLinkTitle = (title: string): boolean => new TextEncoder().encode(title).length <= 2_048 && printable(title) === title;

const hasOnlyLinkKeys = (value: string): boolean => Object.keys(JSON.parse(value) as object).every((key) => key === "href" || key === "title");
