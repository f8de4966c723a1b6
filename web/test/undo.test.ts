import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { toggleList, toHeading } from "../src/editor/commands/blocks";
import { toggleStrong } from "../src/editor/commands/inline";

let writers: Writer[] = [];
function pair(): [Writer, Writer] {
  const document_ = newDocument();
  writers = [new Writer(document_), new Writer(document_)];
  return writers as [Writer, Writer];
}
afterEach(() => {
  for (const one of writers) {
    assert.ok(one.editor.faithful);
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

const body = (one: Writer): string => one.view.state.doc.textBetween(0, one.view.state.doc.content.size, "|");

test("typing is undone and redone as one, pauses apart", () => {
  const [one] = pair();
  one.type("un");
  one.time += 5000;
  one.type(" deux");
  one.editor.undo();
  assert.equal(body(one), "un");
  one.editor.undo();
  assert.equal(body(one), "");
  one.editor.redo();
  one.editor.redo();
  assert.equal(body(one), "un deux");
  assert.equal(one.editor.redo(), false);
});

test("what is brought back can be undone further, and marks and blocks come back", () => {
  const [one] = pair();
  one.type("# Titre").press("Enter").type("gras");
  one.find("gras").run(toggleStrong);
  const before = one.view.state.doc;
  one.press("a", { ctrlKey: true }).press("Backspace");
  assert.equal(body(one), "");
  one.editor.undo();
  assert.ok(one.view.state.doc.eq(before), String(one.view.state.doc));
  while (one.editor.undo());
  assert.equal(body(one), "");
  while (one.editor.redo());
  assert.equal(body(one), "");
});

test("what was replaced comes back at its place, however often it is undone and redone", () => {
  const [one] = pair();
  one.type("abc");
  one.time += 5000;
  one.find("b").type("X");
  for (let round = 0; round < 3; round++) {
    while (one.editor.undo());
    assert.equal(body(one), "");
    while (one.editor.redo());
    assert.equal(body(one), "aXc");
  }
});

test("undo takes back only one's own", () => {
  const [one, two] = pair();
  one.type("Anne ");
  sync(one, two);
  two.select(6).type("Bob");
  sync(one, two);
  one.editor.undo();
  sync(one, two);
  assert.equal(body(two), "Bob");
});

test("undoing text that a colleague has partly replaced keeps their words", () => {
  const [one, two] = pair();
  one.type("abc");
  sync(one, two);
  two.find("bc").type("XY");
  sync(one, two);
  one.editor.undo();
  assert.equal(body(one), "XY");
});

test("undoing the creation of a block keeps what a colleague typed inside it", () => {
  const [one, two] = pair();
  one.type("avant");
  one.time += 5000;
  one.press("Enter");
  sync(one, two);
  two.select(8).type("d’une collègue");
  sync(one, two);
  one.editor.undo();
  sync(one, two);
  assert.equal(body(one), "avantd’une collègue");
  assert.equal(body(two), body(one));
});

test("undoing a paste keeps what a colleague typed inside it", () => {
  const [one, two] = pair();
  one.paste("<p>un</p><ul><li>deux</li></ul><p>trois</p>");
  sync(one, two);
  two.find("deux").select(two.view.state.selection.to).type("!!");
  sync(one, two);
  one.editor.undo();
  assert.match(body(one), /!!/);
  assert.doesNotMatch(body(one), /deux|trois/);
});

test("undoing a shape or a mark leaves what a colleague has changed since", () => {
  const [one, two] = pair();
  one.type("texte");
  one.run(toHeading(1));
  sync(one, two);
  two.run(toggleList(true));
  sync(one, two);
  one.editor.undo();
  assert.equal(one.view.state.doc.child(0).type.name, "list_item");
});

test("undoing a deletion puts each part back around what a colleague typed there", () => {
  const [one, two] = pair();
  one.type("abcdef");
  sync(one, two);
  two.select(4).type("X");
  one.find("abcdef").press("Backspace");
  sync(one, two);
  assert.equal(body(one), "X");
  one.editor.undo();
  assert.equal(body(one), "abcXdef");
});

test("the title is undone with the rest, in order", () => {
  const [one] = pair();
  one.type("corps");
  one.title.write("Titre 😀", 8);
  one.editor.undo();
  assert.equal(one.title.value, "Titre");
  one.editor.undo();
  assert.equal(body(one), "");
  one.editor.redo();
  one.editor.redo();
  assert.equal(one.title.value, "Titre 😀");
});
