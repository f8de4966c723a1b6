import { element } from "../../dom";

/** Says things to assistive technology, politely: it waits until the person's own reading is over. */
export class Announcer {
  readonly dom = element("div", { class: "invisible", role: "status", "data-role": "annonces" });

  /** Says a sentence; the same one twice is said twice. */
  readonly say = (words: string): void => {
    this.dom.textContent = this.dom.textContent === words ? `${words}\u00a0` : words;
  };
}
