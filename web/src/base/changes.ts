import { element } from "../dom";
import { messages } from "../messages";

/** The key that, with Alt, goes to the change before or after. */
const KEYS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** `<nav data-changes>`: a list of links to changes, gone through one by one with two buttons, or Alt with ↑ and ↓. */
export function walkChanges(root: Document = document): void {
  const list = root.querySelector<HTMLElement>("[data-changes]");
  if (list) new Walk(root, list);
}

class Walk {
  private readonly place = element("p", { class: "note", role: "status" });
  private at = -1;

  constructor(
    private readonly root: Document,
    list: HTMLElement,
  ) {
    const button = (words: string, key: string, by: number): HTMLElement => {
      const made = element("button", { type: "button", class: "button quiet", "aria-keyshortcuts": `Alt+${key}` }, words);
      made.addEventListener("click", () => this.step(by));
      return made;
    };
    const steps = element("div", { class: "changes-steps", role: "group", "aria-label": messages.changes.walk }, this.place, button(messages.changes.before, "ArrowUp", -1), button(messages.changes.after, "ArrowDown", 1));
    (list.closest("main") ?? list).append(steps);
    root.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.follow());
    this.follow();
  }

  /** The list may be brought up to date meanwhile. */
  private get links(): readonly HTMLAnchorElement[] {
    return [...this.root.querySelectorAll<HTMLAnchorElement>("[data-changes] li > a:first-child")];
  }

  private key(event: KeyboardEvent): void {
    const by = KEYS[event.key];
    if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.step(by);
  }

  private step(by: number): void {
    const next = this.at + by;
    const [first, last] = [0, this.links.length - 1];
    this.show(next < first ? last : next > last ? first : next);
    this.target()?.focus();
  }

  /** The change that the page's address names. */
  private follow(): void {
    const at = this.links.findIndex((link) => link.hash === location.hash);
    if (at >= 0) this.show(at);
  }

  private target(): HTMLElement | null {
    return this.root.getElementById(this.links[this.at]?.hash.slice(1) ?? "");
  }

  private show(at: number): void {
    this.links[this.at]?.removeAttribute("aria-current");
    this.at = at;
    this.links[at]?.setAttribute("aria-current", "true");
    this.links[at]?.scrollIntoView({ block: "nearest" });
    this.place.textContent = messages.changes.place(at + 1, this.links.length);
  }
}
