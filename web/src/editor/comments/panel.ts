import { element } from "../../dom";
import { messages } from "../../messages";

/** The panel beside the text; on a narrow screen it is over it, and opened by a button. */
export class Panel {
  readonly dom: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly close: HTMLElement | null;

  constructor(dom: HTMLElement, tools: HTMLElement, comment: (() => void) | null) {
    this.dom = dom;
    this.toggle = element("button", { type: "button", class: "outil-texte thread-toggle", "aria-expanded": "false", "aria-controls": dom.id }, messages.comments.panel(0));
    this.toggle.addEventListener("click", () => (this.isOpen ? this.fold() : this.unfold(true)));
    const place = element("div", { class: "thread-tools" }, ...(comment ? [commentButton(comment)] : []), this.toggle);
    tools.append(place);
    this.close = dom.querySelector<HTMLElement>('[data-role="fermer-commentaires"]');
    this.close?.addEventListener("click", () => this.fold());
    if (this.close) this.close.hidden = false;
    dom.addEventListener("keydown", (event) => event.key === "Escape" && this.isOpen && this.fold());
  }

  count(open: number): void {
    const words = messages.comments.panel(open);
    if (this.toggle.textContent !== words) this.toggle.textContent = words;
  }

  /** Shows the panel where it is not; on request the keyboard goes there. */
  unfold(enter = false): void {
    if (!this.isNarrow) return;
    this.dom.dataset.ouvert = "";
    this.toggle.setAttribute("aria-expanded", "true");
    if (enter) this.close?.focus();
  }

  fold(): void {
    if (!this.isOpen) return;
    delete this.dom.dataset.ouvert;
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.focus();
  }

  private get isOpen(): boolean {
    return this.dom.dataset.ouvert !== undefined;
  }

  /** Where the panel stands beside the text its button is not shown. */
  private get isNarrow(): boolean {
    return getComputedStyle(this.toggle).display !== "none";
  }
}

function commentButton(comment: () => void): HTMLButtonElement {
  const said = messages.comments;
  const button = element("button", { type: "button", class: "outil-texte", title: said.commentKeys, "aria-keyshortcuts": "Control+Alt+M" }, said.comment);
  // The text keeps its selection when the button is pressed.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", comment);
  return button;
}
