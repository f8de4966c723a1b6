import { newDocument, sync, Writer } from "./stand";
import type { Patch } from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { test } from "node:test";
import { arrived } from "../src/editor/bridge/arrivals";
import { docOf } from "../src/editor/bridge/settle";
import { insertRule, toHeading } from "../src/editor/commands/blocks";
import { toggleStrong } from "../src/editor/commands/inline";

/** What patches alone make of a colleague's deed in « un 😀 **gras** ¶ deux »: compared with the document, or null where it must be read. */
function fromPatches(deed: (colleague: Writer) => unknown): "same" | "other" | null {
  const document_ = newDocument();
  const [one, two] = [new Writer(document_), new Writer(document_)];
  one.type("un 😀 gras").find("gras").run(toggleStrong);
  one.select(one.view.state.selection.to).press("Enter").type("deux");
  sync(one, two);
  const before = one.view.state.doc;
  let patches: readonly Patch[] = [];
  one.replica.onRemote((done) => (patches = done));
  deed(two);
  one.replica.pull(two.replica);
  const now = arrived(before, patches);
  assert.ok(one.editor.faithful);
  const verdict = now && (now.eq(docOf(one.replica)) ? "same" : "other");
  for (const writer of [one, two]) writer.leave();
  return verdict;
}

test("what a colleague types or erases within a block is read from its patches", () => {
  const deeds: ((colleague: Writer) => unknown)[] = [
    (colleague) => colleague.select(1).type("é"),
    (colleague) => colleague.find("😀").press("Backspace"),
    (colleague) => colleague.find("😀").type("« 👩‍👧"),
    (colleague) => colleague.find("gras").type("x"),
    (colleague) => colleague.find("deux").select(colleague.view.state.selection.to).type(" et trois"),
    (colleague) => colleague.find("deux").press("Backspace"),
    (colleague) => colleague.title.write("Autre titre", 5),
  ];
  for (const deed of deeds) assert.equal(fromPatches(deed), "same", String(deed));
});

test("blocks and marks are read from the document", () => {
  const deeds: ((colleague: Writer) => unknown)[] = [
    (colleague) => colleague.select(3).press("Enter"),
    (colleague) => colleague.find("deux").select(colleague.view.state.selection.from).press("Backspace"),
    (colleague) => colleague.run(toHeading(2)),
    (colleague) => colleague.run(insertRule),
    (colleague) => colleague.find("un").run(toggleStrong),
    (colleague) => colleague.select(3, 13).press("Backspace"),
  ];
  for (const deed of deeds) assert.equal(fromPatches(deed), null, String(deed));
});
