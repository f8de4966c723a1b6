// Where a proxy blocks WebSockets: the page carries the same frames over plain HTTP, and goes back when it can.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { agreed, Person, PHONE } from "./person.mjs";

let association, browser, proxy, sicoval, montauban, paper;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  proxy = await startProxy("refuse");
  const direction = async (territory, options) =>
    (await Person.at(browser, association, options)).logIn(`direction.${territory}@demo.example`);
  montauban = await direction("grand-montauban");
  sicoval = await direction("sicoval", { through: proxy });
  paper = await newPaper();
});

after(async () => {
  await browser?.close();
  await proxy?.close();
  await association?.stop();
});

async function newPaper() {
  const { page } = montauban;
  await montauban.go("/textes/nouveau");
  await page.locator("[name=nature][value=dire]").check();
  await page.fill("[name=titre]", "Un réseau prudent");
  for (const name of ["Sicoval", "Grand Montauban"]) await page.getByLabel(name, { exact: true }).check();
  await montauban.press("Créer le texte");
  return new URL(page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
}

const relayed = (person) => person.page.locator("#editeur[data-secours]");
const direct = (person) => person.page.locator("#editeur:not([data-secours])");

/** Notes, in the page, each state that it shows from now on. */
const watchStates = ({ page }) =>
  page.evaluate(() => {
    window.shown = [];
    addEventListener("dires:etat", ({ detail }) => window.shown.push(detail.etat));
  });
const statesShown = ({ page }) => page.evaluate(() => window.shown);

/** Everyone reads the same, and each of these words once. */
async function agree(...words) {
  for (const person of [sicoval, montauban]) for (const word of words) await person.reads(word);
  const text = await agreed([sicoval, montauban]);
  for (const word of words) assert.equal(text.split(word).length, 2, `« ${word} » once in « ${text} »`);
}

test("behind a proxy that refuses them, one writes with the others, and a mark says so", async () => {
  await montauban.write(paper);
  await sicoval.write(paper);
  await relayed(sicoval).waitFor();
  await direct(montauban).waitFor();
  await sicoval.type("Par la voie de secours. ");
  await montauban.reads("Par la voie de secours.");
  await montauban.caretAtEnd();
  await montauban.type("Par la voie directe. ");
  for (const person of [sicoval, montauban]) await person.until("enregistre");
  await agree("Par la voie de secours.", "Par la voie directe.");
  // Each sees that the other is here, and where.
  await sicoval.page.locator("#editeur", { hasText: "Grand Montauban" }).waitFor();
  await montauban.page.locator("#editeur", { hasText: "Sicoval" }).waitFor();
  // Once the name beside the other's caret has faded: half gone, it is pale.
  await sicoval.page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
  await sicoval.isAccessible();
  await sicoval.page.setViewportSize(PHONE);
  await sicoval.page.getByText("Liaison de secours").waitFor();
  await sicoval.isAccessible();
  await sicoval.fits();
});

test("a cable that is pulled is no blocked WebSocket: the mark goes, and comes back with the network", async () => {
  sicoval.cut = true;
  proxy.cut();
  await sicoval.until("hors-ligne");
  await direct(sicoval).waitFor();
  assert.equal(await sicoval.page.getByText("Liaison de secours").count(), 0);
  await sicoval.caretAtEnd();
  await sicoval.type("Écrit sans réseau. ");
  proxy.restore();
  await sicoval.until("enregistre");
  await relayed(sicoval).waitFor();
  sicoval.cut = false;
  await agree("Écrit sans réseau.");
});

test("a server that stops is no blocked WebSocket either", async () => {
  for (const person of [sicoval, montauban]) person.cut = true;
  await watchStates(montauban);
  await association.restart();
  // Whoever had a WebSocket has one again, whatever the moment at which it was tried.
  await montauban.page.waitForFunction(() => window.shown.includes("hors-ligne"));
  for (const person of [sicoval, montauban]) await person.until("enregistre");
  await direct(montauban).waitFor();
  await relayed(sicoval).waitFor();
  for (const person of [sicoval, montauban]) person.cut = false;
  await montauban.type("Après l’arrêt. ");
  await agree("Après l’arrêt.");
});

test("when the proxy lets it, the page goes back to the WebSocket while all write, and nothing is lost or doubled", async () => {
  await watchStates(sicoval);
  const opened = sicoval.page.waitForEvent("websocket");
  await sicoval.caretAtEnd();
  const typing = Promise.all([
    sicoval.type("Pendant que la page change de voie, on écrit sans rien remarquer. "),
    montauban.type("Et les autres aussi, sans le savoir. "),
  ]);
  proxy.upgrades = "pass";
  await sicoval.page.evaluate(() => dispatchEvent(new Event("online")));
  await opened;
  await direct(sicoval).waitFor();
  await typing;
  for (const person of [sicoval, montauban]) await person.until("enregistre");
  await sicoval.page.waitForFunction(() => window.shown.at(-1) === "enregistre");
  assert.ok(!(await statesShown(sicoval)).includes("hors-ligne"), "the page never says that it is offline");
  const letters = async (person) => [...(await person.text())].sort().join("");
  await montauban.page.waitForFunction(() => document.querySelector("#editeur").dataset.etat === "enregistre");
  await agree();
  const whole = "Par la voie de secours. Par la voie directe. Écrit sans réseau. Après l’arrêt. "
    + "Pendant que la page change de voie, on écrit sans rien remarquer. Et les autres aussi, sans le savoir. ";
  assert.equal(await letters(sicoval), [...whole].sort().join(""));
});

test("nobody’s browser complained of anything", async () => {
  for (const person of [sicoval, montauban]) await person.leave();
});
