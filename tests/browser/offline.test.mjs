// A text once opened opens again without network, in a browser that was closed; it is edited, and merges on return. What
// is kept is one person's, and goes with them.
import { after, before, beforeEach, afterEach, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { agreed, Person, PHONE, WIDE } from "./person.mjs";

const MONTAUBAN = "direction.grand-montauban@demo.example";
const SICOVAL = "direction.sicoval@demo.example";

let association, browser, sicoval, cable, paper;
let number = 0;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  sicoval = await (await Person.at(browser, association)).logIn(SICOVAL);
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

beforeEach(async () => {
  cable = await startProxy();
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", `Sans réseau ${++number}`);
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
  await sicoval.caretAtEnd();
  await sicoval.type("Le texte commun.");
  await sicoval.until("enregistre");
});

afterEach(() => cable.close());

const state = (person) => person.page.locator("[data-role=etat] .etat-texte");
const garded = (person) => person.page.locator("#editeur[data-garde=oui]").waitFor();
const ready = (person) => person.page.locator("#editeur[data-pret]").waitFor();
const blob = () => `x'${paper.split("/")[2].replaceAll("-", "")}'`;
const NOTHING_KEPT = "Cet appareil ne garde aucun de vos textes.";

/** Waits until what a page computes holds. */
async function until(person, holds, what) {
  for (const end = Date.now() + 15_000; !(await person.page.evaluate(holds)); ) assert.ok(Date.now() < end, what);
}

/** The service worker keeps a page after its text is open. */
const pageKept = (person) =>
  until(person, async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("dires-pages-"));
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return kept.flat().some(({ url }) => url === location.href);
  }, "the page is not kept");

const noPageKept = (person) =>
  until(person, async () => (await caches.keys()).every((name) => !name.startsWith("dires-pages-")), "a page is still kept");

/** All that this browser holds of the site. */
const holdings = (person) =>
  person.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    storage: Object.keys(localStorage),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));

/** Every line of every store of texts. */
const rows = (person) =>
  person.page.evaluate(async () => {
    const result = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name));
      const stores = [...database.objectStoreNames].filter((store) => store !== "etat");
      for (const store of stores) found.push(...(await result(database.transaction(store).objectStore(store).getAll())));
      database.close();
    }
    return found;
  });

const NOTHING = { databases: [], caches: [], storage: [], workers: 0 };

/** The colleague of Montauban opens the text once, with a network. */
async function openedOnce(person) {
  await person.logIn(MONTAUBAN);
  await person.write(paper);
  await pageKept(person);
  return person;
}

/** The same browser, in a new tab in the place of the one that is closed. */
async function nextTab(person) {
  const next = new Person(association, person.context, await person.context.newPage(), cable);
  next.cut = person.cut;
  await person.page.close();
  return next;
}

/** Opens the text without network. */
async function openWithout(person) {
  person.cut = true;
  cable.cut();
  await person.go(`${paper}/ecrire`);
  await ready(person);
  await person.until("hors-ligne");
  return person;
}

/** Opened once with a network; then, in another tab, without. */
const opened = async () => openWithout(await nextTab(await openedOnce(await Person.at(browser, association, { through: cable }))));

async function typeUnsent(person, words) {
  await person.caretAtEnd();
  await person.type(words);
  await garded(person);
}

async function picture(person, name) {
  if (process.env.DIRES_PICTURES) await person.page.screenshot({ path: `${process.env.DIRES_PICTURES}/${name}.png` });
}

test("a text once opened opens without network in a browser that was closed, and merges on return", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "dires-profile-"));
  const home = () => Person.atHome(folder, association, { through: cable });
  let person = await openedOnce(await home());
  await person.leave();

  person = await openWithout(await home());
  await person.reads("Le texte commun.");
  await typeUnsent(person, " Écrit dans le train.");
  assert.equal(await state(person).innerText(), "Hors ligne\u202f: gardé sur cet appareil");
  await person.isAccessible();
  for (const [size, viewport] of [["1280", WIDE], ["390", PHONE]]) {
    await person.page.setViewportSize(viewport);
    await person.fits();
    await picture(person, `hors-ligne-texte-${size}`);
  }
  await person.leave();

  person = await openWithout(await home());
  await person.reads("Écrit dans le train.");
  await typeUnsent(person, " Et à l’arrivée.");
  await sicoval.page.keyboard.press("Control+Home");
  await sicoval.type("Pendant ce temps. ");
  await sicoval.until("enregistre");
  cable.restore();
  await person.until("enregistre");
  await sicoval.reads("Écrit dans le train. Et à l’arrivée.");
  assert.equal(await agreed([sicoval, person]), "Pendant ce temps. Le texte commun. Écrit dans le train. Et à l’arrivée.");
  await person.leave();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

