import { printable } from "../model/allowed";
import { collapsed, styleOf } from "./inline";

/** The notes of a pasted page: what stands behind each call. */
export type Footnotes = ReadonlyMap<string, string>;

const isNote = (element: Element): boolean =>
  styleOf(element, "mso-element") === "footnote" || /^sdfootnote\d+$/.test(element.id);

/** Takes the notes of Word and LibreOffice, which stand at the end, out of the page: their ids and their texts. */
export function takeFootnotes(root: Element): Footnotes {
  const notes = new Map<string, string>();
  for (const element of [...root.querySelectorAll("div")].filter(isNote)) {
    for (const back of element.querySelectorAll("a[href^='#']")) back.remove();
    notes.set(element.id.replace(/^_/, ""), printable(collapsed(element.textContent ?? "")).trim());
    element.remove();
  }
  for (const rest of [...root.querySelectorAll("div")].filter((element) => styleOf(element, "mso-element") === "footnote-list")) rest.remove();
  return notes;
}

/** The text of the note that an element calls, or null if it is no call: `#_ftn1` in Word, `#sdfootnote1sym` elsewhere. */
export function noteCalled(element: Element, notes: Footnotes): string | null {
  const match = /^#_?(ftn\d+|sdfootnote\d+)(?:sym)?$/.exec(element.getAttribute("href") ?? "");
  return (match && notes.get(match[1] as string)) ?? null;
}
