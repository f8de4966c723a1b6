import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Command } from "prosemirror-state";
import { moveDown, moveTo, moveUp } from "../src/editor/moves/commands";
import { unitAt } from "../src/editor/moves/units";
import { listItems } from "../src/editor/structure/list-items";
import { Random } from "./random";

let writers: Writer[] = [];

function writer(document_ = newDocument()): Writer {
  const one = new Writer(document_, [listItems()]);
  writers.push(one);
  return one;
}

afterEach(() => {
  for (const one of writers) {
    assert.ok(one.editor.faithful, "the view is the document");
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

/** One character a block, deeper ones in brackets. */
const rows = (one: Writer): string =>
  one.view.state.doc.children.map((node) => node.textContent + ">".repeat((node.attrs.parents as string[]).length)).join("|");

function list(...rows_: readonly string[]): Writer {
  const html = rows_.map((row) => `<p style='mso-list:l0 level${row.length} lfo1'><span style='mso-list:Ignore'>·</span>${row.at(-1)}</p>`).join("");
  return writer().paste(html);
}

const paragraphs = (...words: readonly string[]): Writer => {
  const one = writer();
  words.forEach((word, at) => (at ? one.press("Enter") : one).type(word));
  return one;
};

const move = (one: Writer, command: Command): boolean => one.run(command);

test("a block goes up and down with its caret, as one undo step", () => {
  const one = paragraphs("un", "deux", "trois").find("eux");
  assert.ok(move(one, moveUp()));
  assert.equal(rows(one), "deux|un|trois");
  one.type("X");
  assert.equal(rows(one), "dX|un|trois");
  one.editor.undo();
  one.editor.undo();
  assert.equal(rows(one), "un|deux|trois");
  one.editor.redo();
  assert.equal(rows(one), "deux|un|trois");
});

test("the ends of the text are ends", () => {
  const one = paragraphs("un", "deux");
  assert.equal(move(one, moveDown()), false);
  move(one, moveUp());
  assert.equal(move(one, moveUp()), false);
  assert.equal(rows(one), "deux|un");
});

test("several selected blocks move together", () => {
  const one = paragraphs("a", "b", "c", "d");
  one.select(5, 9);
  move(one, moveUp());
  assert.equal(rows(one), "b|c|a|d");
  move(one, moveDown());
  move(one, moveDown());
  assert.equal(rows(one), "a|d|b|c");
});

test("an item takes what hangs under it along, and goes past what hangs under another", () => {
  const one = list("a", "-b", "c", "-d", "e").find("a");
  move(one, moveDown());
  assert.equal(rows(one), "c|d>|a|b>|e");
  one.find("e");
  move(one, moveUp());
  assert.equal(rows(one), "c|d>|e|a|b>");
  one.find("b");
  move(one, moveUp());
  assert.equal(rows(one), "c|d>|e|b>|a");
});

test("headings, rules and the text before the first marker move too", () => {
  const one = writer().type("# Titre").press("Enter").type("---").type("texte");
  one.find("texte");
  move(one, moveUp());
  move(one, moveUp());
  assert.deepEqual(one.view.state.doc.children.map((node) => node.type.name), ["paragraph", "heading", "horizontal_rule"]);
});

test("what is dragged goes where it is let go, and nowhere into itself", () => {
  const one = list("a", "-b", "c", "d");
  const drag = (from: number, to: number): boolean => {
    const tr = moveTo(one.view.state, unitAt(one.view.state.doc, from), to);
    if (tr) one.view.dispatch(tr);
    return tr !== null;
  };
  assert.equal(drag(0, 1), false);
  assert.equal(drag(0, 2), false);
  assert.ok(drag(0, 4));
  assert.equal(rows(one), "c|d|a|b>");
  assert.ok(drag(1, 0));
  assert.equal(rows(one), "d|c|a|b>");
});

test("a colleague who types in the block that is passed keeps their place, whichever is longer", () => {
  for (const [first, second] of [["court", "un long paragraphe"], ["un long paragraphe", "court"]] as const) {
    const one = paragraphs(first, second);
    const two = writer(one.replica.doc());
    sync(one, two);
    const words = first.slice(-3);
    two.find(words).select(two.view.state.selection.to).type("++");
    // The one who moves the second block sees the other's caret in the first.
    const inFirst = (from: number, to: number): boolean => from <= 3 && to > 3 && from === 0;
    one.find(second).run(moveUp(inFirst));
    sync(one, two);
    assert.equal(rows(one), `${second}|${first}++`);
    assert.equal(rows(two), rows(one));
  }
});

test("what a colleague types at the same time in the block that is written anew stays, where the block was", () => {
  const one = paragraphs("un", "deux", "trois");
  const two = writer(one.replica.doc());
  two.find("deux").select(two.view.state.selection.to).type("+=");
  one.find("deux").run(moveUp((from) => from === 0));
  sync(one, two);
  assert.equal(rows(one), rows(two));
  assert.equal([...one.text].filter((char) => char === "+").length, 1, "not a character is lost");
  assert.equal(one.text.split("deux").length, 2, "the block is there once");
});

test("any moves of any blocks leave the text's blocks as they were, and undo brings back their order", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = new Random(seed);
    const one = list("a", "-b", "--c", "d", "-e", "-f", "g").press("Enter").type("h");
    const before = one.view.state.doc;
    const sorted = rows(one).split("|").sort().join();
    for (let step = 0; step < 25; step++) {
      one.time += 5000;
      one.select(1 + random.below(one.view.state.doc.content.size - 1)).run(random.below(2) ? moveUp() : moveDown());
      assert.equal(rows(one).split("|").sort().join(), sorted, `seed ${seed}`);
      assert.ok(one.editor.faithful);
    }
    const total = before.childCount;
    while (one.editor.undo() && one.view.state.doc.childCount === total && !one.view.state.doc.eq(before));
    assert.ok(one.view.state.doc.eq(before), `seed ${seed}: ${rows(one)}`);
  }
});
