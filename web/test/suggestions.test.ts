import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { insertRule, toggleList, toggleQuote, toHeading } from "../src/editor/commands/blocks";
import { setLink, toggleEm, toggleStrong } from "../src/editor/commands/inline";
import { NodeSelection } from "prosemirror-state";
import { insertTable } from "../src/editor/tables/commands";
import { keys, letters, settled, touches } from "./decide";

const [ANNE, BILAL] = ["a".repeat(32), "b".repeat(32)];

let writers: Writer[] = [];

/** Two people at one text: what is typed first stands. */
function two(text: string): [Writer, Writer] {
  const anne = new Writer(newDocument(), [], ANNE);
  anne.type(text);
  const bilal = new Writer(anne.replica.doc(), [], BILAL);
  writers = [anne, bilal];
  return [anne, bilal];
}

afterEach(() => {
  for (const one of writers) {
    assert.ok(one.editor.faithful, `view differs from spans: ${one.view.state.doc}`);
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

/**
 * The text with what is suggested: `[+…]`, `[-…]`, `[*…]`, each with the first letter of who suggests. `¶` is where a block
 * begins; of the first it is told where something is suggested of it.
 */
function shown(one: Writer): string {
  const signs = { insert: "+", delete: "-", strong: "*", em: "/", link: "@", shape: "#" };
  let [out, open] = ["", ""];
  for (const letter of letters(one.replica.doc())) {
    const now = touches(letter)
      .map(({ kind, person }) => `${signs[kind]}${person[0]}`)
      .sort()
      .join("");
    if (letter.block && letter.at === 0 && !now) continue;
    if (now !== open || letter.block) out += (open ? "]" : "") + (now ? `[${now} ` : "");
    open = now;
    out += letter.char;
    if (letter.block && open) [out, open] = [`${out}]`, ""];
  }
  return out + (open ? "]" : "");
}

test("typing while suggesting adds in one's own name, and goes on in one suggestion", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).type(" beau");
  assert.equal(shown(bilal), "Un[+b  beau] dire.");
  assert.equal(keys(bilal.replica.doc()).length, 1);
  sync(anne, bilal);
  assert.equal(shown(anne), "Un[+b  beau] dire.");
  assert.equal(settled(anne.replica.doc()), "paragraph: Un dire.");
});

test("what is erased while suggesting stays, struck, and the caret passes it", () => {
  const [, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(8).press("Backspace");
  for (let i = 0; i < 2; i++) bilal.view.dispatch(bilal.view.state.tr.delete(bilal.view.state.selection.from - 1, bilal.view.state.selection.from));
  bilal.find("dire").press("Backspace");
  assert.equal(shown(bilal), "Un [-b dire].");
  assert.equal(keys(bilal.replica.doc()).length, 1);
});

test("typing over a selection replaces it in one suggestion", () => {
  const [, bilal] = two("Dix ans.");
  bilal.suggesting = true;
  bilal.find("Dix").type("Douze");
  assert.equal(shown(bilal), "[-b Dix][+b Douze] ans.");
  assert.equal(keys(bilal.replica.doc()).length, 1);
  bilal.type(" longs");
  assert.equal(shown(bilal), "[-b Dix][+b Douze longs] ans.");
});

test("one's own suggested words are really erased", () => {
  const [, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).type(" beau").find("bea");
  bilal.press("Backspace");
  assert.equal(shown(bilal), "Un[+b  u] dire.");
});

test("within another's suggested words one suggests, and nobody's are erased", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).type(" beau");
  sync(anne, bilal);
  anne.select(6).type("xx");
  assert.equal(shown(anne), "Un[+b  be][+a+b xx][+b au] dire.");
  anne.select(1, 15).press("Backspace");
  assert.equal(shown(anne), "[+b-a  be][+a+b-a xx][+b-a au].");
  sync(anne, bilal);
  assert.equal(settled(bilal.replica.doc()), "paragraph: .");
});

