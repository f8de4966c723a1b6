import { Plugin, type PluginView } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { moveTo, type Busy } from "./commands";
import { unitAt } from "./units";

/** How near the window's edges (pixels) a drag scrolls, and by how much at each move. */
const EDGE = 90;
const SCROLL = 14;

/** A handle in the margin of the block under the pointer, by which it is dragged. The keyboard has its own keys. */
class Handle implements PluginView {
  private readonly grip = element("div", { class: "poignee", "aria-hidden": "true", title: desk.handle, hidden: "" });
  private readonly line = element("div", { class: "poignee-cible", "aria-hidden": "true", hidden: "" });
  private readonly place: HTMLElement;
  /** The block that the handle stands beside. */
  private block: Element | null = null;
  private dragging = false;
  private readonly listening = new AbortController();

  constructor(
    private readonly view: EditorView,
    private readonly busy: Busy,
  ) {
    this.place = view.dom.parentElement!;
    this.place.append(this.grip, this.line);
    const { signal } = this.listening;
    this.place.addEventListener("mousemove", (event) => this.hover(event.clientY), { signal });
    this.place.addEventListener("mouseleave", () => this.dragging || this.hide(), { signal });
    this.grip.addEventListener("pointerdown", (event) => this.grab(event));
    this.grip.addEventListener("pointermove", (event) => this.dragging && this.drag(event.clientY));
    this.grip.addEventListener("pointerup", (event) => this.drop(event.clientY));
    this.grip.addEventListener("pointercancel", () => this.release());
    document.addEventListener("keydown", (event) => this.dragging && event.key === "Escape" && this.release(), { signal });
  }

  update(): void {
    if (!this.dragging && this.block && !this.block.isConnected) this.hide();
  }

  destroy(): void {
    this.listening.abort();
    this.grip.remove();
    this.line.remove();
  }

  private get blocks(): Element[] {
    return [...this.view.dom.children].filter((one) => !one.classList.contains("ProseMirror-widget"));
  }

  private hover(y: number): void {
    if (this.dragging || !this.view.editable) return;
    const block = this.blocks.find((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return y >= top && y <= bottom;
    });
    if (!block || block === this.block) return;
    this.block = block;
    this.grip.hidden = false;
    this.put(this.grip, block.getBoundingClientRect().top);
  }

  private hide(): void {
    this.block = null;
    this.grip.hidden = true;
  }

  /** Puts something at a height of the window. */
  private put(what: HTMLElement, y: number): void {
    what.style.top = `${y - this.place.getBoundingClientRect().top}px`;
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0 || !this.block || !this.view.editable) return;
    event.preventDefault();
    this.grip.setPointerCapture(event.pointerId);
    this.dragging = true;
    this.place.classList.add("en-mouvement");
  }

  private drag(y: number): void {
    if (y < EDGE) window.scrollBy(0, -SCROLL);
    if (y > window.innerHeight - EDGE) window.scrollBy(0, SCROLL);
    const target = this.targetAt(y);
    const { blocks } = this;
    const at = blocks[target]?.getBoundingClientRect().top ?? blocks.at(-1)!.getBoundingClientRect().bottom;
    this.line.hidden = false;
    this.put(this.line, at);
  }

  /** The index of the block before which one lets go. */
  private targetAt(y: number): number {
    const at = this.blocks.findIndex((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return y < (top + bottom) / 2;
    });
    return at < 0 ? this.blocks.length : at;
  }

  private drop(y: number): void {
    const index = this.block && this.dragging ? this.blocks.indexOf(this.block) : -1;
    const target = this.targetAt(y);
    this.release();
    const { state } = this.view;
    if (index < 0 || !this.view.editable || this.blocks.length !== state.doc.childCount) return;
    const tr = moveTo(state, unitAt(state.doc, index), target, this.busy);
    if (!tr) return;
    this.view.dispatch(tr);
    this.view.focus();
  }

  private release(): void {
    this.place.classList.remove("en-mouvement");
    this.dragging = false;
    this.line.hidden = true;
    this.hide();
  }
}

/** Lets blocks be dragged by a handle. */
export const blockHandle = (busy: Busy): Plugin => new Plugin({ view: (view) => new Handle(view, busy) });
