import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { toggleStrong } from "../src/editor/commands/inline";
import { turn } from "../src/editor/preferences";
import { correction } from "../src/editor/typography/rules";

const N = "\u202f";
let writers: Writer[] = [];

function writer(document_ = newDocument()): Writer {
  const one = new Writer(document_);
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
  turn("typographie", true);
});

/** The body without its first marker. */
const body = (one: Writer): string => one.text.slice(1);

/** Pairs of what the hands type and what stands in the text. */
const TYPED: readonly (readonly [string, string])[] = [
  // High punctuation
  ["Vraiment?", `Vraiment${N}?`],
  ["Vraiment ?", `Vraiment${N}?`],
  ["Vraiment\u00a0?", `Vraiment${N}?`],
  [`Vraiment${N}?`, `Vraiment${N}?`],
  ["Vraiment  ?", `Vraiment${N}?`],
  ["Quoi?!", `Quoi${N}?!`],
  ["Non!!!", `Non${N}!!!`],
  ["un;deux ; trois", `un;deux${N}; trois`],
  ["Objet: suite", `Objet${N}: suite`],
  ["Objet : suite", `Objet${N}: suite`],
  ["(sic)?", `(sic)${N}?`],
  ["(?)", "(?)"],
  ["100 %?", `100 %${N}?`],
  ["etc.?", `etc.${N}?`],
  // Times, ratios, years
  ["à 14:30, au 1:25000", "à 14:30, au 1:25000"],
  ["à 14:30?", `à 14:30${N}?`],
  ["En 2024: rien", `En 2024${N}: rien`],
  ["En 2024 : rien", `En 2024${N}: rien`],
  // Addresses and what looks like code
  ["https://exemple.fr/a;b?c=d!e", "https://exemple.fr/a;b?c=d!e"],
  ["http://exemple.fr:8080/", "http://exemple.fr:8080/"],
  ["www.exemple.fr/page?x", "www.exemple.fr/page?x"],
  ["exemple.fr/l'eau?", "exemple.fr/l'eau?"],
  ["a@exemple.fr; b@exemple.fr;", "a@exemple.fr; b@exemple.fr;"],
  ["mailto:a@b.fr", "mailto:a@b.fr"],
  ["localhost:8080", "localhost:8080"],
  ["serveur:8080", "serveur:8080"],
  ["C:\\dossier", "C:\\dossier"],
  ["&nbsp;", "&nbsp;"],
  ["a!=b", "a!=b"],
  ["`l'un ? \"deux\"` fin?", `\`l'un ? "deux"\` fin${N}?`],
  ["nom_de_variable;", "nom_de_variable;"],
  // Guillemets
  ['"bonjour"', `«${N}bonjour${N}»`],
  ['" bonjour "', `«${N}bonjour${N}»`],
  ['Il dit "oui" et "non".', `Il dit «${N}oui${N}» et «${N}non${N}».`],
  ['l\'"eau"', `l’«${N}eau${N}»`],
  ['("eau")', `(«${N}eau${N}»)`],
  ['"Quoi?"', `«${N}Quoi${N}?${N}»`],
  ['un écran de 24"', 'un écran de 24"'],
  ["«mot»", `«${N}mot${N}»`],
  ["«\u0020mot\u0020»", `«${N}mot${N}»`],
  ["«\u00a0mot\u00a0»", `«${N}mot${N}»`],
  [`«${N}mot${N}»`, `«${N}mot${N}»`],
  // Apostrophes
  ["l'eau d'aujourd'hui", "l’eau d’aujourd’hui"],
  ["l’eau", "l’eau"],
  ["un angle de 5' et 'cité'", "un angle de 5' et 'cité'"],
  // Dots
  ["etc...", "etc…"],
  ["...", "…"],
  ["[...]", "[…]"],
  ["../..", "../.."],
  ["dossier/...", "dossier/..."],
];

for (const [typed, wanted] of TYPED) {
  test(`typed ${typed}`, () => {
    assert.equal(body(writer().type(typed)), wanted);
  });
}

test("four dots and more are what somebody wants", () => {
  const one = writer().type("...");
  one.press("Backspace").type(".....");
  assert.equal(body(one), "........");
});

test("the first character of a paragraph and of a line is left alone", () => {
  const one = writer().type("? un").press("Enter", { shiftKey: true }).type("! deux");
  assert.equal(body(one), "? un\n! deux");
});