test("without network, any other page says so and lists what opens", async () => {
  const person = await opened();
  await typeUnsent(person, "abc");
  await person.go("/tableau");
  const page = person.page;
  await page.getByRole("heading", { name: "Hors ligne", level: 1 }).waitFor();
  const list = page.getByRole("listitem").filter({ hasText: "Sans réseau" });
  await list.getByText("3 modifications à envoyer").waitFor();
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.reload();
    await list.waitFor();
    await person.isAccessible();
    for (const [size, viewport] of [["1280", WIDE], ["390", PHONE]]) {
      await page.setViewportSize(viewport);
      await person.fits();
      await picture(person, `hors-ligne-${size}-${scheme}`);
    }
  }
  await page.getByRole("link", { name: /^Sans réseau/ }).click();
  await ready(person);
  await person.reads("abc");
  await person.go("/tableau");
  cable.restore();
  await page.getByRole("link", { name: "Réessayer" }).click();
  const said = page.getByRole("region", { name: "Des mots écrits ici attendent d’être envoyés" });
  await said.waitFor();
  await person.isAccessible();
  await picture(person, "mots-en-attente");
  await said.getByRole("link", { name: /^Sans réseau/ }).click();
  await ready(person);
  await person.until("enregistre");
  await sicoval.reads("abc");
  await person.go("/tableau");
  await page.locator("body[data-kept-read]").waitFor();
  assert.equal(await said.count(), 0);
  await person.context.close();
});

test("two tabs of one person show each other what they write, without network and with one", async () => {
  const one = await opened();
  const other = new Person(association, one.context, await one.context.newPage(), cable);
  other.cut = true;
  await other.go(`${paper}/ecrire`);
  await ready(other);
  await typeUnsent(one, " Premier onglet.");
  await other.reads("Premier onglet.");
  await typeUnsent(other, " Second onglet.");
  await one.reads("Second onglet.");
  await Promise.all([one.type("aaaa"), other.type("bbbb")]);
  const words = await agreed([one, other]);
  assert.match(words, /a.*a.*a.*a/s);
  assert.match(words, /b.*b.*b.*b/s);
  await other.page.close();
  await one.page.close();

  const again = new Person(association, one.context, await one.context.newPage(), cable);
  again.cut = true;
  await again.go(`${paper}/ecrire`);
  await ready(again);
  await again.reads(words);
  const beside = new Person(association, one.context, await one.context.newPage(), cable);
  beside.cut = true;
  cable.restore();
  await again.until("enregistre");
  await beside.write(paper);
  await Promise.all([again.type("1"), beside.type("2")]);
  for (const person of [again, beside]) await person.until("enregistre");
  await agreed([again, beside, sicoval]);
  await one.context.close();
  for (const person of [one, other, again, beside]) assert.deepEqual(person.complaints, []);
});

test("logging out clears everything that was kept", async () => {
  const person = await openedOnce(await Person.at(browser, association, { through: cable }));
  await person.go("/tableau");
  const before = await holdings(person);
  assert.ok(before.databases.length && before.caches.length && before.workers, JSON.stringify(before));
  await person.page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
  await person.page.waitForURL("**/connexion");
  assert.deepEqual(await holdings(person), NOTHING);
  person.cut = true;
  cable.cut();
  await assert.rejects(person.go(`${paper}/ecrire`), /ERR_/);
  await person.context.close();
});

test("without network, logging out clears what is kept and says that the session remains", async () => {
  const person = await opened();
  await person.page.getByRole("button", { name: "Se déconnecter", exact: true }).click();
  const dialog = person.page.getByRole("dialog", { name: "Vous n’êtes pas encore déconnecté" });
  await dialog.waitFor();
  await person.isAccessible();
  await dialog.getByRole("button", { name: "J’ai compris" }).click();
  await person.page.getByText(NOTHING_KEPT).waitFor();
  await person.go(`${paper}/ecrire`);
  await person.page.getByText(NOTHING_KEPT).waitFor();
  assert.ok(!(await person.page.content()).includes("Le texte commun"));
  await person.context.close();
});

test("a session ended from elsewhere clears what is kept at the next contact, but for words not sent", async () => {
  let person = await opened();
  await typeUnsent(person, " Gardé pour moi.");
  person = await nextTab(person);
  association.run(`delete from session where person_id = (select id from person where email = '${MONTAUBAN}')`);
  cable.restore();
  await person.go("/tableau");
  await person.page.waitForURL("**/connexion*");
  await noPageKept(person);

  // Another person on this browser is shown nothing of it, with a network or without.
  await person.logIn("direction.carcassonne-agglo@demo.example");
  await person.page.locator("body[data-kept-read]").waitFor();
  assert.ok(!(await person.page.content()).includes("Gardé pour moi"));
  assert.equal(await person.page.getByText("Des mots écrits ici").count(), 0);
  person.cut = true;
  cable.cut();
  await person.go(`${paper}/ecrire`);
  await person.page.getByText(NOTHING_KEPT).waitFor();
  assert.ok(!(await person.page.content()).includes("Sans réseau"));
  cable.restore();
  association.run("delete from session where person_id = (select id from person where email = 'direction.carcassonne-agglo@demo.example')");

  // Their author finds them again.
  await person.logIn(MONTAUBAN);
  await person.page.getByRole("region", { name: "Des mots écrits ici attendent d’être envoyés" }).getByRole("link").click();
  await ready(person);
  await person.until("enregistre");
  await sicoval.reads("Gardé pour moi.");
  await person.context.close();
});

