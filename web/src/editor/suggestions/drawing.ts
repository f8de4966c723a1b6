import type { Node } from "prosemirror-model";
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { READ } from "../../base/live";
import { messages } from "../../messages";
import { valuesOf, type MarkName } from "../model/marks";
import { readPendingInput } from "../pending-input";
import { known } from "./directory";
import { readShape, type Proposals } from "./blocks";
import { suggestionOf, type Suggestion } from "./names";

/** A suggestion at a place of the view. */
export interface Placed extends Suggestion {
  readonly from: number;
  readonly to: number;
  readonly value: unknown;
  /** The block of which it is suggested begins here; of words, null. */
  readonly block: number | null;
}

/** What is suggested of a block; it is placed on its words. */
function placedOn(node: Node, pos: number): Placed[] {
  return Object.entries((node.attrs.suggested ?? {}) as Proposals).flatMap(([name, value]) => {
    const suggestion = suggestionOf(name);
    return suggestion ? [{ ...suggestion, value, from: pos + 1, to: pos + 1 + node.content.size, block: pos }] : [];
  });
}

/** Everything that is suggested in a view, in order; what stands side by side and is one is one. */
export function placed(doc: Node): Placed[] {
  const found: Placed[] = [];
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push(...placedOn(node, pos));
    if (!node.isText || !node.marks.length) return;
    const values = valuesOf(node.marks);
    for (const name of Object.keys(values) as MarkName[]) {
      const suggestion = suggestionOf(name);
      if (!suggestion) continue;
      const at = found.findLastIndex((it) => it.kind === suggestion.kind && it.person === suggestion.person && it.code === suggestion.code && it.to === pos && it.block === null);
      const last = found[at];
      if (last) found[at] = { ...last, to: pos + node.nodeSize };
      else found.push({ ...suggestion, from: pos, to: pos + node.nodeSize, value: values[name], block: null });
    }
  });
  return found;
}

/** « ajout suggéré par … ». */
export const said = (it: Placed, self: string): string =>
  messages.suggestions.by(what(it), it.person === self ? messages.suggestions.you : (known(it.person)?.name ?? messages.suggestions.somebody));

function what({ kind, value, block }: Placed): string {
  const shape = kind === "shape" ? readShape(String(value)) : null;
  if (shape) return messages.suggestions.shape(shape);
  return block === null ? messages.suggestions.what(kind, value !== false) : messages.suggestions.whatOfBlock(kind);
}

/** Marks the transactions that come because names are known now. */
const NAMES = "dires:names";

/** Says beside each suggestion whose it is, where the pointer rests and to who hears the text. */
export const suggestionNames = (self: string): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    state: {
      init: (_, state) => named(state, self),
      apply: (tr, set, _, state) => (tr.docChanged || tr.getMeta(NAMES) ? named(state, self) : set),
    },
    view: (view) => {
      const renew = (): void => {
        readPendingInput(view);
        view.dispatch(view.state.tr.setMeta(NAMES, true));
      };
      document.addEventListener(READ, renew);
      return { destroy: () => document.removeEventListener(READ, renew) };
    },
    props: {
      decorations(state) {
        return this.getState(state);
      },
    },
  });

function named(state: EditorState, self: string): DecorationSet {
  const all = placed(state.doc);
  const words = all.filter((it) => it.block === null);
  const drawn = words.map((it) => Decoration.inline(it.from, it.to, { title: said(it, self), class: `sug-of ${known(it.person)?.colour ?? ""}`.trim() }));
  for (const pos of new Set(all.flatMap((it) => it.block ?? []))) {
    const here = all.filter((it) => it.block === pos);
    const line = here.map((it) => said(it, self)).join(" · ");
    drawn.push(Decoration.node(pos, pos + (state.doc.nodeAt(pos)?.nodeSize ?? 0), { class: `sug-on ${here.map((it) => `sug-on-${it.kind}`).join(" ")}`, "data-suggestions": line }));
  }
  return drawn.length ? DecorationSet.create(state.doc, drawn) : DecorationSet.empty;
}