test("while suggesting, another's suggested words are proposed for removal", () => {
  const [anne, bilal] = two("Un dire.");
  for (const one of [anne, bilal]) one.suggesting = true;
  bilal.select(3).type(" beau");
  sync(anne, bilal);
  anne.find("beau").press("Backspace");
  assert.equal(shown(anne), "Un[+b  ][+b-a beau] dire.");
});

test("what is typed among struck words, or after suggested ones, is not struck or suggested", () => {
  const [anne, bilal] = two("Un dire commun.");
  bilal.suggesting = true;
  bilal.find("dire commun").press("Backspace");
  bilal.select(3).type(" beau");
  sync(anne, bilal);
  const at = anne.find("re com").view.state.selection.from;
  anne.select(at).type("MOT");
  anne.find(" beau").select(anne.view.state.selection.to).type("x");
  assert.equal(shown(anne), "Un[+b  beau]x [-b di]MOT[-b re commun].");
  sync(anne, bilal);
  assert.equal(shown(bilal), shown(anne));
});

test("what another suggests to take out is taken out by a decision, and an undo leaves their suggestion", () => {
  const [anne, bilal] = two("Un dire commun.");
  bilal.suggesting = true;
  bilal.find("dire").press("Backspace");
  sync(anne, bilal);
  anne.select(1, 16).press("Backspace");
  assert.equal(shown(anne), "[-a-b dire]");
  anne.editor.undo();
  assert.equal(shown(anne), "Un [-b dire] commun.");
});

test("formatting is suggested, and stays as it is", () => {
  const [anne, bilal] = two("Un dire commun.");
  bilal.suggesting = true;
  bilal.find("Un").run(toggleStrong);
  bilal.find("dire").run(toggleEm);
  bilal.find("commun").run(setLink("https://exemple.fr/", ""));
  assert.equal(shown(bilal), "[*b Un] [/b dire] [@b commun].");
  assert.equal(keys(bilal.replica.doc()).length, 3);
  sync(anne, bilal);
  for (const key of keys(anne.replica.doc())) anne.decides(key, true);
  assert.equal(shown(anne), "Un dire commun.");
  const marks = letters(anne.replica.doc()).map(({ marks }) => Object.keys(marks).filter((name) => marks[name] !== null).join());
  assert.deepEqual([marks[1], marks[5], marks[10]], ["strong", "em", "link"]);
});

test("one's own suggestions are undone, and those of others stay", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).type(" beau");
  bilal.time += 5000;
  bilal.find("dire").press("Backspace");
  sync(anne, bilal);
  bilal.editor.undo();
  assert.equal(shown(bilal), "Un[+b  beau] dire.");
  bilal.editor.undo();
  assert.equal(shown(bilal), "Un dire.");
  bilal.editor.redo();
  assert.equal(shown(bilal), "Un[+b  beau] dire.");
});

test("a new paragraph is suggested, and its author may take it back", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).press("Enter").type("x");
  assert.equal(shown(bilal), "Un[+b ¶][+b x] dire.");
  assert.equal(keys(bilal.replica.doc()).length, 1);
  sync(anne, bilal);
  assert.equal(shown(anne), "Un[+b ¶][+b x] dire.");
  assert.equal(settled(anne.replica.doc()), "paragraph: Un dire.");
  assert.equal(anne.view.state.doc.childCount, 2);
  bilal.select(6).press("Backspace");
  bilal.view.dispatch(bilal.view.state.tr.delete(5, 6));
  bilal.select(5).press("Backspace");
  assert.equal(shown(bilal), "Un dire.");
});

