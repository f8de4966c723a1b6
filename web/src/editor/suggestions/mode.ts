import { TextSelection, type EditorState, type Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { messages } from "../../messages";
import type { ChangedRange } from "../bridge/ranges";
import type { SuggestionActions } from "../commands/table";
import { placed, said, suggestionNames, type Placed } from "./drawing";
import { turn } from "./turn";

const { suggestions: say } = messages;

/** How long (milliseconds) the caret rests before what it stands in is said. */
const REST = 400;

/** Whether one writes or suggests; what leads from one suggestion to the next; what the caret stands in. */
export class SuggestionMode {
  suggesting = false;
  private readonly button = element("button", { type: "button", "aria-pressed": "false", title: `${say.mode} (${say.modeKeys})`, "aria-keyshortcuts": "Control+Alt+S" }, say.mode);
  private readonly line = element("p", { class: "sug-line", role: "status" });
  private resting: ReturnType<typeof setTimeout> | null = null;
  private codes = 0;

  /** `self`: who writes, in 32 digits. */
  constructor(
    private readonly self: string,
    private readonly editable: () => boolean,
  ) {
    this.button.addEventListener("mousedown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.toggle());
  }

  /** Puts the switch there. */
  show(place: HTMLElement): void {
    place.classList.add("sug-mode");
    place.replaceChildren(this.button, this.line);
  }

  readonly actions: SuggestionActions = {
    toggle: () => this.toggle(),
    next: (state, _, view) => this.step(state, view, 1),
    previous: (state, _, view) => this.step(state, view, -1),
    open: (state) => this.open(state),
  };

  plugins(): Plugin[] {
    return [suggestionNames(this.self)];
  }

  /** See {@link turn}. */
  turn(before: EditorState, after: EditorState, ranges: readonly ChangedRange[]) {
    // A suggestion has a name of its own among this person's, whatever pages they have open.
    const newCode = (): string => `${Date.now().toString(36).slice(-6)}${crypto.getRandomValues(new Uint16Array(1))[0]!.toString(36)}${(++this.codes).toString(36)}`.slice(0, 16);
    return turn(before, after, ranges, { person: this.self, suggesting: this.suggesting, newCode, onImpossible: () => this.tell(say.impossible) });
  }

  /** Says what the caret stands in, once it rests. */
  follow(state: EditorState): void {
    if (this.resting) clearTimeout(this.resting);
    this.resting = setTimeout(() => this.tell(this.here(state)), REST);
  }

  private toggle(): boolean {
    if (!this.editable()) return true;
    this.suggesting = !this.suggesting;
    this.button.setAttribute("aria-pressed", String(this.suggesting));
    this.tell(this.suggesting ? say.on : say.off);
    return true;
  }

  /** Says something where it says what one does. */
  tell(sentence: string): void {
    if (this.line.textContent !== sentence) this.line.textContent = sentence;
  }

  private here(state: EditorState): string {
    const { from, to } = state.selection;
    const here = placed(state.doc).filter((it) => it.from <= from && to <= it.to);
    if (here.length) return `${here.map((it) => said(it, this.self)).join(", ")}. ${say.toList}`;
    return this.suggesting ? say.on : "";
  }

  private step(state: EditorState, view: EditorView | undefined, by: number): boolean {
    const places = placed(state.doc);
    const { from } = state.selection;
    const next: Placed | undefined = by > 0 ? (places.find((it) => it.from > from) ?? places[0]) : (places.findLast((it) => it.from < from) ?? places.at(-1));
    if (next) view?.dispatch(state.tr.setSelection(TextSelection.create(state.doc, next.from, next.to)).scrollIntoView());
    else this.tell(say.none);
    return true;
  }

  /** To the suggestion under the caret, in the list, where it is accepted or refused. */
  private open(state: EditorState): boolean {
    const { from, to } = state.selection;
    const here = placed(state.doc).find((it) => it.from <= from && to <= it.to);
    const place = here && document.getElementById(`s-${here.person}-${here.code}`);
    (place ?? document.getElementById("suggestions-titre"))?.scrollIntoView({ block: "center" });
    place?.focus();
    if (!place) this.tell(here ? say.soon : say.none);
    return true;
  }
}
