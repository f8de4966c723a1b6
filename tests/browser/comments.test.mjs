// Comments beside the text: on a passage while a colleague types, live for everyone, to the end and with the keyboard alone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, agreed } from "./person.mjs";

const BODY = "#editeur [data-role=corps] .ProseMirror";
let association, browser, paper;
const people = [];

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  const writer = await logIn("direction.sicoval");
  paper = await draft(writer);
  await writer.leave();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

async function logIn(account, options) {
  return (await Person.at(browser, association, options)).logIn(`${account}@demo.example`);
}

/** A draft of the Sicoval and of Grand Montauban, with three paragraphs. */
async function draft(person) {
  await person.go("/textes/nouveau");
  await person.page.fill("[name=titre]", "Un texte commenté");
  for (const name of ["Sicoval", "Grand Montauban"]) await person.page.getByLabel(name, { exact: false }).first().check();
  await person.page.check("[name=depart][value=colle]");
  await person.page.evaluate(() => {
    const zone = document.querySelector("[data-paste-target]");
    zone.innerHTML = "<p>Les dix communes demandent un train.</p><p>Une halte suffirait au sud.</p><p>Fin.</p>";
  });
  await Promise.all([person.page.waitForURL(/\/textes\/[0-9a-f-]{36}/), person.page.locator("main form button.primary").click()]);
  return new URL(person.page.url()).pathname.match(/\/textes\/[^/]+/)[0];
}

/** Opens the text, and waits until its comments are there. */
async function opens(person) {
  await person.go(`${paper}/ecrire`);
  await person.page.locator("#editeur[data-pret]").waitFor();
  await person.page.locator("#commentaires > #citables").waitFor({ state: "attached" });
  return person;
}

/** Selects words in the editor, as a pointer does. */
async function selects(person, words) {
  await person.page.locator(BODY).focus();
  await person.page.evaluate(
    ([selector, sought]) => {
      const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(sought);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + sought.length);
        return;
      }
      throw new Error(`no « ${sought} »`);
    },
    [BODY, words],
  );
  await person.page.waitForFunction((sought) => getSelection().toString() === sought, words);
}

/** Waits until what moves on the page stands still: the names at colleagues’ carets fade. */
const still = (person) => person.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
const said = (person, words) => person.page.locator("#commentaires .said-words", { hasText: words });
const marked = (person, words) => person.page.locator(`${BODY} mark.commente`, { hasText: words });

test("a passage is commented while a colleague types, and everyone sees it at once", async () => {
  const [writer, colleague] = await Promise.all(["direction.sicoval", "direction.grand-montauban"].map((account) => logIn(account)));
  await Promise.all([opens(writer), opens(colleague)]);
  people.push(writer, colleague);

  await selects(writer, "dix communes");
  await writer.page.keyboard.press("Control+Alt+m");
  await writer.page.locator("#nouveau-fil").waitFor();
  assert.match(await writer.page.locator("[data-role=passage-choisi]").textContent(), /dix communes/);
  await colleague.caretAtEnd();
  const typing = colleague.type(" Et la suite, longue à dire.");
  await writer.page.keyboard.type("Lesquelles ?");
  await writer.page.keyboard.press("Control+Enter");
  await Promise.all([said(writer, "Lesquelles ?").waitFor(), said(colleague, "Lesquelles ?").waitFor(), typing]);
  await Promise.all([marked(writer, "dix communes").waitFor(), marked(colleague, "dix communes").waitFor()]);
  await agreed(people);
  assert.match(await colleague.text(), /Et la suite, longue à dire\.$/);
  // The keyboard is back in the text, and a screen reader was told.
  assert.ok(await writer.page.evaluate(() => document.activeElement.classList.contains("ProseMirror")));
  assert.match(await colleague.page.locator("[data-role=annonce-commentaires]").textContent(), /Nouveau commentaire de Direction/);
});

test("a reply that is being typed survives what arrives", async () => {
  const [writer, colleague] = people;
  const reply = colleague.page.locator(".thread-answer textarea").first();
  await reply.fill("Celles du sud");
  await selects(writer, "halte");
  await writer.page.getByRole("button", { name: "Commenter", exact: true }).first().click();
  await writer.page.locator("#nouveau-texte").fill("Où ?");
  await writer.page.locator("#nouveau-fil button.primary").click();
  await said(colleague, "Où ?").waitFor();
  assert.equal(await reply.inputValue(), "Celles du sud");
  await reply.press("Control+Enter");
  await said(writer, "Celles du sud").waitFor();
  await colleague.page.waitForFunction(() => document.querySelector(".thread-answer textarea").value === "");
});

test("the passage is followed through what is written around it, and said to be gone when it is", async () => {
  const [writer, colleague] = people;
  await selects(colleague, "Les ");
  await colleague.page.keyboard.type("Toutes les ");
  await writer.reads("Toutes les dix communes");
  await selects(colleague, "dix communes");
  await colleague.page.keyboard.press("ArrowLeft");
  await colleague.page.keyboard.press("Enter");
  await writer.reads("Toutes les \ndix communes");
  await marked(writer, "dix communes").waitFor();
  await colleague.page.keyboard.press("Backspace");
  await writer.reads("Toutes les dix communes");
  await marked(writer, "dix communes").waitFor();
  await selects(colleague, "halte");
  await colleague.page.keyboard.press("Backspace");
  await writer.page.locator(".thread", { hasText: "Où ?" }).locator(".thread-gone:visible").waitFor();
  await colleague.until("enregistre");
  await writer.page.goto(`${paper}/commentaires`);
  const gone = writer.page.locator("#fils-supprimes .thread");
  assert.match(await gone.textContent(), /halte[^]*passage supprimé[^]*Où \?/);
  await opens(writer);
});

