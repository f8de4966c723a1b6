import type { Node } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Writer } from "../stand";
import type { Random } from "../random";

/*
 * What a hand does with the mouse and the clipboard, by the events that a browser sends. jsdom lays nothing out, so where
 * the mouse is in the text is said, not measured; all else is the page's own way.
 */

/** A clipboard, or what a mouse carries. */
class Transfer {
  private readonly held = new Map<string, string>();
  readonly files: readonly never[] = [];
  effectAllowed = "";

  setData(type: string, data: string): void {
    this.held.set(type, data);
  }

  getData(type: string): string {
    return this.held.get(type) ?? "";
  }

  clearData(): void {
    this.held.clear();
  }
}

function send(view: EditorView, type: string, fields: object): void {
  view.dom.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), fields));
}

/** No caret stands inside a character. */
const whole = (doc: Node, pos: number): number => (/^[\udc00-\udfff]/.test(doc.textBetween(pos, doc.content.size)) ? pos + 1 : pos);

/** A place in the text, and often a stretch of a few characters or blocks after it. */
export function anywhere(writer: Writer, random: Random): void {
  const { doc } = writer.view.state;
  const size = doc.content.size;
  const at = whole(doc, random.below(size + 1));
  const other = random.below(3) ? at : whole(doc, Math.min(size, at + random.below(12)));
  writer.select(at, other);
}

/** Hears what a colleague did, and goes to where they are, or some characters beside. */
export function join(writer: Writer, colleague: Writer, random: Random): void {
  writer.replica.pull(colleague.replica);
  const { doc } = writer.view.state;
  const size = doc.content.size;
  const near = Math.max(0, Math.min(size, colleague.view.state.selection.from + random.below(13) - 8));
  const far = random.below(2) ? near : Math.min(size, near + random.below(6));
  writer.select(whole(doc, near), whole(doc, far));
}

/** Selects from somewhere to somewhere, through what blocks stand between. */
function aStretch(writer: Writer, random: Random): void {
  const { doc } = writer.view.state;
  const size = doc.content.size;
  writer.select(whole(doc, random.below(size + 1)), whole(doc, random.below(size + 1)));
}

/** Selects a whole block, as a click with the control key does. */
export function aBlock(writer: Writer, random: Random): void {
  const { doc, tr } = writer.view.state;
  const index = random.below(doc.childCount);
  let pos = 0;
  for (let i = 0; i < index; i++) pos += doc.child(i).nodeSize;
  writer.view.dispatch(tr.setSelection(NodeSelection.create(doc, pos)));
}

/** Takes what is selected elsewhere, or a copy of it where the control key is held. */
export function drag(writer: Writer, random: Random, ctrlKey = random.below(5) === 0): void {
  const { view } = writer;
  if (view.state.selection.empty) (random.below(3) ? aBlock : aStretch)(writer, random);
  const dataTransfer = new Transfer();
  const over = (pos: number, type: string): void => {
    view.posAtCoords = () => ({ pos, inside: -1 });
    send(view, type, { dataTransfer, ctrlKey, clientX: 0, clientY: 0 });
    delete (view as Partial<EditorView>).posAtCoords;
  };
  over(view.state.selection.from, "dragstart");
  over(whole(view.state.doc, random.below(view.state.doc.content.size + 1)), "drop");
}

/** Cuts or copies what is selected, and pastes it here or elsewhere. */
export function carry(writer: Writer, random: Random): void {
  const clipboardData = new Transfer();
  if (writer.view.state.selection.empty) aStretch(writer, random);
  send(writer.view, random.below(2) ? "cut" : "copy", { clipboardData });
  if (!clipboardData.getData("text/html")) return;
  if (random.below(3)) anywhere(writer, random);
  send(writer.view, "paste", { clipboardData });
}
