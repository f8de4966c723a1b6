import type { EditorView } from "prosemirror-view";

/** What ProseMirror's observer does with what it saw: in a browser its `MutationObserver` has it done before any other task. */
const read = (view: EditorView): void => (view as unknown as { domObserver: { flush(): void } }).domObserver.flush();

/** The caret's text node, as Chromium finds it: the one that holds the caret, or stands before or after it; or a new one. */
function textAtCaret(): { node: Text; offset: number } {
  const { focusNode, focusOffset } = document.getSelection()!;
  if (!focusNode) throw new Error("no caret in the page");
  if (focusNode instanceof Text) return { node: focusNode, offset: focusOffset };
  const [before, after] = [focusNode.childNodes[focusOffset - 1], focusNode.childNodes[focusOffset]];
  if (before instanceof Text) return { node: before, offset: before.length };
  if (after instanceof Text) return { node: after, offset: 0 };
  const node = focusNode.insertBefore(document.createTextNode(""), after ?? null);
  // The break that holds an empty line open goes as soon as it holds a letter.
  if (after instanceof HTMLElement && after.localName === "br") after.remove();
  return { node, offset: 0 };
}

/**
 * An input method at work in a view, as Chromium has it act on a page: its events, and text that it puts into the page's own
 * nodes, which the editor then reads. What is being composed is a live range: where somebody writes over its node the
 * range collapses, and Chromium composes anew at the caret, all of it; where the field loses the focus the composition ends
 * with what it has, and the method begins with what comes then (`tests/browser/concert.test.mjs` shows the same in Chromium).
 */
export class Composition {
  private readonly range = document.createRange();
  private shown = "";
  /** What an end that the method did not choose left in the text. */
  private left = "";

  constructor(private readonly view: EditorView) {
    view.focus();
    this.range.selectNodeContents(document);
    this.range.collapse(true);
    view.dom.addEventListener("blur", this.lost);
  }

  private readonly lost = (): void => {
    if (!this.alive) return;
    this.range.collapse(false);
    [this.left, this.shown] = [this.left + this.shown, ""];
    this.tell("compositionend", this.left);
  };

  private rest(text: string): string {
    return text.startsWith(this.left) ? text.slice(this.left.length) : text;
  }

  private get alive(): boolean {
    return !this.range.collapsed && this.view.dom.contains(this.range.startContainer);
  }

  private tell(type: string, data: string): void {
    this.view.dom.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
  }

  /** What the person sees being composed becomes this text. */
  update(composed: string): this {
    const text = this.rest(composed);
    if (!text && !this.alive) return this;
    if (!this.alive) this.tell("compositionstart", document.getSelection()!.toString());
    this.tell("compositionupdate", text);
    this.write(text);
    this.shown = text;
    // A method that shows nothing any more composes nothing any more, and Chromium says so at once.
    if (!text) this.tell("compositionend", "");
    return this;
  }

  /** The input method is done, with this text. */
  commit(composed: string): void {
    const text = this.rest(composed);
    this.view.dom.removeEventListener("blur", this.lost);
    const composing = this.alive;
    if (composing) this.tell("compositionupdate", text);
    this.write(text);
    if (composing) this.tell("compositionend", text);
  }

  private write(text: string): void {
    if (this.alive) this.place(this.range.startContainer as Text, this.range.startOffset, this.range.endOffset - this.range.startOffset, text);
    else this.begin(text);
    read(this.view);
  }

  private begin(text: string): void {
    const selection = document.getSelection()!;
    if (!selection.isCollapsed) selection.getRangeAt(0).deleteContents();
    const { node, offset } = textAtCaret();
    this.place(node, offset, 0, text);
  }

  private place(node: Text, offset: number, length: number, text: string): void {
    node.replaceData(offset, length, text);
    this.range.setStart(node, offset);
    this.range.setEnd(node, offset + text.length);
    document.getSelection()!.collapse(node, offset + text.length);
  }
}
