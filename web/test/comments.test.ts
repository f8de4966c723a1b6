import { sync, newDocument, Writer } from "./stand";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { bring } from "../src/base/parts";
import { idAt } from "../src/editor/bridge/elements";
import { BODY, type Doc } from "../src/editor/bridge/replica";
import { splitBlock, backspaceAtStart } from "../src/editor/commands/blocks";
import { endsOf, placeOf, readRuns, trimmed, type Anchored, type Range } from "../src/editor/comments/anchor";
import { offered, typedName } from "../src/editor/comments/mentions";
import { Random } from "./random";

const seed = Number(process.env.DIRES_SEED ?? Date.now() % 1e6);

const range = (doc: Doc, words: string): Range => ({ from: doc.body.indexOf(words), to: doc.body.indexOf(words) + words.length });

/** The names of all the characters of a range, as the server keeps them, with its words. */
function anchored(doc: Doc, { from, to }: Range): Anchored {
  const names: string[] = [];
  for (let at = from; at < to; at += (doc.body.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) names.push(idAt(doc, BODY, at));
  const block = (text: string): string[] => text.split("\uFFFC");
  return {
    runs: readRuns(names.join(" ")),
    quote: doc.body.slice(from, to).replaceAll("\uFFFC", "\n"),
    before: block(doc.body.slice(Math.max(0, from - 32), from)).at(-1) ?? "",
    after: block(doc.body.slice(to, to + 32))[0] ?? "",
  };
}

const reads = (doc: Doc, passage: Anchored): string | null => {
  const place = placeOf(doc, passage);
  return place && doc.body.slice(place.from, place.to);
};

function writer(...paragraphs: string[]): Writer {
  const one = new Writer(newDocument());
  one.select(1).type(paragraphs[0] ?? "");
  for (const paragraph of paragraphs.slice(1)) {
    one.run(splitBlock);
    one.type(paragraph);
  }
  return one;
}

test("runs of names are read as the server writes them", () => {
  assert.deepEqual(readRuns("12+5@ab 40@cd"), [
    { counter: 12, more: 5, actor: "ab" },
    { counter: 40, more: 0, actor: "cd" },
  ]);
});

test("a passage is held through writing, splits and joins, and gone with its characters", () => {
  const one = writer("Les dix communes demandent.", "Fin.");
  const doc = (): Doc => one.replica.doc();
  const passage = anchored(doc(), range(doc(), "dix communes"));
  one.find("Les").type("Toutes les");
  one.find(" demandent").type(" de l’est demandent");
  assert.equal(reads(doc(), passage), "dix communes");
  one.find("communes");
  one.select(one.view.state.selection.from).run(splitBlock);
  assert.equal(reads(doc(), passage), "dix \uFFFCcommunes");
  one.run(backspaceAtStart);
  assert.equal(reads(doc(), passage), "dix communes");
  one.find("dix").type("vingt").find("communes");
  one.view.dispatch(one.view.state.tr.deleteSelection());
  one.find("vingt");
  one.view.dispatch(one.view.state.tr.deleteSelection());
  assert.equal(reads(doc(), passage), null);
  one.leave();
});

test("a paragraph that is cut and pasted further down is found by its words, a lone word is not", () => {
  const one = writer("Les dix communes demandent un train.", "Fin.");
  const doc = (): Doc => one.replica.doc();
  const long = anchored(doc(), range(doc(), "Les dix communes demandent un train."));
  const short = anchored(doc(), range(doc(), "train"));
  one.find("Les dix communes demandent un train.");
  one.view.dispatch(one.view.state.tr.deleteSelection());
  assert.deepEqual([reads(doc(), long), reads(doc(), short)], [null, null]);
  one.find("Fin.").type("Les dix communes demandent un train.");
  assert.deepEqual([reads(doc(), long), reads(doc(), short)], ["Les dix communes demandent un train.", "train"]);
  one.find("dix").type("onze");
  assert.deepEqual([reads(doc(), long), reads(doc(), short)], [null, null]);
  one.leave();
});

test("blanks are no passage, and a range ends with a whole character", () => {
  assert.equal(trimmed(" \uFFFC ", { from: 0, to: 3 }), null);
  assert.deepEqual(trimmed("\uFFFCa b \uFFFC", { from: 0, to: 6 }), { from: 1, to: 4 });
  const one = writer("un 😀");
  const doc = one.replica.doc();
  const [, last] = endsOf(doc, range(doc, "un 😀"));
  assert.equal(last, idAt(doc, BODY, doc.body.indexOf("😀")));
  one.leave();
});

test(`three editors in concert: what was commented stays in the passage, what was not stays out (DIRES_SEED=${seed})`, () => {
  const random = new Random(seed);
  for (let run = 0; run < 12; run++) {
    const first = writer("Les dix communes demandent un train le matin.", "Une halte suffirait au sud, dit-on.", "Fin du texte.");
    const start = first.replica.doc();
    const from = 1 + random.below(60);
    const wanted = trimmed(start.body, { from, to: Math.min(start.body.length, from + 3 + random.below(30)) });
    if (!wanted) continue;
    const passage = anchored(start, wanted);
    const name = (at: number): string => idAt(start, BODY, at);
    const indexes = [...start.body].map((char, at) => ({ char, at })).filter(({ char }) => char !== "\uFFFC");
    const within = new Set(indexes.filter(({ at }) => at >= wanted.from && at < wanted.to).map(({ at }) => name(at)));
    const around = new Set(indexes.filter(({ at }) => at < wanted.from || at >= wanted.to).map(({ at }) => name(at)));
    const writers = [first, new Writer(start), new Writer(start)];
    for (let step = 0; step < 25; step++) {
      const one = random.pick(writers);
      const size = one.view.state.doc.content.size;
      const at = random.below(size);
      one.select(at, random.below(3) ? at : Math.min(size, at + random.below(12)));
      const deed = random.below(5);
      if (deed === 0) one.run(splitBlock);
      else if (deed === 1) one.view.dispatch(one.view.state.tr.deleteSelection());
      else if (deed === 2) one.run(backspaceAtStart);
      else one.type(random.pick(["mot ", "x", "é😀"]));
      const other = random.pick(writers);
      if (other !== one && !random.below(4)) other.replica.pull(one.replica);
    }
    sync(...writers);
    const doc = first.replica.doc();
    const place = placeOf(doc, passage);
    let alive = 0;
    for (let index = 0; index < doc.body.length; index++) {
      const id = idAt(doc, BODY, index);
      if (/[\s\uFFFC\uDC00-\uDFFF]/.test(doc.body[index] ?? "")) continue;
      const inside = place !== null && index >= place.from && index < place.to;
      if (within.has(id)) assert.ok(++alive && inside, `run ${run}: « ${doc.body[index]} » at ${index} left the passage`);
      if (around.has(id) && alive) assert.ok(!inside, `run ${run}: « ${doc.body[index]} » at ${index} came into it`);
    }
    if (!alive && place) assert.equal(doc.body.slice(place.from, place.to).replaceAll("\uFFFC", "\n"), passage.quote);
    for (const one of writers) one.leave();
  }
});

test("an @ that begins a word asks for a name, of which any word may be typed", () => {
  assert.deepEqual(["Voir @Gra", "@", "a@b", "Voir @Grand Mon", "Voir (@x"].map(typedName), ["Gra", "", null, "Grand Mon", "x"]);
  const names = ["Direction générale – Sicoval", "Grand Montauban", "Sicoval"].map((name) => ({ name, sort: "" }));
  const said = (typed: string): string[] => offered(names, typed).map(({ name }) => name);
  assert.deepEqual(said("gene"), ["Direction générale – Sicoval"]);
  assert.deepEqual(said("SIC"), ["Direction générale – Sicoval", "Sicoval"]);
  assert.deepEqual(said("montauban"), ["Grand Montauban"]);
  assert.equal(said("").length, 3);
});

const part = (id: string, inside: string, name = "article"): string => `<${name} id="${id}" data-part>${inside}</${name}>`;
const field = (id: string): string => `<form id="${id}-form" data-part><textarea id="${id}-field"></textarea></form>`;
const thread = (id: string, ...said: string[]): string => part(id, `<ol id="${id}-said" data-part>${said.map((words) => `<li>${words}</li>`).join("")}</ol>${field(id)}`);
const list = (...groups: string[]): string => `<section id="list">${groups.join("")}</section>`;
const fresh = (html: string): Element => new DOMParser().parseFromString(html, "text/html").getElementById("list") as Element;
const by = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = list(part("open", thread("a", "un") + thread("b", "deux"), "section"));
});

