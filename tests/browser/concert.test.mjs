// Three people in real Chromium in one text at once, who do what chance tells them; then every page shows what every
// document holds. DIRES_SEED plays a seed again: the same deeds, though never at the same instants.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import * as A from "@automerge/automerge";
import { startAssociation, startChromium } from "./association.mjs";
import { Hand } from "./hand.mjs";
import { agreed, Person } from "./person.mjs";
import { held, shown } from "./reading.mjs";
import { chance, seed } from "../clients/random.mjs";
import { find, repository, until } from "../clients/client.mjs";
import { Door } from "../clients/scene.mjs";

const TERRITORIES = ["sicoval", "grand-montauban", "carcassonne-agglo"];
const DEEDS = Number(process.env.DIRES_STEPS ?? 80);

let association, browser, people, paper, door, repo, handle;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  people = await Promise.all(TERRITORIES.map(async (it) => (await Person.at(browser, association)).logIn(`direction.${it}@demo.example`)));
  const [first] = people;
  await first.go("/textes/nouveau");
  await first.page.locator("[name=nature][value=dire]").check();
  await first.page.fill("[name=titre]", "À six mains");
  for (const name of ["Sicoval", "Grand Montauban", "Carcassonne Agglo"]) await first.page.getByLabel(name, { exact: true }).check();
  await first.press("Créer le texte");
  paper = new URL(first.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await Promise.all(people.map((person) => person.write(paper)));
  await join(first);
});

after(async () => {
  await repo?.shutdown();
  door?.close();
  await browser?.close();
  await association?.stop();
});

/** A published client, beside the pages, that holds the same document. */
async function join(person) {
  const url = await person.page.locator("#editeur").getAttribute("data-document-url");
  const [cookie] = (await person.context.cookies()).filter(({ name }) => name.endsWith("dires"));
  door = await Door.open(new URL(association.url).port, `${cookie.name}=${cookie.value}`);
  repo = repository(door);
  handle = await find(repo, url);
}

// Runs in the page: waits until it has compared its view with its document once more, and gives how often it had to mend it.
const mended = () =>
  new Promise((resolve) => {
    const section = document.getElementById("editeur");
    new MutationObserver(() => resolve(section.dataset.reprises)).observe(section, { attributeFilter: ["data-reprises"] });
  });

/** Everything is saved, and every page shows what the document holds, block by block and mark by mark, without having been mended. */
async function allShowTheDocument() {
  const compared = Promise.all(people.map((person) => person.page.evaluate(mended)));
  await Promise.all(people.map((person) => person.until("enregistre")));
  const words = await agreed(people);
  const inDocument = () => held(A.spans(handle.doc(), ["body"]));
  await until("the document holds what is shown", () => inDocument().map(({ runs }) => runs.map(({ text }) => text).join("")).join("\n") === words);
  for (const person of people) assert.deepEqual(await shown(person), inDocument());
  assert.deepEqual(await compared, people.map(() => "0"));
}

test("what one composes in a line where a colleague types is composed once", async () => {
  const [one, two] = people;
  await one.type("Bonjour à tous");
  await two.reads("Bonjour à tous");
  const method = await Hand.of(one, chance(1));
  await method.shows("n");
  await method.shows("ni");
  await two.reads("Bonjour à tousni");
  await two.page.locator("#editeur .ProseMirror").click();
  await two.page.keyboard.press("Control+Home");
  for (let times = 0; times < 3; times++) await two.page.keyboard.press("ArrowRight");
  await two.type("XY");
  await one.reads("BonXYjour");
  await method.shows("nih");
  await method.chooses("日本");
  await two.reads("BonXYjour à tous日本");
  assert.equal(await agreed(people), "BonXYjour à tous日本");
  await allShowTheDocument();
});

test("what one composes and takes back letter by letter is composed no more, as the rehearsal in `web/test/concert` has it", async () => {
  const [one] = people;
  await one.page.locator("#editeur .ProseMirror").click();
  const method = await Hand.of(one, chance(1));
  await one.page.evaluate(() => {
    const told = (window.told = []);
    for (const type of ["compositionstart", "compositionend"]) document.querySelector("#editeur .ProseMirror").addEventListener(type, () => told.push(type));
  });
  const before = await one.text();
  for (const shown of ["q", "qu", "q", ""]) await method.shows(shown);
  assert.deepEqual(await one.page.evaluate(() => window.told), ["compositionstart", "compositionend"]);
  assert.equal(await agreed(people), before);
  assert.deepEqual(one.complaints, []);
});

test("a letter put in without a key takes the place of what is selected over two paragraphs", async () => {
  const [one] = people;
  const { page } = one;
  await page.locator("#editeur .ProseMirror").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await one.type("deux mots");
  await page.keyboard.press("Home");
  for (let times = 0; times < 4; times++) await page.keyboard.press("ArrowRight");
  for (let times = 0; times < 7; times++) await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.insertText("É");
  assert.equal(await agreed(people), "BonXYjour à tousÉ mots");
  await allShowTheDocument();
  assert.deepEqual(one.complaints, []);
});

test("paragraphs are joined by the editor, though no key says so: a keyboard on the screen, dictation", async () => {
  const [one] = people;
  const { page } = one;
  const before = await one.text();
  await page.locator("#editeur .ProseMirror").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await one.type("À joindre.");
  await page.keyboard.press("Home");
  const devtools = await one.context.newCDPSession(page);
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Unidentified", windowsVirtualKeyCode: 229, commands: ["deleteBackward"] });
  assert.equal(await agreed(people), `${before}À joindre.`);
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Unidentified", windowsVirtualKeyCode: 229, commands: ["deleteForward"] });
  assert.equal(await agreed(people), `${before}À joindre.`);
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Backspace");
  assert.equal(await agreed(people), before);
  await allShowTheDocument();
  assert.deepEqual(one.complaints, []);
});

test("what is composed over two paragraphs takes their place, and the keys are the editor's again", async () => {
  const [one] = people;
  const { page } = one;
  await page.locator("#editeur .ProseMirror").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await one.type("deux mots");
  await page.keyboard.press("Home");
  for (let times = 0; times < 4; times++) await page.keyboard.press("ArrowRight");
  for (let times = 0; times < 8; times++) await page.keyboard.press("Shift+ArrowLeft");
  const method = await Hand.of(one, chance(1));
  for (const shown of ["n", "ni", "nih"]) await method.shows(shown);
  await method.chooses("日本");
  await page.keyboard.press("Enter");
  await page.keyboard.type("et");
  assert.equal(await agreed(people), "BonXYjour à tousÉ m日本\net mots");
  await allShowTheDocument();
  assert.deepEqual(one.complaints, []);
});

test("three people do eighty things each at once, and all pages show the document", async () => {
  const random = seed();
  const hands = await Promise.all(people.map((person, at) => Hand.of(person, chance(random + at))));
  await Promise.all(
    hands.map(async (hand) => {
      await hand.page.locator("#editeur .ProseMirror").click();
      for (let deed = 0; deed < DEEDS; deed++) await hand.act();
    }),
  );
  await allShowTheDocument();
  const [{ page }] = people;
  assert.ok((await page.locator("#editeur .ProseMirror").innerText()).length > 50, "they wrote nothing");
  for (const person of people) await person.leave();
});
