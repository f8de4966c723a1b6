import { Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { READ } from "../../base/live";
import { part } from "../../dom";
import { messages } from "../../messages";
import type { Replica } from "../bridge/replica";
import { indexAt, posAt } from "../model/positions";
import { readPendingInput } from "../pending-input";
import { endsOf, LONGEST, placeOf, readRuns, stateOf, trimmed, type Range } from "./anchor";
import { announce } from "./announce";
import { SENT } from "./forms";
import { draw, highlights, threadAt, type Drawn } from "./highlights";
import { Panel } from "./panel";

/** How long (milliseconds) nothing changes before passages are looked for anew: meanwhile they follow the changes. */
const QUIET = 300;

/** The comments of the text in the editor: passages shown where they stand, and what is selected commented. */
export class EditorComments {
  private readonly panel: Panel | null;
  private readonly form: HTMLFormElement | null;
  private view: EditorView | null = null;
  private places = new Map<string, Range>();
  private chosen: readonly [string, string] | null = null;
  private active: string | null = null;
  private later: ReturnType<typeof setTimeout> | null = null;
  private seen: unknown = null;
  private hasDrawn = false;

  constructor(
    private readonly section: HTMLElement,
    private readonly replica: Replica,
  ) {
    const dom = document.getElementById("panneau-commentaires");
    this.form = dom?.querySelector<HTMLFormElement>("form[data-selection]") ?? null;
    const tools = part(section, "outils").parentElement ?? section;
    this.panel = dom && new Panel(dom, tools, this.form && (() => this.comment()));
    if (!dom) return;
    document.addEventListener(READ, () => this.find());
    dom.addEventListener("click", (event) => this.pressed(event.target as Element));
    dom.addEventListener("focusin", (event) => this.enter(threadOf(event.target as Element)));
    this.form?.addEventListener("reset", () => this.leaveForm());
    this.form?.addEventListener(SENT, () => this.view?.focus());
    const begin = dom.querySelector<HTMLElement>('[data-role="commencer"]');
    if (begin) begin.hidden = false;
  }

  plugins(): Plugin[] {
    if (!this.panel) return [];
    // Not a keymap, which is not heard where the text is only read.
    const keydown = (_: EditorView, event: KeyboardEvent): boolean => isCommentKey(event) && this.comment() && (event.preventDefault(), true);
    return [highlights((thread, sign) => this.open(thread, sign)), new Plugin({ props: { handleDOMEvents: { keydown } } })];
  }

  attach(view: EditorView): void {
    this.view = view;
    this.find();
  }

  /** To be called after each change of the view. */
  updated(): void {
    if (!this.panel || this.seen === this.view?.state.doc) return;
    this.findLater();
  }

  private findLater(): void {
    if (this.later) clearTimeout(this.later);
    this.later = setTimeout(() => this.find(), QUIET);
  }

  /** Comments what is selected; where nothing is, opens the thread at the caret, or comments its paragraph. */
  comment(): boolean {
    const { view, form } = this;
    if (!view || !form) return false;
    const { selection, doc } = view.state;
    const there = selection.empty ? threadAt(view.state, selection.from) : null;
    if (there) return this.open(there, true), true;
    const { $from } = selection;
    const [from, to] = selection.empty ? [$from.start(), $from.end()] : [selection.from, selection.to];
    const range = trimmed(this.replica.doc().body, { from: indexAt(doc, from), to: indexAt(doc, to) });
    if (!range) return announce(messages.comments.nothing), true;
    if (range.to - range.from > LONGEST) return announce(messages.comments.long), true;
    this.choose(range);
    return true;
  }

  private choose(range: Range | null): void {
    const { form } = this;
    if (!form) return;
    const doc = this.replica.doc();
    this.chosen = range && endsOf(doc, range);
    field(form, "etat").value = range ? stateOf(doc) : "";
    field(form, "passage").value = this.chosen?.join(" ") ?? "";
    const words = range ? `«\u202f${doc.body.slice(range.from, range.to).replaceAll("\uFFFC", " ")}\u202f»` : messages.comments.whole;
    part(form, "passage-choisi").textContent = words;
    form.hidden = false;
    this.panel?.unfold();
    this.draw();
    form.querySelector("textarea")?.focus();
  }

  private leaveForm(): void {
    const { form } = this;
    if (!form) return;
    this.chosen = null;
    form.hidden = true;
    for (const name of ["etat", "passage"]) field(form, name).value = "";
    this.draw();
    if (document.activeElement === document.body || form.contains(document.activeElement)) this.view?.focus();
  }

  private pressed(at: Element): void {
    if (at.closest('[data-role="commenter-tout"]')) this.choose(null);
    const thread = at.closest("[data-aller]") && threadOf(at);
    if (thread) this.goTo(thread);
  }

  /** Puts the keyboard in the text, on the passage of a thread. */
  private goTo(thread: string): void {
    const range = this.places.get(thread);
    if (!this.view || !range) return;
    this.panel?.fold();
    const { state } = this.view;
    const selection = TextSelection.create(state.doc, posAt(state.doc, range.from), posAt(state.doc, range.to));
    this.view.focus();
    this.view.dispatch(state.tr.setSelection(selection).scrollIntoView());
    this.section.querySelector(`mark[data-passage="${thread}"]`)?.scrollIntoView({ block: "center" });
  }

  /** Shows a thread in the panel; its sign leads the keyboard there. */
  private open(thread: string, enter: boolean): void {
    const dom = document.getElementById(`fil-${thread}`);
    if (!dom) return;
    if (enter) this.panel?.unfold();
    this.enter(thread);
    dom.scrollIntoView({ block: "nearest" });
    if (enter) dom.focus({ preventScroll: true });
  }

  private enter(thread: string | null): void {
    if (thread === this.active) return;
    this.active = thread;
    for (const dom of threads()) dom.classList.toggle("active", dom.dataset.fil === thread);
    this.draw();
  }

  /** Looks for every passage anew. */
  private find(): void {
    const { view } = this;
    if (!view) return;
    // What is being composed would be disturbed by what is drawn around it.
    if (view.composing) return this.findLater();
    this.seen = view.state.doc;
    const doc = this.replica.doc();
    this.places = new Map();
    const all = threads();
    for (const dom of all) {
      const { fil, elements, quote = "", before = "", after = "" } = dom.dataset;
      if (!fil || elements === undefined) continue;
      const range = placeOf(doc, { runs: readRuns(elements), quote, before, after });
      if (range) this.places.set(fil, range);
      show(dom, ".thread-gone", !range);
      show(dom, "[data-aller]", !!range);
    }
    this.panel?.count(all.filter((dom) => dom.dataset.ouvert === "true").length);
    this.draw();
  }

  private draw(): void {
    const { view } = this;
    if (!view) return;
    const open = new Set(threads().filter((dom) => dom.dataset.ouvert === "true").map((dom) => dom.dataset.fil));
    const drawn: Drawn[] = [...this.places]
      .filter(([thread]) => open.has(thread))
      .sort(([, a], [, b]) => a.from - b.from)
      .map(([thread, range]) => ({ ...range, thread, active: thread === this.active }));
    const chosen = this.chosenNow();
    if (chosen) drawn.push({ ...chosen, thread: null, active: false });
    if (!drawn.length && !this.hasDrawn) return;
    this.hasDrawn = drawn.length > 0;
    readPendingInput(view);
    view.dispatch(draw(view.state, drawn));
  }

  /** Where the passage that is being commented stands now. */
  private chosenNow(): Range | null {
    if (!this.chosen) return null;
    const [first, last] = this.chosen;
    return placeOf(this.replica.doc(), { runs: [...readRuns(first), ...readRuns(last)], quote: "", before: "", after: "" });
  }
}

/** Ctrl+Alt+M; ⌘⌥M, which types µ. */
const isCommentKey = ({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean => altKey && (ctrlKey || metaKey) && !shiftKey && ["m", "M", "µ"].includes(key);

const threads = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#panneau-commentaires [data-fil]")];

const threadOf = (at: Element): string | null => at.closest<HTMLElement>("[data-fil]")?.dataset.fil ?? null;

const field = (form: HTMLFormElement, name: string): HTMLInputElement => form.elements.namedItem(name) as HTMLInputElement;

/** Shows or hides a thread's own part, and touches it only where that changes. */
function show(thread: HTMLElement, selector: string, shown: boolean): void {
  const found = thread.querySelector<HTMLElement>(`:scope > header ${selector}`);
  if (found && found.hidden === shown) found.hidden = !shown;
}
