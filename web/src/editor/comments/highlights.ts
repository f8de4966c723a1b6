import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { element } from "../../dom";
import { messages } from "../../messages";
import { posAt } from "../model/positions";
import type { Range } from "./anchor";

/** A passage that is drawn: whose thread, and where. */
export interface Drawn extends Range {
  /** The thread; none for the passage that is being chosen. */
  readonly thread: string | null;
  readonly active: boolean;
}

const key = new PluginKey<DecorationSet>("comments");

/** Draws the passages of threads: a line under the words and a sign after them. Told what to draw, it follows changes. */
export function highlights(pressed: (thread: string, sign: boolean) => void): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, drawn) {
        const fresh = tr.getMeta(key) as DecorationSet | undefined;
        return fresh ?? (tr.docChanged ? drawn.map(tr.mapping, tr.doc) : drawn);
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handleDOMEvents: {
        click(_, event) {
          const at = (event.target as Element).closest<HTMLElement>("[data-passage]");
          if (at?.dataset.passage) pressed(at.dataset.passage, at.matches("button"));
          return false;
        },
      },
    },
  });
}

/** The transaction that draws these passages and no others. */
export function draw(state: EditorState, passages: readonly Drawn[]) {
  const decorations = passages.flatMap((passage, rank) => decorate(state, passage, rank));
  return state.tr.setMeta(key, DecorationSet.create(state.doc, decorations)).setMeta("addToHistory", false);
}

function decorate(state: EditorState, { from, to, thread, active }: Drawn, rank: number): Decoration[] {
  const [start, end] = [posAt(state.doc, from), posAt(state.doc, to)];
  if (start >= end) return [];
  if (!thread) return [Decoration.inline(start, end, { nodeName: "mark", class: "commente commente-choisi" })];
  const name = active ? "commente commente-actif" : "commente";
  const words = Decoration.inline(start, end, { nodeName: "mark", class: name, "data-passage": thread });
  const sign = Decoration.widget(end, () => drawSign(thread, rank + 1), { key: `${thread} ${rank}`, side: 1, ignoreSelection: true, stopEvent: () => true });
  return [words, sign];
}

function drawSign(thread: string, place: number): HTMLElement {
  const attributes = { type: "button", class: "commente-signe", tabindex: "-1", contenteditable: "false", "data-passage": thread };
  const sign = element("button", { ...attributes, "aria-label": messages.comments.sign(place) });
  // The text keeps its selection.
  sign.addEventListener("mousedown", (event) => event.preventDefault());
  return sign;
}

/** The thread whose passage holds a position of the view. */
export function threadAt(state: EditorState, pos: number): string | null {
  const found = key.getState(state)?.find(pos, pos) ?? [];
  const named = found.map((decoration) => (decoration as unknown as { type: { attrs?: Record<string, string> } }).type.attrs?.["data-passage"]);
  return named.find((thread) => thread !== undefined) ?? null;
}
