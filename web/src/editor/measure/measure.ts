import type { EditorState } from "prosemirror-state";
import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { countBetween, countDoc, type Count } from "./count";

const figures = new Intl.NumberFormat("fr-FR");

function parts({ words, signs }: Count): [string, string] {
  const { measure } = desk;
  return [measure.words(figures.format(words), words > 1), measure.signs(figures.format(signs), signs > 1)];
}

/** « 1 234 mots, 7 890 signes ». */
export const inWords = (count: Count): string => parts(count).join(", ");

/** How long the text and the selection are: seen, and said only when asked. */
export class Measure {
  readonly dom = element("div", { class: "mesure", title: desk.measure.hint });
  private readonly words = element("span");
  private readonly signs = element("span", { class: "mesure-signes" });
  private readonly part = element("p", { class: "mesure-selection" });

  constructor() {
    this.dom.append(element("p", {}, this.words, this.signs), this.part);
  }

  update(state: EditorState): void {
    const { from, to, empty } = state.selection;
    const [words, signs] = parts(countDoc(state.doc));
    write(this.words, words);
    write(this.signs, `, ${signs}`);
    write(this.part, empty ? "" : `${desk.measure.selection}\u202f: ${inWords(countBetween(state.doc, from, to))}`);
  }
}

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
