import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { differing, differingText } from "./remote";

/** The text node in which an input method composes, where it starts in the document, and the composed stretch in it. */
interface Place {
  readonly node: Text;
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** ProseMirror's watch over the page, which must not take what is done here for something typed. */
type Watched = { domObserver: { stop(): void; start(): void } };

/**
 * Keeps an input method at work while colleagues write. Browsers give up a composition whose text node is written anew, and
 * then compose all of it again beside what stands there already ("ninih"). So a colleague's words in that node are put
 * there in place, as the browser itself would; and where they come into what is composed, the composition is ended first,
 * with what it has.
 */
export class Composing {
  private text = "";

  constructor(private readonly view: EditorView) {
    const note = (event: CompositionEvent): void => void (this.text = event.data ?? "");
    for (const type of ["compositionstart", "compositionupdate"] as const) view.dom.addEventListener(type, note);
  }

  /** To be called before the view is brought to `next`; gives whether the view's own document moved meanwhile. */
  giveWay(next: Node): boolean {
    if (!this.view.composing) return false;
    const place = this.place();
    if (place && (this.isBeside(place, next) || this.writeAround(place, next))) return false;
    this.end();
    return true;
  }

  private place(): Place | null {
    const { focusNode: node, focusOffset: caret } = this.view.dom.ownerDocument.getSelection() ?? {};
    if (!(node instanceof Text) || caret === undefined || !this.view.dom.contains(node)) return null;
    const start = this.view.posAtDOM(node, 0);
    // The caret may stand anywhere in what is composed, and is mostly at its end.
    for (let from = caret - this.text.length; from <= caret; from++) {
      if (node.data.startsWith(this.text, Math.max(0, from))) return { node, start, from: Math.max(0, from), to: Math.max(0, from) + this.text.length };
    }
    return null;
  }

  /** Whether the block in which one composes stays as it is. */
  private isBeside({ start }: Place, next: Node): boolean {
    const { doc } = this.view.state;
    const { from, oldTo } = differing(doc, next);
    const index = doc.resolve(start).index(0);
    return index < from || index >= oldTo;
  }

  /** Puts a colleague's words into the text node in place, if they are words beside what is composed, in that node. */
  private writeAround({ node, start, from, to }: Place, next: Node): boolean {
    const change = differingText(this.view.state.doc, next);
    if (!change) return false;
    const [first, last] = [change.from - start, change.to - start];
    const before = first >= 0 && last <= from && !(first === from && change.text);
    const after = first >= to && last <= node.length;
    if (!before && !after) return false;
    const { domObserver } = this.view as unknown as Watched;
    domObserver.stop();
    // In this order what is composed never grows by what is put just before it.
    node.insertData(first, change.text);
    node.deleteData(first + change.text.length, last - first);
    domObserver.start();
    return true;
  }

  /** The browser keeps what was composed so far, and the input method begins anew. */
  private end(): void {
    this.view.dom.blur();
    this.view.focus();
  }
}
