import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { toHeading } from "../src/editor/commands/blocks";
import { toggleStrong } from "../src/editor/commands/inline";
import { Composition } from "./concert/composition";

let writers: Writer[] = [];

/** Two people in « Bonjour monde », the first of whom composes « ni » before « monde ». */
function composing(): [Writer, Writer, Composition] {
  const document_ = newDocument();
  const [one, two] = [new Writer(document_), new Writer(document_)];
  writers.push(one, two);
  one.type("Bonjour monde");
  sync(one, two);
  const method = new Composition(one.select(9).view).update("n").update("ni");
  sync(one, two);
  return [one, two, method];
}

/** What the second did comes to the first, and the input method goes on to its end. */
function goOn(one: Writer, two: Writer, method: Composition): string {
  sync(one, two);
  method.update("nih").commit("日");
  mock.timers.tick(100);
  sync(one, two);
  return two.text.replaceAll("\ufffc", "|");
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
afterEach(() => {
  mock.timers.reset();
  for (const one of writers) {
    assert.ok(one.editor.faithful);
    assert.equal(one.editor.repairs, 0);
    assert.equal(one.view.composing, false);
    assert.equal(one.view.dom.textContent, one.view.state.doc.textContent);
    one.leave();
  }
  writers = [];
});

test("what one composes is in the document as it grows, and once when it is chosen", () => {
  const [one, two, method] = composing();
  assert.equal(two.text, "\ufffcBonjour nimonde");
  assert.equal(goOn(one, two, method), "|Bonjour 日monde");
});

test("a colleague who types in the same line does not have it composed twice", () => {
  const [one, two, method] = composing();
  two.select(4).type("XY");
  assert.equal(goOn(one, two, method), "|BonXYjour 日monde");
});

test("nor one who writes over words before it, or after", () => {
  const [one, two, method] = composing();
  two.find("jour").type("soir");
  sync(one, two);
  two.find("onde").type("er");
  assert.equal(goOn(one, two, method), "|Bonsoir 日mer");
});

test("words that a colleague puts just before what one composes are not swallowed by it", () => {
  const [one, two, method] = composing();
  two.select(9).type("XY");
  assert.equal(goOn(one, two, method), "|Bonjour XYni日monde");
});

test("nor words in the middle of it", () => {
  const [one, two, method] = composing();
  two.select(10).type("X");
  assert.match(goOn(one, two, method), /^\|Bonjour nXi/);
});

test("a colleague who shapes the block, or cuts it in two, has it composed once", () => {
  for (const deed of [toHeading(2), toggleStrong]) {
    const [one, two, method] = composing();
    two.select(3, 14).run(deed);
    assert.match(goOn(one, two, method), /^\|Bonjour (日|ni.*)monde$/);
  }
  const [one, two, method] = composing();
  two.select(4).press("Enter");
  assert.match(goOn(one, two, method), /^\|Bon\|jour (日|ni.*)monde$/);
});

test("a colleague elsewhere does not disturb it", () => {
  const [one, two, method] = composing();
  two.select(1).press("Enter").select(1).type("Avant");
  sync(one, two);
  two.select(two.view.state.doc.content.size).press("Enter").type("Après");
  assert.equal(goOn(one, two, method), "|Avant|Bonjour 日monde|Après");
});
