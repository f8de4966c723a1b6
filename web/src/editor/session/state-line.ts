import { element } from "../../dom";
import { messages } from "../../messages";
import type { SaveState } from "./save-state";

/** Says what is saved: in sight at once, aloud only when it matters (the line goes down, comes back, or is refused). */
export class StateLine {
  private readonly sight = element("span", { class: "etat-texte", "aria-hidden": "true" });
  private readonly voice = element("span", { class: "invisible" });
  private readonly mark = element("span", { class: "etat-liaison" });
  private readonly links = element("span", { class: "etat-liens" });
  private state: SaveState | null = null;
  private down = false;

  constructor(
    private readonly section: HTMLElement,
    place: HTMLElement,
  ) {
    place.replaceChildren(this.sight, this.voice, this.links);
    // Beside what is said aloud, not in it: there to be read, of no consequence.
    place.after(this.mark);
    this.sight.textContent = messages.state.opening;
  }

  /** Shows a state in these words; nothing happens where it is what is shown already. */
  show(state: SaveState, sentence: string): void {
    if (state === this.state && sentence === this.sight.textContent) return;
    const before = this.state;
    this.state = state;
    this.sight.textContent = sentence;
    this.announce(state, before, sentence);
    this.section.dataset.etat = state;
    this.section.dispatchEvent(new CustomEvent("dires:etat", { bubbles: true, detail: { etat: state } }));
  }

  /** Marks that the page speaks with the server by plain HTTP. */
  relayed(relayed: boolean): void {
    this.mark.textContent = relayed ? messages.state.relayed : "";
    this.mark.title = relayed ? messages.state.relayedWhy : "";
    this.section.toggleAttribute("data-secours", relayed);
  }

  /** What the person can do about it, beside the words. */
  offer(...links: readonly HTMLElement[]): void {
    this.links.replaceChildren(...links);
  }

  private announce(state: SaveState, before: SaveState | null, sentence: string): void {
    const turned = state === "lecture" && before !== null && before !== "hors-ligne";
    const down = state === "hors-ligne" || state === "non-enregistre" || state === "refuse" || turned;
    if (down) this.voice.textContent = sentence;
    else if (state === "enregistre" && this.down) this.voice.textContent = messages.state.back;
    if (down) this.down = true;
    if (state === "enregistre") this.down = false;
  }
}