test("a text that moved on meanwhile shows the words that it did not take", async () => {
  let person = await opened();
  await typeUnsent(person, " Trop tard.");
  person = await nextTab(person);
  association.run(`update paper set stage = 'adoption' where id = ${blob()}`);
  cable.restore();
  await person.go(`${paper}/ecrire`);
  await person.until("refuse");
  const words = person.page.getByRole("region", { name: "Ce qui n’est pas enregistré" });
  await words.locator("ins", { hasText: "Trop tard." }).waitFor();
  assert.ok(!(await sicoval.text()).includes("Trop tard"));
  await person.context.close();
});

test("of a text that is closed meanwhile, the words not sent are shown to be copied, and the rest is cleared", async () => {
  let person = await opened();
  await typeUnsent(person, " Mots perdus.");
  // The passage is noted in words a second after it is kept.
  const noted = ({ words }) => words?.flat().some(({ text }) => text.includes("Mots perdus."));
  for (const end = Date.now() + 15_000; !(await rows(person)).some(noted); ) assert.ok(Date.now() < end, "the words are not noted");
  association.run(`delete from paper_territory where territory_id = (select id from territory where slug = 'grand-montauban') and paper_id = ${blob()}`);
  cable.restore();
  await person.until("refuse");
  await person.page.getByRole("region", { name: "Ce qui n’est pas enregistré" }).locator("ins", { hasText: "Mots perdus." }).waitFor();
  person = await nextTab(person);
  await person.go(`${paper}/ecrire`);
  await person.page.getByText("Erreur 404").waitFor();
  const said = person.page.getByRole("region", { name: /ne vous est plus ouvert$/ });
  await said.getByText("Le texte commun. Mots perdus.").waitFor();
  await said.locator("ins", { hasText: "Mots perdus." }).waitFor();
  await person.isAccessible();
  await picture(person, "mots-perdus");
  await person.page.setViewportSize(PHONE);
  await person.fits();
  await picture(person, "mots-perdus-390");
  await person.go("/tableau");
  await said.waitFor();
  person.page.once("dialog", (dialog) => dialog.accept());
  await said.getByRole("button", { name: "Ne plus les garder" }).click();
  await said.waitFor({ state: "detached" });
  await person.go("/tableau");
  await person.page.locator("body[data-kept-read]").waitFor();
  assert.equal(await said.count(), 0);
  await person.context.close();
});

test("who has a shared computer keep nothing finds nothing there", async () => {
  const person = await Person.at(browser, association, { through: cable });
  await person.go("/connexion");
  await person.page.getByLabel("Garder mes textes sur cet appareil").uncheck();
  await person.page.fill("[name=courriel]", MONTAUBAN);
  await person.page.fill("[name=mot_de_passe]", association.password);
  await person.press("Se connecter");
  await person.write(paper);
  await person.caretAtEnd();
  await person.type(" Rien ici.");
  await person.until("enregistre");
  person.cut = true;
  cable.cut();
  await person.until("hors-ligne");
  assert.equal(await state(person).innerText(), "Hors ligne\u202f: rien n’est gardé sur cet appareil, ne fermez pas cette page");
  const { caches, workers } = await holdings(person);
  assert.deepEqual({ caches, workers }, { caches: [], workers: 0 });
  assert.deepEqual(await rows(person), []);
  await person.context.close();
});

test("a device that is full is not said to keep anything, until there is room", async () => {
  const person = await Person.at(browser, association, { through: cable });
  await person.page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...given) {
      if (window.full && this.name === "documents") throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, given);
    };
  });
  await openedOnce(person);
  person.cut = true;
  await person.page.evaluate(() => (window.full = true));
  cable.cut();
  await person.until("hors-ligne");
  await person.caretAtEnd();
  await person.type(" Où donc ?");
  await state(person).filter({ hasText: /^Hors ligne\u202f: rien n’est gardé sur cet appareil/ }).waitFor();
  assert.equal(await person.page.locator("#editeur[data-garde=non]").count(), 1);
  await person.page.evaluate(() => (window.full = false));
  await state(person).filter({ hasText: /gardé sur cet appareil$/ }).waitFor();
  await garded(person);
  cable.restore();
  await sicoval.reads("Où donc");
  await person.context.close();
});
