import { element } from "../../dom";
import { messages } from "../../messages";
import { announce } from "./announce";

/** How many names are offered at once. */
const MOST = 6;

interface Name {
  readonly name: string;
  readonly sort: string;
}

/** Names are compared without case and accents. */
const folded = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** What is typed of a name before the caret, after an @ that begins a word; null where none is. */
export function typedName(text: string): string | null {
  const found = /(?:^|[\s(«'’])@([^@\n]{0,40})$/.exec(text);
  return found ? (found[1] ?? "") : null;
}

/** The names that what is typed may begin, or a word of which it begins. */
export function offered(names: readonly Name[], typed: string): Name[] {
  const sought = folded(typed);
  const fits = ({ name }: Name): boolean => folded(name).startsWith(sought) || folded(name).split(/[\s–-]+/).some((word) => word.startsWith(sought));
  return names.filter(fits).slice(0, MOST);
}

function namesHere(): Name[] {
  const options = document.querySelectorAll<HTMLOptionElement>("#citables option");
  return [...options].map((option) => ({ name: option.value, sort: option.getAttribute("label") ?? "" }));
}

/** `<textarea data-mentions>`: after an @, names are offered, chosen with the arrows and Enter or by pressing one. */
export function suggestNames(root: Document = document): void {
  let list: List | null = null;
  const close = (): void => {
    list?.close();
    list = null;
  };
  root.addEventListener("input", (event) => {
    const field = event.target as HTMLTextAreaElement;
    if (!field.matches?.("textarea[data-mentions]")) return;
    close();
    const typed = typedName(field.value.slice(0, field.selectionStart));
    const names = typed === null ? [] : offered(namesHere(), typed);
    if (typed !== null && names.length) list = new List(field, names, typed.length, close);
  });
  root.addEventListener("keydown", (event) => list?.key(event), true);
  root.addEventListener("focusout", close);
}

class List {
  private readonly dom: HTMLElement;
  private at = 0;

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly names: readonly Name[],
    private readonly typed: number,
    private readonly close_: () => void,
  ) {
    const option = ({ name, sort }: Name, at: number): HTMLElement => element("li", { role: "option", id: `cite-${at}` }, name, " ", element("span", { class: "note" }, sort));
    this.dom = element("ul", { id: "cites", class: "mention-list", role: "listbox", "aria-label": messages.comments.who }, ...names.map(option));
    // The field keeps the focus.
    this.dom.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const at = [...this.dom.children].indexOf((event.target as Element).closest("li") as Element);
      if (at >= 0) this.choose(at);
    });
    field.after(this.dom);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "cites");
    this.show(0);
    announce(messages.comments.choices(names.length));
  }

  key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.show((this.at + by + this.names.length) % this.names.length);
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") this.choose(this.at);
    else if (event.key === "Escape") this.close_();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  close(): void {
    this.dom.remove();
    for (const name of ["aria-autocomplete", "aria-controls", "aria-activedescendant"]) this.field.removeAttribute(name);
  }

  private show(at: number): void {
    this.at = at;
    [...this.dom.children].forEach((option, rank) => option.setAttribute("aria-selected", String(rank === at)));
    this.field.setAttribute("aria-activedescendant", `cite-${at}`);
  }

  private choose(at: number): void {
    const { selectionStart } = this.field;
    const name = this.names[at]?.name ?? "";
    this.field.setRangeText(`${name} `, selectionStart - this.typed, selectionStart, "end");
    this.close_();
  }
}
