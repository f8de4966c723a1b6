import { element } from "../dom";
import { messages } from "../messages";
import type { Passage } from "./register";

/** A passage to be read, with what the server does not have underlined. */
export const drawnPassage = (passage: Passage): HTMLElement =>
  element("p", {}, ...passage.map(({ text, added }) => (added ? element("ins", {}, text) : text)));

const inWords = (passage: Passage): string => passage.map(({ text }) => text).join("");

/** Copies passages, and has the button say so. */
export async function copyPassages(passages: readonly Passage[], button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(passages.map(inWords).join("\n\n"));
  button.textContent = messages.unsent.copied;
}