test("paragraphs pasted while suggesting stay paragraphs, and are one suggestion", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(9).paste("<p>deux</p><h2>trois</h2><ul><li>quatre</li></ul>");
  assert.equal(shown(bilal), "Un dire.[+b deux][+b ¶][+b trois][+b ¶][+b quatre]");
  assert.equal(keys(bilal.replica.doc()).length, 1);
  assert.equal(settled(bilal.replica.doc()), "paragraph: Un dire.");
  sync(anne, bilal);
  anne.decides(keys(anne.replica.doc())[0]!, true);
  assert.equal(settled(anne.replica.doc()), "paragraph: Un dire.deux\nheading: trois\nunordered-list-item: quatre");
});

test("two paragraphs are proposed to be one, and stay two", () => {
  const [anne, bilal] = two("Un");
  anne.press("Enter").type("dire.");
  sync(anne, bilal);
  bilal.suggesting = true;
  bilal.select(5).press("Backspace");
  assert.equal(shown(bilal), "Un[-b ¶]dire.");
  assert.equal(bilal.view.state.selection.from, 3, "the caret has gone on to the paragraph before");
  sync(anne, bilal);
  const [key] = keys(anne.replica.doc());
  anne.decides(key!, false);
  assert.equal(shown(anne), "Un¶dire.");
  sync(anne, bilal);
  bilal.select(5).press("Backspace");
  sync(anne, bilal);
  anne.decides(keys(anne.replica.doc())[0]!, true);
  assert.equal(shown(anne), "Undire.");
});

test("another shape is proposed, by the menu or by typing it, and another in its place", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.run(toHeading(2));
  assert.equal(shown(bilal), "[#b ¶]Un dire.", "the first block's marker is told where something is suggested of it");
  assert.equal(settled(bilal.replica.doc()), "paragraph: Un dire.");
  bilal.run(toggleList(true));
  assert.equal(keys(bilal.replica.doc()).length, 1);
  sync(anne, bilal);
  anne.decides(keys(anne.replica.doc())[0]!, true);
  assert.equal(settled(anne.replica.doc()), "ordered-list-item: Un dire.");
  sync(anne, bilal);
  bilal.select(1).press("Enter");
  assert.equal(bilal.impossible, 0);
});

test("a writer who reshapes, splits or joins blocks leaves what others suggest of them", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(3).press("Enter").run(toHeading(2));
  bilal.select(1).run(toggleList(false));
  sync(anne, bilal);
  assert.equal(shown(anne), "[#b ¶]Un[+b ¶] dire.");
  anne.select(1).run(toHeading(1));
  anne.select(2).press("Enter");
  assert.equal(shown(anne), "[#b ¶]U¶n[+b ¶] dire.");
  anne.find(" dire").select(anne.view.state.selection.from).press("Backspace");
  assert.equal(shown(anne), "[#b ¶]U¶n[+b-a ¶] dire.");
  sync(anne, bilal);
  assert.equal(settled(bilal.replica.doc()), "heading: U\nheading: n dire.");
});

test("what is suggested of blocks is undone and redone", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.select(1).run(toHeading(2));
  bilal.time += 5000;
  bilal.select(3).press("Enter");
  sync(anne, bilal);
  bilal.editor.undo();
  bilal.editor.undo();
  assert.equal(shown(bilal), "Un dire.");
  bilal.editor.redo();
  bilal.editor.redo();
  assert.equal(shown(bilal), "[#b ¶]Un[+b ¶] dire.");
  sync(anne, bilal);
  assert.equal(shown(anne), shown(bilal));
});

test("a block that goes in the first one's place is its new shape, and the first stays", () => {
  const [anne, bilal] = two("Un");
  anne.press("Enter").type("dire.").run(toHeading(2));
  sync(anne, bilal);
  bilal.suggesting = true;
  bilal.view.dispatch(bilal.view.state.tr.delete(0, 4));
  assert.equal(settled(bilal.replica.doc()), "paragraph: Un\nheading: dire.");
  sync(anne, bilal);
  anne.decides(keys(anne.replica.doc())[0]!, true);
  assert.equal(settled(anne.replica.doc()), "heading: dire.");
});

