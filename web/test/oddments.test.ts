import { newDocument, Writer } from "./stand";
import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { test } from "node:test";
import { faithful } from "./concert/story";
import { BODY } from "../src/editor/bridge/replica";
import { NodeSelection } from "prosemirror-state";

/*
 * What two people's changes can leave when they meet, and nobody would write: blocks of which one half is each one's, and
 * words that have lost their block. What is then done there shows as the document says.
 */

const ALICE = "a".repeat(32);

const marker = (type: string, attrs: Record<string, A.MaterializeValue> = {}) => ({ type: new A.ImmutableString(type), parents: [], attrs, isEmbed: false });

for (const type of ["image", "table-cell"]) {
  test(`of a block that says « ${type} » and nothing else of one, a list is suggested as of the paragraph that it reads as`, () => {
    const one = new Writer(newDocument(), [], ALICE);
    one.replica.receive((draft) => A.updateBlock(draft, BODY, 0, marker(type, { level: 1 })));
    one.suggesting = true;
    one.select(1).type("- ");
    faithful(one);
    assert.equal(Object.keys(one.view.state.doc.child(0).attrs.suggested as object).length, 1);
    one.leave();
  });
}

test("words without a block, of which a colleague suggests some, are dragged before the first block and stand there by themselves", () => {
  const one = new Writer(newDocument(), [], ALICE);
  one.replica.receive((draft) => {
    A.splice(draft, BODY, 1, 0, "Avant");
    A.splitBlock(draft, BODY, 6, marker("horizontal-rule"));
    A.splice(draft, BODY, 7, 0, "les mots");
    A.mark(draft, BODY, { start: 11, end: 15, expand: "none" }, `insert:${"b".repeat(32)}:1`, true);
  });
  const { doc, tr } = one.view.state;
  one.view.dispatch(tr.setSelection(NodeSelection.create(doc, doc.content.size - doc.lastChild!.nodeSize)));
  one.view.dispatch(one.view.state.tr.deleteSelection().insert(0, one.view.state.doc.lastChild!));
  faithful(one);
  assert.deepEqual([one.view.state.doc.child(0).textContent, one.view.state.doc.child(1).textContent], ["les ", "Avant"]);
  one.leave();
});
