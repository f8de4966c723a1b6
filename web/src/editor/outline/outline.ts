import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { headingsOf, sectionAt, type Heading } from "./sections";

/** From this width on, the plan has a place of its own beside the text; below, it opens on demand. */
const WIDE = "(min-width: 64rem)";

/** The headings as a list beside the text: where one is, and the way to each. One stop of Tab, arrows between them. */
export class Outline {
  readonly dom: HTMLDetailsElement;
  private readonly list = element("ol", { class: "plan-liste" });
  private readonly empty = element("p", { class: "plan-vide" }, desk.outline.empty);
  private readonly wide = window.matchMedia?.(WIDE);
  private headings: readonly Heading[] = [];
  private buttons: HTMLButtonElement[] = [];
  private drawn = "";
  private present = -2;

  constructor(private readonly view: () => EditorView) {
    const nav = element("nav", { "aria-label": desk.outline.label }, this.empty, this.list);
    this.dom = element("details", { class: "plan", "data-menu": "" }, element("summary", {}, desk.outline.title), nav);
    this.list.addEventListener("click", (event) => this.go(this.buttons.indexOf((event.target as HTMLElement).closest("button") as HTMLButtonElement)));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => this.stop(this.buttons.indexOf(event.target as HTMLButtonElement)));
    this.wide?.addEventListener("change", () => this.fit());
    this.fit();
  }

  /** Brings the list up to the text: drawn again only when a heading has changed. */
  update(): void {
    const { doc, selection } = this.view().state;
    this.headings = headingsOf(doc);
    const drawn = JSON.stringify(this.headings.map(({ level, text }) => [level, text]));
    if (drawn !== this.drawn) this.draw(drawn);
    this.mark(sectionAt(this.headings, selection.head));
  }

  /** Opens the plan and gives it the focus, on the present section. */
  focus(): void {
    this.dom.open = true;
    (this.buttons[Math.max(0, this.present)] ?? this.dom.querySelector("summary"))?.focus();
  }

  /** On a wide screen it is always open, and no menu that Escape closes. */
  private fit(): void {
    const wide = this.wide?.matches ?? true;
    this.dom.open = wide;
    this.dom.toggleAttribute("data-menu", !wide);
  }

  private draw(drawn: string): void {
    const focused = this.buttons.indexOf(document.activeElement as HTMLButtonElement);
    this.drawn = drawn;
    this.present = -2;
    this.buttons = this.headings.map(({ text }) => element("button", { type: "button", class: "plan-titre", tabindex: "-1" }, text || desk.outline.untitled));
    this.list.replaceChildren(...nested(this.headings, this.buttons));
    this.empty.hidden = this.headings.length > 0;
    if (focused >= 0) this.buttons[Math.min(focused, this.buttons.length - 1)]?.focus();
  }

  private mark(present: number): void {
    if (present === this.present) return;
    this.buttons[this.present]?.removeAttribute("aria-current");
    this.present = present;
    this.buttons[present]?.setAttribute("aria-current", "true");
    if (!this.list.contains(document.activeElement)) this.stop(Math.max(0, present));
  }

  private stop(at: number): void {
    for (const [index, button] of this.buttons.entries()) button.tabIndex = index === at ? 0 : -1;
  }

  private key(event: KeyboardEvent): void {
    const at = this.buttons.indexOf(event.target as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.buttons.length - 1 }[event.key];
    if (event.key === "Escape" && (this.wide?.matches ?? true)) return this.view().focus();
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    this.buttons[to]?.focus();
  }

  /** Puts the caret in a heading, and the heading at the top of the view. */
  private go(at: number): void {
    const heading = this.headings[at];
    if (!heading) return;
    const view = this.view();
    if (!(this.wide?.matches ?? true)) this.dom.open = false;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, heading.pos + 1)));
    view.focus();
    (view.nodeDOM(heading.pos) as HTMLElement | null)?.scrollIntoView({ block: "start" });
  }
}

/** The buttons in lists that nest as the headings do; a level that is missing makes no list of its own. */
function nested(headings: readonly Heading[], buttons: readonly HTMLElement[]): HTMLElement[] {
  const top: HTMLElement[] = [];
  const open: { level: number; item: HTMLElement; list: HTMLElement | null }[] = [];
  headings.forEach(({ level }, at) => {
    while (open.length && open.at(-1)!.level >= level) open.pop();
    const item = element("li", {}, buttons[at]!);
    const parent = open.at(-1);
    if (!parent) top.push(item);
    else {
      parent.list ??= parent.item.appendChild(element("ol", { class: "plan-liste" }));
      parent.list.append(item);
    }
    open.push({ level, item, list: null });
  });
  return top;
}