test("a copy of a block of which something is suggested comes before the first one, without what is suggested", () => {
  const [anne, bilal] = two("un");
  anne.suggesting = true;
  anne.run(toHeading(2));
  sync(anne, bilal);
  bilal.view.dispatch(bilal.view.state.tr.insert(0, bilal.view.state.doc.child(0)));
  sync(anne, bilal);
  assert.equal(shown(anne), "un[#a ¶]un");
});

test("words dropped between two rows of a table are suggested there, and nothing else is", () => {
  const [anne, bilal] = two("Un dire.");
  anne.run(insertTable(2, 1, false));
  sync(anne, bilal);
  const before = settled(bilal.replica.doc());
  bilal.suggesting = true;
  const { doc, tr, schema } = bilal.view.state;
  let between = 0;
  doc.forEach((node, pos) => {
    if (node.type.name === "row_end") between ||= pos + node.nodeSize;
  });
  bilal.view.dispatch(tr.insert(between, schema.node("paragraph", { marker: false }, schema.text("mot"))));
  assert.equal(settled(bilal.replica.doc()), before);
  assert.equal(keys(bilal.replica.doc()).length, 1);
  assert.match(bilal.text, /mot/);
});

test("rules and tables are not suggested: nothing is done, and that is said", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.run(insertRule);
  bilal.paste("<table><tr><td>a</td><td>b</td></tr></table>");
  assert.equal(shown(bilal), "Un dire.");
  assert.equal(bilal.impossible, 2);
  anne.run(insertRule);
  sync(anne, bilal);
  bilal.press("a", { ctrlKey: true }).press("Backspace");
  assert.equal(shown(bilal), "Un dire.¶¶");
  assert.equal(bilal.impossible, 3);
});

test("a suggestion that is decided elsewhere changes the view, and the caret stays by its words", () => {
  const [anne, bilal] = two("Un dire.");
  bilal.suggesting = true;
  bilal.find("dire").type("texte");
  sync(anne, bilal);
  anne.decides(keys(anne.replica.doc())[0]!, true);
  sync(anne, bilal);
  assert.equal(bilal.view.state.doc.textContent, "Un texte.");
  bilal.type("s");
  assert.equal(shown(bilal), "Un texte[+b s].");
});

test("a cell that a colleague quoted meanwhile, and a rule put in its place, stand as the document says", () => {
  const [anne, bilal] = two("");
  bilal.run(toggleQuote);
  anne.run(insertTable(1, 2, false));
  sync(anne, bilal);
  anne.select(1).run(insertRule);
  sync(anne, bilal);
  assert.equal(anne.view.state.doc.child(0).type.name, "horizontal_rule");
  assert.deepEqual(anne.view.state.doc.child(0).attrs.parents, []);
});

test("what a colleague suggested of a block that became a rule meanwhile is shown again when the rule becomes a paragraph", () => {
  const [anne, bilal] = two("");
  bilal.suggesting = true;
  bilal.run(toHeading(2));
  anne.run(insertRule);
  sync(anne, bilal);
  anne.view.dispatch(anne.view.state.tr.setSelection(NodeSelection.create(anne.view.state.doc, 0)));
  anne.type("x");
  assert.equal(anne.view.state.doc.child(0).type.name, "paragraph");
  assert.equal(Object.keys(anne.view.state.doc.child(0).attrs.suggested as object).length, 1);
});

test("what was hidden of a rule is shown too where all is erased and only its marker stays", () => {
  const [anne, bilal] = two("");
  bilal.suggesting = true;
  bilal.run(toHeading(2));
  anne.run(insertRule);
  sync(anne, bilal);
  anne.press("a", { ctrlKey: true }).press("Backspace");
  assert.equal(anne.view.state.doc.childCount, 1);
  assert.equal(Object.keys(anne.view.state.doc.child(0).attrs.suggested as object).length, 1);
});
