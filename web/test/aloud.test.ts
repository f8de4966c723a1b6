import { newDocument, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { toggleQuote } from "../src/editor/commands/blocks";
import { indent } from "../src/editor/commands/lists";
import { editorCommands, keysOf } from "../src/editor/commands/table";
import { BlockNews, describe } from "../src/editor/announce/blocks";
import { ColleagueNews, type Colleague } from "../src/editor/announce/colleagues";
import { countBetween, countDoc, countText } from "../src/editor/measure/count";
import { inWords } from "../src/editor/measure/measure";
import { turn } from "../src/editor/preferences";
import { ShortcutsDialog } from "../src/editor/shortcuts/dialog";
import { ariaKeys, keyNames, shownKeys } from "../src/editor/shortcuts/keys";
import { listItems } from "../src/editor/structure/list-items";
import { itemPlaces } from "../src/editor/structure/places";
import { toolGroups } from "../src/editor/toolbar/tools";

let writers: Writer[] = [];
function writer(): Writer {
  const one = new Writer(newDocument(), [listItems()]);
  writers.push(one);
  return one;
}
afterEach(() => {
  mock.timers.reset();
  turn("annonces", true);
  for (const one of writers) {
    assert.ok(one.editor.faithful);
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

const actions = { undo: () => false, redo: () => false, newNoteId: () => "n" };

test("words and signs are counted as people see them", () => {
  assert.deepEqual(countText("L’eau\u202f: 30\u202f000 habitants, « oui\u202f»"), { words: 4, signs: 33 });
  assert.deepEqual(countText("e\u0301te\u0301 👩‍👧\nfin"), { words: 2, signs: 8 });
  assert.deepEqual(countText("— … —"), { words: 0, signs: 5 });
  assert.equal(inWords({ words: 1, signs: 1 }), "1 mot, 1 signe");
  assert.equal(inWords({ words: 1234, signs: 0 }), "1\u202f234 mots, 0 signe");
});

test("a text's count is that of its blocks, a selection's that of its parts", () => {
  const one = writer().type("un deux").press("Enter").type("trois");
  assert.deepEqual(countDoc(one.view.state.doc), { words: 3, signs: 12 });
  const [from, to] = [4, 12];
  assert.deepEqual(countBetween(one.view.state.doc, from, to), { words: 2, signs: 4 + 2 });
  assert.deepEqual(countBetween(one.view.state.doc, 0, one.view.state.doc.content.size), { words: 3, signs: 12 });
});

/** Items as `level at/of`, other blocks as a dot. */
const places = (one: Writer): string => {
  const found = itemPlaces(one.view.state.doc);
  return one.view.state.doc.children.map((_, index) => {
    const place = found.get(index);
    return place ? `${place.level} ${place.at}/${place.of}` : ".";
  }).join(", ");
};

test("each item says which it is, of how many and how deep", () => {
  const one = writer().paste("<p>avant</p><ul><li>a<ol><li>b<p>suite</p></li><li>c</li></ol></li><li>d</li></ul><p>entre</p><ul><li>e</li></ul><ol><li>f</li></ol>");
  assert.equal(places(one), "., 1 1/2, 2 1/2, ., 2 2/2, 1 2/2, ., 1 1/1, 1 1/1");
  const items = [...one.view.dom.querySelectorAll("[role=listitem]")];
  assert.equal(items.length, 6);
  assert.ok(items.every((item) => item.parentElement!.getAttribute("role") === "list"));
  assert.deepEqual(["aria-level", "aria-posinset", "aria-setsize"].map((name) => items[2]!.getAttribute(name)), ["2", "2", "2"]);
});

test("items follow what is done to their list, and typing redraws none", () => {
  const one = writer().type("- a").press("Enter").type("b").press("Enter").type("c");
  const last = (): string => ["aria-level", "aria-posinset", "aria-setsize"].map((name) => [...one.view.dom.querySelectorAll("[role=listitem]")].at(-1)!.getAttribute(name)).join();
  assert.equal(last(), "1,3,3");
  const drawn = one.view.dom.querySelector("[role=listitem]");
  one.type("x");
  one.run(indent);
  assert.equal(last(), "2,1,1");
  one.find("b").run(toggleQuote);
  assert.equal(places(one), "1 1/1, 1 1/1, 2 1/1");
  assert.equal(one.view.dom.querySelector("[role=listitem]"), drawn);
});

test("the kind of a block is said when the caret comes to another kind, once it rests", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said: string[] = [];
  const one = writer().type("texte").press("Enter").type("# Titre").press("Enter").type("- a").press("Enter").type("b");
  one.view.focus();
  const news = new BlockNews(() => Object.assign(Object.create(one.view), { hasFocus: () => true }), (words) => said.push(words));
  const go = (words: string, rest = 500): void => {
    one.find(words);
    news.update();
    mock.timers.tick(rest);
  };
  go("texte");
  go("Titre", 100);
  go("b");
  go("a");
  one.type("x");
  news.update();
  mock.timers.tick(500);
  go("Titre");
  go("texte");
  assert.deepEqual(said, ["Puce, 2 sur 2", "Titre 1", "Paragraphe"]);
});

test("a block is described with its list and its quote", () => {
  const one = writer().paste("<blockquote><p>cité</p><ol><li>un<ul><li>deux<p>suite</p></li></ul></li></ol></blockquote>");
  const { doc } = one.view.state;
  assert.deepEqual(doc.children.map((_, index) => describe(doc, index)), [
    "Paragraphe, citation", "Liste numérotée, citation, 1 sur 1", "Puce, niveau 2, citation, 1 sur 1", "Suite de l’élément de liste, niveau 2, citation",
  ]);
});

/** Two colleagues who write where they are told, and a clock. */
function room() {
  mock.timers.enable({ apis: ["setTimeout"] });
  const said: string[] = [];
  let time = 0;
  const someone = (session: string, territory: string): Colleague & { moves: number; place: string | null } =>
    ({ session, identity: { name: `Direction ${territory}`, territory }, moves: 0, place: "dans « Un »" });
  const [foix, muret] = [someone("f", "Foix"), someone("m", "Muret")];
  const news = new ColleagueNews(() => [foix, muret], (who) => (who as typeof foix).place, (words) => said.push(words), () => time);
  const pass = (ms: number): void => {
    time += ms;
    mock.timers.tick(ms);
  };
  return { said, foix, muret, news, pass };
}

test("colleagues are said to write at most once in twenty seconds, however much they write", () => {
  const { said, foix, muret, news, pass } = room();
  muret.place = null;
  for (let second = 0; second < 45; second++) {
    foix.moves++;
    news.changed();
    pass(1_000);
  }
  pass(20_000);
  assert.ok(said.length >= 3 && said.length <= 4, `${said.length} announcements`);
  assert.equal(said[0], "Foix écrit dans « Un »");
});

test("several who write are said together, and who only reads is not said", () => {
  const { said, foix, muret, news, pass } = room();
  news.changed();
  pass(1_000);
  assert.deepEqual(said, ["Foix et Muret écrivent dans « Un »"]);
  foix.moves++;
  muret.place = null;
  news.changed();
  pass(20_000);
  assert.equal(said[1], "Foix écrit dans « Un »");
  news.changed();
  pass(40_000);
  assert.equal(said.length, 2, "nobody has moved since");
});

test("announcements can be silenced", () => {
  const { said, foix, news, pass } = room();
  turn("annonces", false);
  foix.moves++;
  news.changed();
  pass(40_000);
  assert.deepEqual(said, []);
});

test("no two commands share a key, on any machine", () => {
  for (const mac of [false, true]) {
    const keys = editorCommands(actions).flatMap((command) => keysOf(command, mac));
    assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), []);
  }
});

test("every button has its command's keys, and every command its line in the list", () => {
  const commands = editorCommands(actions);
  assert.equal(toolGroups(actions).flat().length, commands.filter(({ icon }) => icon).length);
  const place = document.body.appendChild(document.createElement("div"));
  const turned: string[] = [];
  const dialog = new ShortcutsDialog(place, () => commands, (name) => turned.push(name), () => undefined);
  // jsdom has dialogs, and no way to show one.
  Object.assign(Object.getPrototypeOf(document.createElement("dialog")) as object, { showModal: () => undefined });
  dialog.open();
  const listed = [...place.querySelectorAll("dt")].map((term) => term.textContent);
  for (const { label } of commands) assert.ok(listed.includes(label), label);
  assert.ok(commands.every(({ keys }) => keys.length > 0));
  const box = place.querySelector<HTMLInputElement>("#choix-typographie")!;
  box.click();
  assert.deepEqual(turned, ["typographie"]);
  assert.equal(localStorage.getItem("dires.typographie"), "non");
  box.click();
  place.remove();
});

test("keys are named as they stand on the keyboard", () => {
  const bullets = editorCommands(actions).find(({ name }) => name === "bullets")!;
  assert.equal(shownKeys(bullets, false), "Ctrl+Maj+8");
  assert.equal(shownKeys(bullets, true), "⌘\u202f⇧\u202f8");
  assert.equal(ariaKeys(bullets, false), "Control+Shift+8");
  assert.equal(ariaKeys(bullets, true), "Meta+Shift+8");
  assert.deepEqual(keyNames("Alt-Shift-ArrowUp", false), ["Alt", "Maj", "↑"]);
  assert.equal(shownKeys(editorCommands(actions).find(({ name }) => name === "replace")!, true), "⌘\u202f⇧\u202fH");
});
