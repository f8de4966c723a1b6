import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { messages } from "../../messages";
import type { EditorActions } from "../commands/table";
import { ariaKeys, shownKeys } from "../shortcuts/keys";
import { icon } from "./icons";
import { rove } from "./roving";
import { StyleMenu } from "./style-menu";
import { toolGroups, type Tool } from "./tools";

/** The tools over the text: buttons that show what the caret stands in. */
export class Toolbar {
  private readonly buttons: { tool: Tool; button: HTMLButtonElement }[] = [];
  private readonly styles: StyleMenu;

  constructor(
    place: HTMLElement,
    private readonly view: EditorView,
    actions: EditorActions,
  ) {
    this.styles = new StyleMenu(view);
    const groups = toolGroups(actions).map((tools) => element("div", { class: "outils-groupe" }, ...tools.map((tool) => this.button(tool))));
    place.setAttribute("aria-label", messages.tools.label);
    place.replaceChildren(element("div", { class: "outils-groupe" }, this.styles.dom), ...groups);
    rove(place, [this.styles.dom, ...this.buttons.map(({ button }) => button)], () => view.focus());
    this.update(view.state);
  }

  private button(tool: Tool): HTMLButtonElement {
    const title = `${tool.label} (${shownKeys(tool)})`;
    const button = element("button", { type: "button", class: "outil", "aria-label": tool.label, "aria-keyshortcuts": ariaKeys(tool), title }, icon(tool.icon));
    // The text keeps its selection, and its focus if it has it, when a button is pressed.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => this.press(tool, button));
    this.buttons.push({ tool, button });
    return button;
  }

  private press(tool: Tool, button: HTMLButtonElement): void {
    if (button.getAttribute("aria-disabled") === "true") return;
    tool.run(this.view.state, this.view.dispatch, this.view);
    if (document.activeElement !== button && !document.querySelector("dialog[open]")) this.view.focus();
  }

  update(state: EditorState): void {
    this.styles.update(state);
    for (const { tool, button } of this.buttons) {
      if (tool.pressed) set(button, "aria-pressed", String(tool.pressed(state)));
      set(button, "aria-disabled", String(!(tool.enabled?.(state) ?? true)));
    }
  }
}

/** Writes an attribute only when it changes: this runs at every keystroke. */
function set(target: Element, name: string, value: string): void {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}
