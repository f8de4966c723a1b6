import type { Node } from "prosemirror-model";
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { indexOfAnchor, type Anchor } from "../bridge/caret";
import { BODY, type Replica } from "../bridge/replica";
import { posAt } from "../model/positions";
import { readPendingInput } from "../pending-input";
import type { Peer } from "./presence";

/**
 * Draws the others' carets and selections where their elements stand now. Colours are classes, never styles. Where one
 * composes they are not drawn meanwhile: a caret put into the composed words would part their text node, and the browser
 * would compose them again beside ("^ê").
 */
export function carets(replica: Replica, peers: () => Iterable<Peer>): Plugin {
  let composing = false;
  let end: ReturnType<typeof setTimeout> | undefined;
  const turn = (view: EditorView, on: boolean): void => {
    clearTimeout(end);
    composing = on;
    if (view.isDestroyed) return;
    // Who composes right after a key that moved the caret composes where it led.
    readPendingInput(view);
    view.updateState(view.state);
  };
  return new Plugin({
    props: {
      decorations: (state) => {
        const drawn = [...peers()].flatMap((peer) => decorationsOf(replica, state.doc, peer));
        return DecorationSet.create(state.doc, composing ? drawn.filter((it) => !isBeside(state, it)) : drawn);
      },
      handleDOMEvents: {
        // Before the browser has put anything there; and after ProseMirror has taken what was composed.
        compositionstart: (view) => turn(view, true),
        compositionend: (view) => {
          clearTimeout(end);
          end = setTimeout(() => turn(view, false));
        },
      },
    },
  });
}

/** Whether it touches the block of one's own caret. */
function isBeside({ selection: { $from } }: EditorState, { from, to }: Decoration): boolean {
  return $from.depth > 0 && to >= $from.before(1) && from <= $from.after(1);
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
