import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { mend, skips, type Skip } from "./order";

/** How long the text is left alone (milliseconds) before a missing level is spoken of: one may be about to write it. */
const PAUSE = 1_200;

/** Says calmly, beside the text, that a heading skips a level, and offers the mend. */
export class OrderNotice {
  readonly dom = element("section", { class: "avis-plan", "aria-label": desk.order.label, hidden: "" });
  private readonly words = element("p", { role: "status" });
  private readonly others = element("p", { class: "avis-plan-autres" });
  private readonly repair = element("button", { type: "button", class: "button" });
  private readonly show = element("button", { type: "button", class: "button" }, desk.order.show);
  private readonly later = element("button", { type: "button", class: "button" }, desk.order.later);
  /** What the person has put off: it is not spoken of again until it changes. */
  private putOff = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private first: Skip | null = null;

  constructor(
    private readonly view: () => EditorView,
    private readonly editable: () => boolean,
    private readonly say: (words: string) => void,
  ) {
    this.dom.append(this.words, element("p", { class: "avis-plan-boutons" }, this.repair, this.show, this.later), this.others);
    this.repair.addEventListener("click", () => this.mend());
    this.show.addEventListener("click", () => this.go());
    this.later.addEventListener("click", () => this.wait());
  }

  /** To be called when the text or the right to write changed. */
  update(): void {
    const found = this.found();
    clearTimeout(this.timer);
    if (!found.length || !this.dom.hidden) return this.draw(found);
    this.timer = setTimeout(() => this.draw(this.found()), PAUSE);
  }

  private found(): readonly Skip[] {
    const found = this.editable() ? skips(this.view().state.doc) : [];
    if (signature(found) === this.putOff) return [];
    this.putOff = "";
    return found;
  }

  private wait(): void {
    this.putOff = signature(skips(this.view().state.doc));
    this.draw([]);
    this.view().focus();
  }

  private draw(found: readonly Skip[]): void {
    const [first] = found;
    this.first = first ?? null;
    if (this.dom.hidden !== !first) this.dom.hidden = !first;
    if (!first) return;
    write(this.words, desk.order.skips(first.text || desk.order.untitled, first.level, first.before));
    write(this.repair, desk.order.mend(first.expected));
    write(this.others, found.length > 1 ? desk.order.others(found.length - 1) : "");
  }

  private mend(): void {
    const { first } = this;
    const view = this.view();
    if (!first || !this.editable() || !mend(first)(view.state, view.dispatch)) return;
    this.say(desk.order.mended(first.expected));
    if (this.dom.hidden) view.focus();
  }

  private go(): void {
    const view = this.view();
    if (!this.first) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, this.first.pos + 1)).scrollIntoView());
    view.focus();
  }
}

const signature = (found: readonly Skip[]): string => JSON.stringify(found.map(({ level, before, text }) => [level, before, text]));

function write(place: HTMLElement, words: string): void {
  if (place.textContent !== words) place.textContent = words;
}
