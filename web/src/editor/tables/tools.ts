import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { tableMessages } from "../../messages/tables";
import { rove } from "../toolbar/roving";
import { addColumn, addRow, removeColumn, removeRow, removeTable, toggleHeader } from "./commands";
import { spotOf } from "./table";

/** Drawings of 20 by 20, in strokes. */
const STROKES = {
  above: "M3 11h14v6H3zM10 11v6M10 8V2M7 5h6",
  below: "M3 3h14v6H3zM10 3v6M10 12v6M7 15h6",
  left: "M11 3v14h6V3zM11 10h6M8 10H2M5 7v6",
  right: "M3 3v14h6V3zM3 10h6M12 10h6M15 7v6",
  header: "M3 4h14v13H3zM3 8.500h14M3 6.200h14",
  removeRow: "M3 7h14v6H3zM7 10h6",
  removeColumn: "M7 3h6v14H7zM10 7v6",
  remove: "M3 4h14v13H3zM7.500 8l5 5M12.500 8l-5 5",
} as const;

type Name = keyof typeof STROKES;

const COMMANDS: Readonly<Record<Name, Command>> = {
  above: addRow("above"),
  below: addRow("below"),
  left: addColumn("left"),
  right: addColumn("right"),
  header: toggleHeader,
  removeRow,
  removeColumn,
  remove: removeTable,
};

const drawing = (name: Name): Element => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of [["viewBox", "0 0 20 20"], ["class", "icone"], ["aria-hidden", "true"]] as const) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
};

/** The tools of the table that the caret is in: a bar after the other tools, which is there only then. */
export class TableTools {
  readonly dom = element("div", { class: "outils-tableau", role: "toolbar", "aria-label": tableMessages.tools.label, hidden: "" });
  private readonly buttons = new Map<Name, HTMLButtonElement>();

  constructor(
    after: HTMLElement,
    private readonly view: EditorView,
  ) {
    for (const name of Object.keys(STROKES) as Name[]) this.buttons.set(name, this.button(name));
    this.dom.append(element("span", { class: "outils-tableau-nom", "aria-hidden": "true" }, tableMessages.tools.label), ...this.buttons.values());
    after.after(this.dom);
    rove(this.dom, [...this.buttons.values()], () => view.focus());
    this.update(view.state);
  }

  private button(name: Name): HTMLButtonElement {
    const label = tableMessages.tools[name];
    const button = element("button", { type: "button", class: "outil", "aria-label": label, title: label }, drawing(name));
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.press(name, button));
    return button;
  }

  private press(name: Name, button: HTMLButtonElement): void {
    if (button.getAttribute("aria-disabled") === "true") return;
    COMMANDS[name](this.view.state, this.view.dispatch, this.view);
    // What was pressed may be gone with the table.
    if (document.activeElement !== button || this.dom.hidden) this.view.focus();
  }

  update(state: EditorState): void {
    const spot = this.view.editable ? spotOf(state) : null;
    if (this.dom.hidden !== !spot) this.dom.hidden = !spot;
    if (!spot) return;
    for (const [name, button] of this.buttons) set(button, "aria-disabled", String(!COMMANDS[name](state)));
    set(this.buttons.get("header")!, "aria-pressed", String(spot.table.headed));
  }
}

/** Writes an attribute only when it changes: this runs at every keystroke. */
function set(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}
