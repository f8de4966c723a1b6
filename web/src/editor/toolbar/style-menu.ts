import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { messages } from "../../messages";
import { toHeading, toParagraph } from "../commands/blocks";
import { selectedBlocks, shapeOf } from "../commands/shape";
import { LEVELS } from "../model/block";

/** Paragraph or heading 1 to 4, as the list of styles that word processors have. */
export class StyleMenu {
  readonly dom: HTMLSelectElement;

  constructor(view: EditorView) {
    const levels = Array.from({ length: LEVELS }, (_, at) => at + 1);
    const options = [0, ...levels].map((level) => element("option", { value: String(level) }, level ? messages.tools.heading(level) : messages.tools.paragraph));
    this.dom = element("select", { class: "outil outil-style", "aria-label": messages.tools.style, title: `${messages.tools.style} (Ctrl+Alt+0 à 4)` }, ...options);
    this.dom.addEventListener("change", () => {
      const level = Number(this.dom.value);
      (level ? toHeading(level) : toParagraph)(view.state, view.dispatch, view);
      view.focus();
    });
  }

  update(state: EditorState): void {
    const [first] = selectedBlocks(state);
    const shape = first && shapeOf(first.node);
    const value = shape?.kind === "heading" ? String(shape.level) : "0";
    if (this.dom.value !== value) this.dom.value = value;
  }
}
