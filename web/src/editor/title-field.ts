import { element } from "../dom";
import { messages } from "../messages";
import { anchorAt, indexOfAnchor, type Anchor } from "./bridge/caret";
import { TITLE, type Replica } from "./bridge/replica";
import { TITLE_MOST, titleOf } from "./model/allowed";
import type { TitleText } from "./title-text";

/** How long a title that is too long is left alone by everyone (milliseconds) before its end goes. */
const TRIM_PAUSE = 400;

export interface TitleActions {
  undo(): boolean;
  redo(): boolean;
  /** Enter and ↓: on to the body. */
  goOn(): void;
  onSelect(): void;
}

/** The title as a field of one line that wraps, which colleagues may write in at the same time. */
export class TitleField {
  readonly field: HTMLTextAreaElement;
  private readonly full = element("p", { class: "titre-plein", role: "status" });
  private trimming: ReturnType<typeof setTimeout> | undefined;
  private anchors: { start: Anchor; end: Anchor } = { start: "start", end: "start" };

  constructor(
    place: HTMLElement,
    private readonly title: TitleText,
    private readonly replica: Replica,
    private readonly actions: TitleActions,
  ) {
    this.field = element("textarea", { class: "titre-champ", rows: "1", maxlength: String(TITLE_MOST), "aria-label": messages.title, autocomplete: "off", lang: "fr", spellcheck: "true" });
    this.field.value = title.value;
    place.replaceChildren(this.field, this.full);
    this.field.addEventListener("input", () => this.written());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("beforeinput", (event) => this.history(event));
    for (const moved of ["select", "keyup", "click", "focus"]) this.field.addEventListener(moved, () => this.remember());
    replica.onRemote(() => this.show());
    new ResizeObserver(() => this.fit()).observe(place);
    this.fit();
  }

  setEditable(editable: boolean): void {
    this.field.readOnly = !editable;
  }

  /** Whether the person is in the title. */
  get focused(): boolean {
    return document.activeElement === this.field;
  }

  /** Where the person is in it. */
  get selection(): { anchor: Anchor; head: Anchor } {
    return { anchor: this.anchors.start, head: this.anchors.end };
  }

  /** Shows the document's title, the caret where its neighbours are, or at `caret`. */
  show(caret: number | null = null): void {
    this.trimSoon();
    const doc = this.replica.doc();
    const changed = this.field.value !== doc.title;
    if (changed) this.field.value = doc.title;
    if (this.focused) {
      const start = caret ?? indexOfAnchor(doc, TITLE, this.anchors.start) ?? 0;
      const end = caret ?? indexOfAnchor(doc, TITLE, this.anchors.end) ?? start;
      this.field.setSelectionRange(start, end);
    }
    // Its height is measured, which lays the whole page out: not for each letter that comes into the text.
    if (changed) this.fit();
  }

  focus(caret: number): void {
    this.field.focus();
    this.show(caret);
    this.remember();
  }

  private written(): void {
    const { selectionStart, value } = this.field;
    const clean = titleOf(value);
    const caret = Math.max(0, selectionStart - (value.length - clean.length));
    this.title.write(clean, caret);
    if (clean !== value) this.show(caret);
    this.remember();
    this.fit();
  }

  private key(event: KeyboardEvent): void {
    const mod = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.isComposing) return;
    if (key === "enter" || (key === "arrowdown" && this.field.selectionEnd === this.field.value.length)) this.actions.goOn();
    else if (mod && (key === "y" || (key === "z" && event.shiftKey))) this.actions.redo();
    else if (mod && key === "z") this.actions.undo();
    else return;
    event.preventDefault();
  }

  /** The browser's own undo knows nothing of colleagues. */
  private history(event: InputEvent): void {
    if (event.inputType === "historyUndo") this.actions.undo();
    else if (event.inputType === "historyRedo") this.actions.redo();
    else return;
    event.preventDefault();
  }

  private remember(): void {
    const doc = this.replica.doc();
    this.anchors = { start: anchorAt(doc, TITLE, this.field.selectionStart), end: anchorAt(doc, TITLE, this.field.selectionEnd) };
    this.actions.onSelect();
  }

  /** Two people, or an undo, can fill a title beyond its limit: its end goes once all pages have the same before them, so that they
   * cut the same. The server leaves room for it. */
  private trimSoon(): void {
    clearTimeout(this.trimming);
    if (this.title.value.length > TITLE_MOST) this.trimming = setTimeout(() => this.trim(), TRIM_PAUSE);
  }

  private trim(): void {
    if (this.field.readOnly) return;
    this.title.write(titleOf(this.title.value), TITLE_MOST);
    this.show();
  }

  private fit(): void {
    const full = this.field.value.length >= TITLE_MOST ? messages.titleFull : "";
    if (this.full.textContent !== full) this.full.textContent = full;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }
}
