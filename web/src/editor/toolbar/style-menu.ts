import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { messages } from "../../messages";
import { desk } from "../../messages/desk";
import { toHeading, toParagraph } from "../commands/blocks";
import { selectedBlocks, shapeOf } from "../commands/shape";
import { levelBefore } from "../headings/order";
import { LEVELS } from "../model/block";

/** Paragraph or heading 1 to 4, as the list of styles that word processors have; a level that would skip one says why not. */
export class StyleMenu {
  readonly dom: HTMLSelectElement;
  private readonly options: readonly HTMLOptionElement[];
  private before = -1;

  constructor(view: EditorView) {
    const levels = Array.from({ length: LEVELS }, (_, at) => at + 1);
    this.options = [0, ...levels].map((level) => element("option", { value: String(level) }, level ? messages.tools.heading(level) : messages.tools.paragraph));
    this.dom = element("select", { class: "outil outil-style", "aria-label": messages.tools.style, title: `${messages.tools.style} (Ctrl+Alt+0 à ${LEVELS})` }, ...this.options);
    this.dom.addEventListener("change", () => {
      const level = Number(this.dom.value);
      (level ? toHeading(level) : toParagraph)(view.state, view.dispatch, view);
      view.focus();
    });
  }

  update(state: EditorState): void {
    const [first] = selectedBlocks(state);
    const shape = first && shapeOf(first.node);
    this.allow(first ? levelBefore(state.doc, first.pos) : 0);
    const value = shape?.kind === "heading" ? String(shape.level) : "0";
    if (this.dom.value !== value) this.dom.value = value;
  }

  /** Offers the levels that may follow a heading of level `before`. */
  private allow(before: number): void {
    if (before === this.before) return;
    this.before = before;
    for (const [level, option] of this.options.entries()) {
      if (!level) continue;
      option.disabled = level > before + 1;
      option.textContent = option.disabled ? desk.order.after(level, level - 1) : messages.tools.heading(level);
    }
  }
}
