import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { skips } from "./order";

const drawn = (doc: Parameters<typeof skips>[0]): DecorationSet =>
  DecorationSet.create(doc, skips(doc).map(({ pos }) => Decoration.node(pos, pos + doc.nodeAt(pos)!.nodeSize, { class: "niveau-saute" })));

/** Marks in the margin the headings that skip a level. */
export const headingOrder = (): Plugin<DecorationSet> => {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_config, state) => drawn(state.doc),
      apply: (tr, was) => (tr.docChanged ? drawn(tr.doc) : was),
    },
    props: { decorations: (state) => plugin.getState(state) },
  });
  return plugin;
};