test("undo right after gives back what was typed, and nothing more; then what was typed goes", () => {
  const one = writer().type("Vraiment ?");
  one.editor.undo();
  assert.equal(body(one), "Vraiment ?");
  one.editor.redo();
  assert.equal(body(one), `Vraiment${N}?`);
  one.editor.undo();
  one.editor.undo();
  assert.equal(body(one), "");
});

test("what is typed after a correction is undone without it", () => {
  const one = writer().type('"eau');
  one.editor.undo();
  assert.equal(body(one), `«${N}`);
  one.editor.undo();
  assert.equal(body(one), '"');
});

for (const [name, press] of [
  ["Backspace", (one: Writer) => one.press("Backspace")],
  ["the keys of undo", (one: Writer) => one.press("z", { ctrlKey: true })],
] as const) {
  test(`${name} gives back what was typed, with the caret after it, and it stays so`, () => {
    for (const [typed, kept] of [["l'", "l'"], ["Quoi ?", "Quoi ?"], ["Quoi?", "Quoi?"], ['"', '"'], ["un...", "un..."], ["«\u0020", `«${N}\u0020`]] as const) {
      const one = press(writer().type(typed)).type("x");
      assert.equal(body(one), `${kept}x`, typed);
    }
  });
}

test("the same correction is not made again where it was just taken back", () => {
  const one = writer().type("Quoi?").press("Backspace");
  const end = one.view.state.selection.from;
  one.run((state, dispatch) => (dispatch?.(state.tr.delete(end - 1, end)), true));
  one.type("?");
  assert.equal(body(one), "Quoi?");
  one.type(" Et quoi?");
  assert.equal(body(one), `Quoi? Et quoi${N}?`);
});

test("Backspace after something else erases one character", () => {
  const one = writer().type("Quoi? ").press("Backspace");
  const erased = one.press("Backspace");
  assert.equal(body(erased), `Quoi${N}? `, "the browser erases, nothing is taken back");
});

test("a correction keeps the marks of what was typed", () => {
  const one = writer().type("un ");
  one.run(toggleStrong);
  one.type('"gras" ?');
  const strong = one.spans.filter((span) => span.type === "text" && span.marks?.strong).map((span) => span.value);
  assert.deepEqual(strong, [`«${N}gras${N}»${N}?`]);
});

test("a colleague who writes before it does not lose what was just corrected", () => {
  const one = writer().type("fin");
  const two = writer(one.replica.doc());
  one.type("?");
  two.select(1).type("Début ");
  sync(one, two);
  one.press("Backspace");
  assert.equal(body(one), "Début fin?");
  sync(one, two);
  assert.equal(body(two), "Début fin?");
});

test("a colleague’s own words are never corrected", () => {
  const one = writer();
  const two = writer(one.replica.doc());
  turn("typographie", false);
  one.type("Quoi ? l'eau");
  turn("typographie", true);
  sync(one, two);
  assert.equal(body(two), "Quoi ? l'eau");
});

test("it can be switched off, and on again", () => {
  turn("typographie", false);
  const one = writer().type("l'eau ?");
  assert.equal(body(one), "l'eau ?");
  turn("typographie", true);
  one.type(" l'air ?");
  assert.equal(body(one), `l'eau ? l’air${N}?`);
});

test("an undo after the title was written in undoes the title", () => {
  const one = writer().type("Quoi?");
  one.view.dom.dispatchEvent(new Event("blur"));
  one.title.write("Autre", 5);
  one.press("Backspace");
  assert.equal(one.title.value, "Autre");
  assert.equal(body(one), `Quoi${N}?`);
});

test("dead keys and input methods: the character is corrected once its composition ends", async () => {
  const one = writer();
  one.view.dispatch(one.view.state.tr.insertText("l'"));
  one.view.dom.dispatchEvent(new Event("compositionend"));
  await new Promise((done) => setTimeout(done));
  assert.equal(body(one), "l’");
});

test("in the middle of a text, what stands after decides whether a mark opens", () => {
  assert.deepEqual(correction({ before: "« un « \"", after: "mot", fresh: false }), { back: 1, text: `«${N}` });
  assert.deepEqual(correction({ before: 'un "', after: " mot", fresh: false }), { back: 1, text: "«" });
});
