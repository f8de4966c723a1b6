import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { anchorAt } from "../src/editor/bridge/caret";
import { BODY, type Replica } from "../src/editor/bridge/replica";
import { carets } from "../src/editor/presence/carets";
import type { Peer } from "../src/editor/presence/presence";
import { Composition } from "./concert/composition";

let writers: Writer[] = [];

/** « Bonjour monde », with a colleague's caret after « Bon ». */
function beside(): Writer {
  const peers: Peer[] = [];
  let replica: Replica | undefined;
  const drawn = carets({ doc: () => replica!.doc() } as Replica, () => (replica ? peers : []));
  const document_ = newDocument();
  const [one, two] = [new Writer(document_, [drawn]), new Writer(document_)];
  writers = [one, two];
  replica = one.replica;
  one.type("Bonjour monde");
  sync(one, two);
  const anchor = anchorAt(two.replica.doc(), BODY, 4);
  const identity = { person: "p", name: "Deux", territory: "Sicoval", colour: "c1" };
  peers.push({ session: "s", identity, place: { where: "body", anchor, head: anchor }, moves: 1, seen: 0 });
  one.view.updateState(one.view.state);
  return one;
}

const carets_ = (one: Writer): number => one.view.dom.querySelectorAll(".caret").length;

/** The browser has moved the caret, as a key makes it, and has not told so yet. */
function moved(one: Writer, pos: number): void {
  const { node, offset } = one.view.domAtPos(pos);
  document.getSelection()!.collapse(node, offset);
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
afterEach(() => {
  mock.timers.reset();
  for (const one of writers) {
    assert.ok(one.editor.faithful);
    one.leave();
  }
});

test("a colleague's caret is not drawn where one composes, and is there again after it", () => {
  const one = beside();
  assert.equal(carets_(one), 1);
  const method = new Composition(one.view).update("n");
  assert.equal(carets_(one), 0);
  method.commit("né");
  mock.timers.tick(100);
  assert.equal(carets_(one), 1);
});

test("who composes right after a key that moved the caret composes where the key led", () => {
  const one = beside();
  const method = new Composition(one.view);
  moved(one, 9);
  method.update("n").commit("né");
  mock.timers.tick(100);
  assert.equal(one.text, "\ufffcBonjour némonde");
});

test("a caret that moves right after one has composed stays where it went", () => {
  const one = beside();
  new Composition(one.view).update("n").commit("né");
  moved(one, 3);
  mock.timers.tick(100);
  assert.equal(one.view.state.selection.head, 3);
});

test("who composes twice in a row has nobody's caret drawn into it the second time", () => {
  const one = beside();
  new Composition(one.view).update("n").commit("né");
  const second = new Composition(one.view).update("m");
  mock.timers.tick(1);
  assert.equal(carets_(one), 0);
  second.commit("mê");
  mock.timers.tick(100);
  assert.equal(one.text, "\ufffcBonjour mondenémê");
});
