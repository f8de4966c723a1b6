import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { icon, type Icon } from "../toolbar/icons";
import { neighbour, replaceAll, replaceOne, selectMatch } from "./commands";
import { foundIn, lookFor } from "./plugin";

const said = desk.find;

const field = (id: string, label: string): HTMLInputElement =>
  element("input", { type: "text", id, "aria-label": label, placeholder: label, autocomplete: "off", autocapitalize: "off", spellcheck: "false", class: "recherche-champ" });

const button = (label: string, name: Icon): HTMLButtonElement => element("button", { type: "button", class: "outil", "aria-label": label, title: label }, icon(name));

const check = (label: string, full: string): { box: HTMLInputElement; dom: HTMLElement } => {
  const box = element("input", { type: "checkbox", "aria-label": full });
  return { box, dom: element("label", { class: "recherche-choix", title: full }, box, label) };
};

/** Where one looks for words beside the text, and puts others in their place. */
export class FindPanel {
  readonly dom = element("search", { class: "recherche", "aria-label": said.label, hidden: "" });
  private readonly query = field("recherche-mots", said.query);
  private readonly replacement = field("recherche-par", said.replacement);
  private readonly count = element("p", { class: "recherche-compte", role: "status" });
  private readonly exact = check(said.exactShort, said.exact);
  private readonly whole = check(said.words, said.words);
  private readonly replacing = element("div", { class: "recherche-remplacer", hidden: "" });
  private readonly more = element("button", { type: "button", class: "recherche-plus", "aria-expanded": "false" }, said.more);

  constructor(
    private readonly view: () => EditorView,
    private readonly editable: () => boolean,
    private readonly say: (words: string) => void,
  ) {
    const [previous, next, close] = [button(said.previous, "previous"), button(said.next, "next"), button(said.close, "close")];
    const one = element("button", { type: "button", class: "button" }, said.one);
    const all = element("button", { type: "button", class: "button", "aria-label": said.allFull, title: said.allFull }, said.all);
    this.replacing.append(this.replacement, element("p", { class: "recherche-boutons" }, one, all));
    const line = element("div", { class: "recherche-ligne" }, this.query, element("div", { class: "recherche-pas" }, this.count, previous, next, close));
    this.dom.append(line, element("div", { class: "recherche-choisir" }, this.exact.dom, this.whole.dom, this.more), this.replacing);
    this.query.addEventListener("input", () => this.look());
    for (const { box } of [this.exact, this.whole]) box.addEventListener("change", () => this.look());
    previous.addEventListener("click", () => this.step(true));
    next.addEventListener("click", () => this.step(false));
    close.addEventListener("click", () => this.close());
    one.addEventListener("click", () => this.replace());
    all.addEventListener("click", () => this.replaceEach());
    this.more.addEventListener("click", () => this.unfold(this.replacing.hidden !== false));
    this.dom.addEventListener("keydown", (event) => this.key(event));
  }

  /** Opens with what is selected, and takes the focus. */
  open(replace: boolean): void {
    const { state } = this.view();
    const { from, to, $from, $to } = state.selection;
    const selected = $from.sameParent($to) ? state.doc.textBetween(from, to) : "";
    this.dom.hidden = false;
    if (selected && selected.length < 100) this.query.value = selected;
    if (replace) this.unfold(true);
    this.look(false);
    this.query.focus();
    this.query.select();
  }

  close(): void {
    const view = this.view();
    this.dom.hidden = true;
    view.dispatch(lookFor(view.state, null));
    view.focus();
  }

  /** To the next match, or the one before; opens if nothing is looked for yet. */
  step(back: boolean): void {
    if (this.dom.hidden && !this.query.value) return this.open(false);
    if (!foundIn(this.view().state).finder) this.look(false);
    const match = neighbour(this.view().state, back);
    if (match) this.go(match);
  }

  /** Brings the count up to the text. */
  update(): void {
    if (this.dom.hidden) return;
    const { matches, current, finder } = foundIn(this.view().state);
    const words = !finder?.query.words ? "" : matches.length ? said.place(current + 1, matches.length) : said.none;
    if (this.count.textContent !== words) this.count.textContent = words;
    this.dom.classList.toggle("recherche-vaine", words === said.none);
  }

  /** Looks for what the fields say; `move` selects the first match from the selection's start on. */
  private look(move = true): void {
    const view = this.view();
    const query = { words: this.query.value, exact: this.exact.box.checked, whole: this.whole.box.checked };
    view.dispatch(lookFor(view.state, query));
    const { matches, current } = foundIn(view.state);
    const { from } = view.state.selection;
    const near = matches.find((match) => match.from >= from) ?? matches[0];
    if (move && near && current < 0) this.go(near);
  }

  private go(match: { from: number; to: number }): void {
    const view = this.view();
    view.dispatch(selectMatch(view.state, match));
    const { node } = view.domAtPos(match.from);
    const at = node instanceof Element ? node : node.parentElement;
    view.dom.querySelector(".trouve-ici")?.scrollIntoView({ block: "center" });
    if (!view.dom.querySelector(".trouve-ici")) at?.scrollIntoView({ block: "center" });
  }

  private unfold(open: boolean): void {
    this.replacing.hidden = !open || !this.editable();
    this.more.setAttribute("aria-expanded", String(!this.replacing.hidden));
  }

  private replace(): void {
    const view = this.view();
    if (!this.editable()) return;
    if (!replaceOne(this.replacement.value)(view.state, view.dispatch)) return this.step(false);
    const { matches, current } = foundIn(view.state);
    if (matches[current]) this.go(matches[current]);
  }

  private replaceEach(): void {
    const view = this.view();
    const before = foundIn(view.state).matches.length;
    if (!this.editable() || !replaceAll(this.replacement.value)(view.state, view.dispatch)) return;
    this.say(said.replaced(before));
  }

  private key(event: KeyboardEvent): void {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.isComposing) return;
    if (key === "escape") this.close();
    else if (key === "f3" || (mod && key === "g")) this.step(event.shiftKey);
    else if (mod && (key === "f" || key === "h")) this.open(key === "h");
    else if (key === "enter" && event.target === this.query) this.step(event.shiftKey);
    else if (key === "enter" && event.target === this.replacement) this.replace();
    else return;
    event.preventDefault();
  }
}
