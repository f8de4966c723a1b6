import { element } from "../../dom";
import { messages } from "../../messages";
import type { SaveState } from "./save-state";
import type { Refusal } from "./connection";

/** The states that a test or a style may wait for. */
const SHOWN: Readonly<Record<SaveState, string>> = {
  enregistre: messages.state.saved,
  enregistrement: messages.state.saving,
  "hors-ligne": messages.state.offline,
  lecture: messages.state.reading,
  refuse: messages.refused.closed,
};

/** Says what is saved: in sight at once, aloud only when it matters (the line goes down, comes back, or is refused). */
export class StateLine {
  private readonly sight = element("span", { class: "etat-texte", "aria-hidden": "true" });
  private readonly voice = element("span", { class: "invisible" });
  private down = false;

  constructor(
    private readonly section: HTMLElement,
    place: HTMLElement,
  ) {
    place.replaceChildren(this.sight, this.voice);
    this.write(messages.state.opening);
  }

  show(state: SaveState, readOnly: boolean, keeps: boolean): void {
    this.write(this.sentence(state, readOnly, keeps));
    this.section.dataset.etat = state;
    this.section.dispatchEvent(new CustomEvent("dires:etat", { bubbles: true, detail: { etat: state } }));
    this.announce(state);
  }

  refuse(refusal: Refusal | "failed", unsent: boolean): void {
    const sentence = messages.refused[refusal] + (unsent ? ` ${messages.refused.kept}` : "");
    this.write(sentence);
    this.voice.textContent = sentence;
  }

  private sentence(state: SaveState, readOnly: boolean, keeps: boolean): string {
    if (state !== "hors-ligne") return SHOWN[state];
    if (readOnly) return messages.state.readingOffline;
    return keeps ? messages.state.offline : messages.state.offlineUnkept;
  }

  private announce(state: SaveState): void {
    if (state === "hors-ligne") this.voice.textContent = this.sight.textContent;
    else if (state === "enregistre" && this.down) this.voice.textContent = messages.state.back;
    if (state === "hors-ligne") this.down = true;
    if (state === "enregistre") this.down = false;
  }

  private write(sentence: string): void {
    if (this.sight.textContent !== sentence) this.sight.textContent = sentence;
  }
}
