import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { Finder, type Match, type Query } from "./matches";

/** What is found in the text as it stands. */
export interface Found {
  readonly finder: Finder | null;
  readonly matches: readonly Match[];
  /** The match that the selection is, counted from 0; -1 where it is none. */
  readonly current: number;
  readonly decorations: DecorationSet;
}

const NOTHING: Found = { finder: null, matches: [], current: -1, decorations: DecorationSet.empty };
const key = new PluginKey<Found>("find");

export const foundIn = (state: EditorState): Found => key.getState(state) ?? NOTHING;

/** The transaction that looks for something else; null looks for nothing. */
export const lookFor = (state: EditorState, query: Query | null): Transaction => state.tr.setMeta(key, { query });

function look(state: EditorState, finder: Finder, matches: readonly Match[]): Found {
  const { from, to } = state.selection;
  const current = matches.findIndex((match) => match.from === from && match.to === to);
  const drawn = matches.map((match, at) => Decoration.inline(match.from, match.to, { class: at === current ? "trouve trouve-ici" : "trouve" }));
  return { finder, matches, current, decorations: DecorationSet.create(state.doc, drawn) };
}

/** Finds live: a colleague's change is looked through as one's own. */
export const find = (): Plugin<Found> =>
  new Plugin<Found>({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, was, _old, state) {
        const asked = tr.getMeta(key) as { query: Query | null } | undefined;
        const finder = asked ? asked.query && new Finder(asked.query) : was.finder;
        if (!finder) return NOTHING;
        if (!asked && !tr.docChanged && !tr.selectionSet) return was;
        return look(state, finder, asked || tr.docChanged ? finder.find(state.doc) : was.matches);
      },
    },
    props: { decorations: (state) => foundIn(state).decorations },
  });
