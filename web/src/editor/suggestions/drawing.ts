import type { Node } from "prosemirror-model";
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { READ } from "../../base/live";
import { messages } from "../../messages";
import { valuesOf, type MarkName } from "../model/marks";
import { known } from "./directory";
import { suggestionOf, type Suggestion } from "./names";

/** A suggestion at a place of the view. */
export interface Placed extends Suggestion {
  readonly from: number;
  readonly to: number;
  readonly value: unknown;
}

/** Everything that is suggested in a view, in order; what stands side by side and is one is one. */
export function placed(doc: Node): Placed[] {
  const found: Placed[] = [];
  doc.descendants((node, pos) => {
    if (!node.isText || !node.marks.length) return;
    const values = valuesOf(node.marks);
    for (const name of Object.keys(values) as MarkName[]) {
      const suggestion = suggestionOf(name);
      if (!suggestion) continue;
      const at = found.findLastIndex((it) => it.kind === suggestion.kind && it.person === suggestion.person && it.code === suggestion.code && it.to === pos);
      const last = found[at];
      if (last) found[at] = { ...last, to: pos + node.nodeSize };
      else found.push({ ...suggestion, from: pos, to: pos + node.nodeSize, value: values[name] });
    }
  });
  return found;
}

/** « ajout suggéré par … ». */
export const said = ({ kind, person, value }: Placed, self: string): string =>
  messages.suggestions.by(messages.suggestions.what(kind, value !== false), person === self ? messages.suggestions.you : (known(person)?.name ?? messages.suggestions.somebody));

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
      const renew = (): void => view.dispatch(view.state.tr.setMeta(NAMES, true));
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
  const drawn = placed(state.doc).map((it) => Decoration.inline(it.from, it.to, { title: said(it, self), class: `sug-of ${known(it.person)?.colour ?? ""}`.trim() }));
  return drawn.length ? DecorationSet.create(state.doc, drawn) : DecorationSet.empty;
}
