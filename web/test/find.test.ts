import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { toggleStrong } from "../src/editor/commands/inline";
import { neighbour, replaceAll, replaceOne, selectMatch } from "../src/editor/find/commands";
import { matchesIn, type Query } from "../src/editor/find/matches";
import { FindPanel } from "../src/editor/find/panel";
import { find, foundIn, lookFor } from "../src/editor/find/plugin";
import { turn } from "../src/editor/preferences";

let writers: Writer[] = [];

function writer(document_ = newDocument()): Writer {
  const one = new Writer(document_, [find()]);
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

const query = (words: string, more: Partial<Query> = {}): Query => ({ words, exact: false, whole: false, ...more });
const found = (text: string, words: string, more: Partial<Query> = {}): string[] => matchesIn(text, query(words, more)).map(({ from, to }) => text.slice(from, to));
const look = (one: Writer, words: string, more: Partial<Query> = {}): Writer => {
  one.view.dispatch(lookFor(one.view.state, query(words, more)));
  return one;
};
const texts = (one: Writer): string[] => foundIn(one.view.state).matches.map(({ from, to }) => one.view.state.doc.textBetween(from, to));
const lines = (one: Writer): string => one.view.state.doc.textBetween(0, one.view.state.doc.content.size, "|");

test("case and accents are folded, or count", () => {
  assert.deepEqual(found("L’État, l’état, L’ETAT et l’étape", "etat"), ["État", "état", "ETAT"]);
  assert.deepEqual(found("L’État, l’état, L’ETAT", "état", { exact: true }), ["état"]);
  assert.deepEqual(found("cœur et Coeur", "coeur"), ["cœur", "Coeur"]);
  assert.deepEqual(found("cœur", "co"), [], "half a letter is none");
});

test("accents written apart from their letter belong to it", () => {
  assert.deepEqual(found("re\u0301gion", "region"), ["re\u0301gion"]);
  assert.deepEqual(found("re\u0301", "re"), ["re\u0301"]);
});

test("what is typed in two ways is found in one", () => {
  assert.deepEqual(found("l’eau\u202f; «\u202fl’air\u202f»", "l'eau ;"), ["l’eau\u202f;"]);
  assert.deepEqual(found("«\u202fl’air\u202f»", "« l'air »", { exact: true }), ["«\u202fl’air\u202f»"]);
});

test("whole words are parted by what is neither letter nor figure", () => {
  assert.deepEqual(matchesIn("eau, l’eau, eaux, eau2, beau, eau", query("eau", { whole: true })).map(({ from }) => from), [0, 7, 30]);
  assert.deepEqual(found("Été été étés", "été", { whole: true }), ["Été", "été"]);
});

test("matches do not overlap, and keep characters of two units whole", () => {
  assert.equal(found("aaaa", "aa").length, 2);
  assert.deepEqual(found("😀a😀", "a😀"), ["a😀"]);
  assert.deepEqual(found("abc", ""), []);
});

test("a match is found across marks, in every block, and the text's end comes round to its start", () => {
  const one = writer().type("Une étoile").press("Enter").type("L’étoile du nord");
  one.find("toil").run(toggleStrong);
  look(one.select(1), "etoile");
  assert.deepEqual(texts(one), ["étoile", "étoile"]);
  const steps: number[] = [];
  for (let at = 0; at < 3; at++) {
    one.view.dispatch(selectMatch(one.view.state, neighbour(one.view.state, false)!));
    steps.push(foundIn(one.view.state).current);
  }
  assert.deepEqual(steps, [0, 1, 0]);
  assert.equal(one.view.dom.querySelectorAll(".trouve").length >= 2, true);
  one.view.dispatch(selectMatch(one.view.state, neighbour(one.view.state, true)!));
  assert.equal(foundIn(one.view.state).current, 1);
});

test("all are replaced as one undo step, which leaves what was typed before and after", () => {
  const one = writer().type("eau, eau").press("Enter").type("eau");
  look(one, "eau").run(replaceAll("mer"));
  one.type(" fin");
  assert.equal(lines(one), "mer, mer|mer fin");
  one.editor.undo();
  assert.equal(lines(one), "mer, mer|mer");
  one.editor.undo();
  assert.equal(lines(one), "eau, eau|eau");
  one.editor.redo();
  assert.equal(lines(one), "mer, mer|mer");
});

test("one is replaced at a time, and what replaces it is not found again", () => {
  const one = writer().type("eau eau eau");
  look(one.select(1), "eau");
  assert.equal(one.run(replaceOne("x")), false, "none is selected yet");
  one.view.dispatch(selectMatch(one.view.state, neighbour(one.view.state, false)!));
  one.run(replaceOne("l’eau"));
  assert.equal(lines(one), "l’eau eau eau");
  assert.equal(foundIn(one.view.state).current, 1, "the next is selected");
  one.run(replaceOne("mer"));
  one.editor.undo();
  assert.equal(lines(one), "l’eau eau eau");
});

test("what replaces a word has the marks of its first letter, and nothing replaces it by nothing", () => {
  const one = writer().type("un mot gras");
  one.find("mot").run(toggleStrong);
  look(one, "mot").run(replaceAll("terme"));
  const strong = one.spans.filter((span) => span.type === "text" && span.marks?.strong).map(({ value }) => value);
  assert.deepEqual(strong, ["terme"]);
  look(one, " terme").run(replaceAll(""));
  assert.equal(lines(one), "un gras");
});

test("a colleague's change is looked through at once, and their words are left alone by an undo", () => {
  const one = writer().type("eau");
  const two = writer(one.replica.doc());
  look(one, "eau");
  two.select(1).type("L’eau et ");
  sync(one, two);
  assert.deepEqual(foundIn(one.view.state).matches.length, 2);
  one.run(replaceAll("mer"));
  two.find("L’").type("D’");
  sync(one, two);
  one.editor.undo();
  sync(one, two);
  assert.equal(lines(one), "D’eau et eau");
  assert.equal(lines(two), lines(one));
});

function panelOf(one: Writer, editable = true): { panel: FindPanel; say: string[]; input: (name: string) => HTMLInputElement; count: () => string } {
  const say: string[] = [];
  const panel = new FindPanel(() => one.view, () => editable, (words) => say.push(words));
  document.body.append(panel.dom);
  const input = (name: string): HTMLInputElement => panel.dom.querySelector<HTMLInputElement>(`[aria-label="${name}"]`)!;
  const count = (): string => {
    panel.update();
    return panel.dom.querySelector("[role=status]")!.textContent!;
  };
  return { panel, say, input, count };
}

test("the panel counts, steps, replaces and closes by the keyboard", () => {
  const one = writer().type("eau, eau, eau").select(1);
  const { panel, say, input, count } = panelOf(one);
  const key = (where: HTMLElement, name: string, more: KeyboardEventInit = {}): boolean =>
    where.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
  panel.open(true);
  assert.equal(document.activeElement, input("Rechercher"));
  input("Rechercher").value = "EAU";
  input("Rechercher").dispatchEvent(new Event("input"));
  assert.equal(count(), "1 sur 3");
  key(input("Rechercher"), "Enter");
  assert.equal(count(), "2 sur 3");
  key(input("Rechercher"), "Enter", { shiftKey: true });
  assert.equal(count(), "1 sur 3");
  input("Remplacer par").value = "mer";
  key(input("Remplacer par"), "Enter");
  assert.equal(lines(one), "mer, eau, eau");
  assert.equal(count(), "1 sur 2");
  input("Tout remplacer").click();
  assert.equal(lines(one), "mer, mer, mer");
  assert.deepEqual(say, ["2 remplacements"]);
  assert.equal(count(), "Aucun résultat");
  key(input("Rechercher"), "Escape");
  assert.equal(panel.dom.hidden, true);
  assert.equal(one.view.dom.querySelector(".trouve"), null);
  panel.dom.remove();
});

test("without the pen one finds and replaces nothing", () => {
  const one = writer().type("eau").select(1);
  const { panel, input } = panelOf(one, false);
  panel.open(true);
  input("Rechercher").value = "eau";
  input("Rechercher").dispatchEvent(new Event("input"));
  input("Remplacer par").value = "mer";
  input("Tout remplacer").click();
  assert.equal(lines(one), "eau");
  assert.equal(input("Remplacer par").parentElement!.hidden, true);
  panel.dom.remove();
});

test("searching changes nothing of what typography does", () => {
  turn("typographie", true);
  const one = look(writer(), "l’eau").type("l'eau ?");
  assert.deepEqual(texts(one), ["l’eau"]);
});