test("what arrives is shown around the answer that is being typed, which stays", () => {
  const answer = by("a-field") as HTMLTextAreaElement;
  answer.value = "Ma réponse";
  const left = bring(by("list"), fresh(list(part("open", thread("c", "trois") + thread("a", "un", "et plus") + thread("b", "deux", "encore"), "section"))));
  assert.equal(by("a-field"), answer);
  assert.equal(answer.value, "Ma réponse");
  assert.equal(by("a-said").textContent, "unet plus");
  assert.equal(by("b-said").textContent, "deuxencore");
  assert.deepEqual([...by("open").children].map(({ id }) => id), ["c", "a", "b"]);
  assert.equal(left, false);
});

test("a thread that goes to another group is there once, and where one types it waits", () => {
  const answer = by("a-field") as HTMLTextAreaElement;
  answer.value = "Ma réponse";
  const moved = list(part("open", thread("b", "deux"), "section"), part("closed", thread("a", "un"), "section"));
  assert.equal(bring(by("list"), fresh(moved)), true);
  assert.deepEqual([by("open").contains(answer), document.querySelectorAll("#a").length], [true, 1]);
  answer.value = "";
  bring(by("list"), fresh(moved));
  assert.ok(by("closed").contains(by("a")));
  (by("b-field") as HTMLTextAreaElement).value = "Une autre";
  bring(by("list"), fresh(list(part("open", thread("a", "un") + thread("b", "deux"), "section"))));
  assert.deepEqual([...by("open").children].map(({ id }) => id), ["a", "b"]);
  assert.equal(document.getElementById("closed"), null);
});

test("what was unfolded stays so", () => {
  const html = (words: string): string => list(part("open", `<details id="d"><summary>x</summary>${words}</details>`, "section"));
  document.body.innerHTML = html("un");
  (by("d") as HTMLDetailsElement).open = true;
  bring(by("list"), fresh(html("deux")));
  assert.ok((by("d") as HTMLDetailsElement).open);
  assert.match(by("d").textContent ?? "", /deux/);
});
