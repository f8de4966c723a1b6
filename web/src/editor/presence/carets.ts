import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { element } from "../../dom";
import { indexOfAnchor, type Anchor } from "../bridge/caret";
import { BODY, type Replica } from "../bridge/replica";
import { posAt } from "../model/positions";
import type { Peer } from "./presence";

/** Draws the others' carets and selections where their elements stand now. Colours are classes, never styles. */
export function carets(replica: Replica, peers: () => Iterable<Peer>): Plugin {
  return new Plugin({
    props: {
      decorations: (state) => {
        const drawn = [...peers()].flatMap((peer) => decorationsOf(replica, state.doc, peer));
        return DecorationSet.create(state.doc, drawn);
      },
    },
  });
}

function decorationsOf(replica: Replica, view: Node, peer: Peer): Decoration[] {
  if (peer.place.where !== "body") return [];
  const at = (anchor: Anchor): number | null => {
    const index = indexOfAnchor(replica.doc(), BODY, anchor);
    return index === null ? null : posAt(view, index);
  };
  const [anchor, head] = [at(peer.place.anchor), at(peer.place.head)];
  if (anchor === null || head === null) return [];
  const { colour } = peer.identity;
  const key = `${peer.session} ${colour} ${peer.moves}`;
  const caret = Decoration.widget(head, () => drawCaret(peer), { key, side: 1, ignoreSelection: true });
  if (anchor === head) return [caret];
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  return [caret, Decoration.inline(from, to, { class: `selection selection-${colour}` })];
}

function drawCaret({ identity }: Peer): HTMLElement {
  const flag = element("span", { class: "caret-nom" }, identity.name);
  return element("span", { class: `caret caret-${identity.colour}`, "aria-hidden": "true", contenteditable: "false" }, flag);
}
