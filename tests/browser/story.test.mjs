// The whole story in real Chromium: a dire is written by three directions at once, goes through the circuit, is
// published, and an anonymous reader checks it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { agreed, Person, PHONE } from "./person.mjs";

const TITLE = "Partager l’eau de la Garonne";
const TERRITORIES = ["sicoval", "grand-montauban", "carcassonne-agglo"];

let association, browser, cable, refusing, cutting, sicoval, montauban, carcassonne, office, paper;

// Each chapter stands on the ones before: after a failure the rest would only repeat it, slowly.
let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
      throw error;
    }
  });

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  cable = await startProxy();
  // Two administrations' proxies let no WebSocket through: one says so, one accepts it and cuts it.
  refusing = await startProxy("refuse");
  cutting = await startProxy("cut");
});

after(async () => {
  await browser?.close();
  for (const proxy of [cable, refusing, cutting]) await proxy?.close();
  await association?.stop();
});

const direction = async (territory, options) =>
  (await Person.at(browser, association, options)).logIn(`direction.${territory}@demo.example`);

chapter("a direction starts a text", async () => {
  sicoval = await direction("sicoval", { through: refusing });
  await sicoval.go("/textes/nouveau");
  await sicoval.isAccessible();
  const { page } = sicoval;
  await page.locator("[name=nature][value=dire]").check();
  await page.fill("[name=titre]", TITLE);
  for (const name of ["Sicoval", "Grand Montauban", "Carcassonne Agglo"]) {
    await page.getByLabel(name, { exact: true }).check();
  }
  await sicoval.press("Créer le texte");
  paper = new URL(page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
});

chapter("two directions type in the same paragraph at once, a third is cut off and comes back", async () => {
  montauban = await direction("grand-montauban", { through: cutting });
  // Whose device is an hour early.
  await montauban.page.clock.install({ time: Date.now() + 3_600_000 });
  carcassonne = await direction("carcassonne-agglo", { through: cable });
  await sicoval.write(paper);
  await sicoval.type("L’eau se partage");
  await sicoval.until("enregistre");
  await Promise.all([montauban.write(paper), carcassonne.write(paper)]);
  await Promise.all([montauban.reads("L’eau se partage"), carcassonne.reads("L’eau se partage")]);

  // At once, in one paragraph: one at its start, one at its end.
  await montauban.caretAtEnd();
  await sicoval.page.keyboard.press("Control+Home");
  await Promise.all([
    sicoval.type("Constat partagé. "),
    montauban.type(" entre l’amont et l’aval"),
  ]);
  for (const person of [sicoval, montauban, carcassonne]) {
    await person.reads("Constat partagé. L’eau se partage entre l’amont et l’aval");
  }
  await sicoval.page.locator("#editeur", { hasText: "Grand Montauban" }).waitFor();

  // The third writes without network, the others go on.
  carcassonne.cut = true;
  cable.cut();
  await carcassonne.until("hors-ligne");
  await carcassonne.caretAtEnd();
  await carcassonne.type(", jusqu’à la mer");
  await montauban.type(", chaque été");
  await montauban.until("enregistre");
  assert.ok(!(await sicoval.text()).includes("jusqu’à la mer"), "what is offline is not seen by others");
  cable.restore();
  await carcassonne.until("enregistre");
  carcassonne.cut = false;
  for (const person of [sicoval, montauban, carcassonne]) {
    await person.reads("jusqu’à la mer");
    await person.reads("chaque été");
  }
  await agreed([sicoval, montauban, carcassonne]);
  for (const person of [sicoval, montauban]) await person.page.getByText("Liaison de secours").waitFor();
  assert.equal(await carcassonne.page.getByText("Liaison de secours").count(), 0);
  await sicoval.isAccessible();
});

chapter("undo takes back one’s own words and nobody else’s", async () => {
  await sicoval.caretAtEnd();
  await sicoval.page.keyboard.press("Enter");
  await sicoval.type("Un mot de trop");
  await montauban.reads("Un mot de trop");
  await montauban.caretAtEnd();
  await montauban.type(" et un mot juste");
  await sicoval.reads("et un mot juste");
  for (let presses = 0; (await sicoval.text()).includes("Un mot de trop"); presses += 1) {
    assert.ok(presses < 20, "undo never takes the words back");
    await sicoval.page.locator("#editeur .ProseMirror").press("Control+z");
  }
  assert.ok((await sicoval.text()).includes("et un mot juste"));
  await sicoval.until("enregistre");
});

chapter("the text is submitted to the directions, and the secretariat, who saw nothing before, sees it", async () => {
  office = await (await Person.at(browser, association)).logIn("secretariat@demo.example");
  assert.equal(await office.go(paper), 404);
  office.complaints.length = 0;
  await sicoval.go(paper);
  await sicoval.isAccessible();
  await sicoval.press("Soumettre aux directions");
  assert.equal(await office.go(paper), 200);
});

const giveOpinion = async (person, word, words = "") => {
  await person.go(paper);
  await person.page.locator("#avis").getByLabel(word, { exact: true }).check();
  if (words) await person.page.fill("#avis [name=reserve]", words);
  await person.press("Donner cet avis");
};

chapter("the directions give their avis; an edit voids them and the page says so by itself", async () => {
  await giveOpinion(sicoval, "Favorable");
  await giveOpinion(carcassonne, "Favorable avec réserves", "Nommer l’Aude à côté de la Garonne.");
  await sicoval.go(paper);
  await montauban.write(paper);
  await montauban.caretAtEnd();
  await montauban.type(" Ajout.");
  await montauban.until("enregistre");
  await sicoval.page.locator("#suivi .voices s").first().waitFor();
  await sicoval.isAccessible();
});

chapter("it is sent back with a motive, submitted again, and forwarded when every territory has given its avis", async () => {
  await montauban.go(paper);
  await montauban.page.locator("summary", { hasText: "Renvoyer" }).click();
  await montauban.page.fill("#renvoyer-motif", "Reprendre le titre de la première partie.");
  await montauban.press("Renvoyer");
  await sicoval.go(paper);
  await sicoval.press("Soumettre aux directions");
  for (const person of [sicoval, montauban]) await giveOpinion(person, "Favorable");
  await giveOpinion(carcassonne, "Favorable avec réserves", "Nommer l’Aude à côté de la Garonne.");
  await carcassonne.press("Transmettre aux présidences");
});

chapter("the présidences take position on a phone", async () => {
  for (const territory of TERRITORIES) {
    const person = await Person.at(browser, association, { viewport: PHONE });
    await person.logIn(`presidence.${territory}@demo.example`);
    await person.isAccessible();
    await person.fits();
    // What awaits them is one touch away.
    await person.page.locator(".task", { hasText: TITLE }).click();
    await person.page.locator("#position").waitFor();
    await person.isAccessible();
    await person.fits();
    const reserved = territory === "carcassonne-agglo";
    const word = reserved ? "Approuve avec réserves" : "Approuve";
    await person.page.locator("#position").getByLabel(word, { exact: true }).check();
    if (reserved) await person.page.fill("#position [name=reserve]", "Le partage vaut aussi pour l’Aude.");
    await person.press("Enregistrer la position");
    await person.page.locator(".message", { hasText: "position" }).waitFor();
    await person.leave();
  }
});

chapter("the secretariat records the approval, then the adoption with the reserve maintained", async () => {
  await office.go(paper);
  await office.isAccessible();
  await office.press("Enregistrer l’approbation");
  await office.go(`${paper}/adoption`);
  await office.page.locator("#instance").selectOption({ label: "Assemblée générale" });
  await office.page.fill("#jour", new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" }));
  await office.press("Continuer");
  const ballots = office.page.locator("fieldset.ballot", { has: office.page.locator("[value=pour]") });
  for (const ballot of await ballots.all()) await ballot.getByLabel("Pour", { exact: true }).check();
  await office.page.getByLabel("Maintenue", { exact: false }).check();
  await office.isAccessible();
  await office.press("Enregistrer l’adoption");
});

chapter("the association publishes, and anyone reads and checks the dire", async () => {
  await office.go(`${paper}/publication`);
  await office.isAccessible();
  await office.press("Publier");

  const reader = await Person.at(browser, association);
  await reader.go("/");
  await reader.isAccessible();
  await reader.page.getByRole("link", { name: TITLE }).first().click();
  await reader.page.waitForURL("**/dires/**");
  await reader.isAccessible();
  const { page } = reader;
  await page.getByText("jusqu’à la mer").first().waitFor();
  await page.getByText("Le partage vaut aussi pour l’Aude.").first().waitFor();
  assert.equal(await page.getByText("Nommer l’Aude").count(), 0, "the directions’ avis are never public");
  const printed = (await page.locator("main").innerText()).match(/[0-9a-f]{64}/)[0];
  const file = await reader.context.request.get(`${new URL(page.url()).pathname}.md`);
  assert.equal(createHash("sha256").update(await file.body()).digest("hex"), printed);
  await page.setViewportSize({ width: 320, height: 700 });
  await reader.fits();
  await reader.leave();
});

chapter("the journal tells it all, and each frozen version opens", async () => {
  await sicoval.go(`${paper}/journal`);
  await sicoval.isAccessible();
  await sicoval.page.getByText("Reprendre le titre de la première partie.").first().waitFor();
  await sicoval.go(`${paper}/versions/1`);
  await sicoval.isAccessible();
  assert.match(await sicoval.page.locator("main").innerText(), /[0-9a-f]{64}/);
});

chapter("nobody’s browser complained of anything", async () => {
  for (const person of [sicoval, montauban, carcassonne, office]) await person.leave();
});
