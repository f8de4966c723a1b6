import { element } from "../../dom";
import { messages } from "../../messages";
import { copyPassages, drawnPassage } from "../../offline/passages";
import type { Passage } from "../../offline/register";

/** Shows the words that the server did not take, to be read and copied: nothing that was typed goes without a trace. */
export class UnsentPanel {
  private readonly words = element("div", { class: "non-recu-texte", role: "group", "aria-label": messages.unsent.title, tabindex: "0" });
  private readonly hint = element("p");
  private readonly copy = element("button", { type: "button", class: "button" }, messages.unsent.copy);
  private readonly panel: HTMLElement;
  private shown = "";
  private passages: readonly Passage[] = [];

  constructor(before: HTMLElement, forget: () => void) {
    const drop = element("button", { type: "button", class: "button" }, messages.unsent.forget);
    const title = element("h2", { id: "non-recu-titre" }, messages.unsent.title);
    const buttons = element("p", { class: "dialogue-boutons" }, this.copy, drop);
    this.panel = element("section", { class: "non-recu", "aria-labelledby": "non-recu-titre", hidden: "" }, title, this.hint, this.words, buttons);
    before.before(this.panel);
    this.copy.addEventListener("click", () => void copyPassages(this.passages, this.copy));
    drop.addEventListener("click", () => window.confirm(messages.unsent.sure) && forget());
  }

  /** Shows passages; an empty list says that only deletions or shapes are missing, null that nothing is. */
  show(passages: readonly Passage[] | null): void {
    this.panel.hidden = passages === null;
    const now = JSON.stringify(passages);
    if (!passages || now === this.shown) return;
    this.shown = now;
    this.hint.textContent = passages.length ? messages.unsent.hint : messages.unsent.onlyShapes;
    this.words.hidden = !passages.length;
    this.copy.hidden = !passages.length || !("clipboard" in navigator);
    this.copy.textContent = messages.unsent.copy;
    this.passages = passages;
    this.words.replaceChildren(...passages.map(drawnPassage));
  }
}