test("a thread is resolved, and opened again, for everyone", async () => {
  const [writer, colleague] = people;
  const thread = (person) => person.page.locator(".thread", { hasText: "Lesquelles ?" });
  await thread(writer).getByRole("button", { name: "Résoudre" }).click();
  await colleague.page.locator("#fils-resolus .thread", { hasText: "Lesquelles ?" }).waitFor();
  await writer.page.locator("#fils-resolus .thread", { hasText: "Lesquelles ?" }).waitFor();
  await marked(colleague, "dix communes").waitFor({ state: "detached" });
  // The keyboard followed the thread; while it is there the thread stays where it is.
  await writer.page.waitForFunction(() => document.activeElement.matches(".thread"));
  await writer.page.locator(BODY).focus();
  await thread(colleague).getByRole("button", { name: "Rouvrir" }).click();
  await writer.page.locator("#fils-passages .thread", { hasText: "Lesquelles ?" }).waitFor();
  await marked(writer, "dix communes").waitFor();
});

test("with the keyboard alone: to the passage, to its thread, a name, an answer", async () => {
  const [writer, colleague] = people;
  const { keyboard } = writer.page;
  await writer.page.locator(".thread", { hasText: "Lesquelles ?" }).focus();
  await keyboard.press("Tab");
  assert.equal(await writer.page.evaluate(() => document.activeElement.textContent), "Aller au passage");
  await keyboard.press("Enter");
  await writer.page.waitForFunction(() => getSelection().toString() === "dix communes");
  await keyboard.press("ArrowLeft");
  await keyboard.press("ArrowRight");
  await keyboard.press("Control+Alt+m");
  await writer.page.waitForFunction(() => document.activeElement.matches(".thread"));
  const field = writer.page.locator(".thread", { hasText: "Lesquelles ?" }).locator(".thread-answer textarea");
  while (!(await field.evaluate((one) => one === document.activeElement))) await keyboard.press("Tab");
  await keyboard.type("Voir @Grand Mon");
  await writer.page.locator("#cites [role=option]").first().waitFor();
  await keyboard.press("Enter");
  assert.match(await field.inputValue(), /^Voir @Grand Montauban $/);
  await keyboard.press("Control+Enter");
  await colleague.page.locator(".mention", { hasText: "@Grand Montauban" }).waitFor();
  const board = await logIn("presidence.grand-montauban");
  const task = board.page.locator(".task", { hasText: "Vous êtes cité" });
  await Promise.all([board.page.waitForURL(/commentaires$/), task.click()]);
  await board.go("/tableau");
  assert.equal(await task.count(), 0);
  await board.leave();
});

test("what one territory says among itself reaches nobody else", async () => {
  const [writer, colleague] = people;
  const events = [];
  colleague.page.on("request", (request) => request.url().includes("commentaires") && events.push(request.url()));
  const office = await opens(await logIn("technique.sicoval").catch(() => logIn("presidence.sicoval")));
  await selects(writer, "Fin.");
  await writer.page.keyboard.press("Control+Alt+m");
  await writer.page.keyboard.type("Entre nous.");
  await writer.page.getByLabel("Sicoval seulement").check();
  await writer.page.locator("#nouveau-fil button.primary").click();
  await said(office, "Entre nous.").waitFor();
  assert.match(await office.page.locator(".thread", { hasText: "Entre nous." }).textContent(), /Visible de Sicoval seulement/);
  assert.equal(await said(colleague, "Entre nous.").count(), 0);
  assert.deepEqual(events, [], "their page was not told that anything happened");
  await colleague.go(`${paper}/commentaires`);
  assert.doesNotMatch(await colleague.page.content(), /Entre nous/);
  await opens(colleague);
  await office.leave();
});

test("a comment that cannot be sent stays where it was typed", async () => {
  const [writer] = people;
  await writer.page.getByRole("button", { name: "Commenter le texte entier" }).click();
  await writer.page.locator("#nouveau-fil button.primary").click();
  await writer.page.locator("#nouveau-erreur:visible").waitFor();
  assert.match(await writer.page.locator("#nouveau-erreur").textContent(), /Écrivez votre commentaire/);
  await writer.page.locator("#nouveau-texte").fill("x".repeat(5001));
  await writer.page.locator("#nouveau-texte").press("Control+Enter");
  await writer.page.locator("#nouveau-erreur", { hasText: "5000" }).waitFor();
  assert.equal((await writer.page.locator("#nouveau-texte").inputValue()).length, 5001);
  writer.complaints.splice(0);
  await writer.page.getByRole("button", { name: "Renoncer" }).click();
});

test("who does not write comments all the same, on a phone", async () => {
  const reader = await opens(await logIn("presidence.grand-montauban", { viewport: PHONE }));
  await reader.page.locator("#editeur[data-etat=lecture]").waitFor();
  await selects(reader, "suffirait");
  await reader.page.keyboard.press("Control+Alt+m");
  await reader.page.locator("#nouveau-texte").fill("En est-on sûr ?");
  await still(reader);
  await reader.isAccessible();
  await reader.fits();
  await reader.page.locator("#nouveau-fil button.primary").click();
  await said(people[0], "En est-on sûr ?").waitFor();
  await reader.leave();
});

test("the pages are accessible, and the threads are there for a screen reader", async () => {
  const [writer, colleague] = people;
  await still(writer);
  await writer.isAccessible();
  const tree = await writer.page.locator("#panneau-commentaires").ariaSnapshot();
  assert.match(tree, /article "Sur le passage : dix communes"/);
  await colleague.page.goto(`${paper}/commentaires`);
  await colleague.isAccessible();
  await Promise.all(people.map((person) => person.leave()));
});
