// Amendments in real Chromium: two people write one live, their présidence tables it, another territory reads what it changes in
// place, the secretariat records what the body decides, and the text has another version.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE, agreed } from "./person.mjs";

let association, browser, direction, presidency, other, office, text, amendment;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  const at = async (email, settings) => (await Person.at(browser, association, settings)).logIn(email);
  direction = await at("direction.sicoval@demo.example");
  presidency = await at("presidence.sicoval@demo.example");
  other = await at("presidence.grand-montauban@demo.example", { viewport: PHONE, colorScheme: "dark" });
  office = await at("secretariat@demo.example");
  const { papers } = await (await office.context.request.get("/api/textes?etape=conference-des-presidences")).json();
  const { id } = papers.find(({ stage }) => stage === "conference-des-presidences");
  text = `/textes/${id}`;
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

const shot = (person, name) => process.env.DIRES_PICTURES && person.page.screenshot({ path: `${process.env.DIRES_PICTURES}/${name}.png`, fullPage: true });

test("two people of a territory write an amendment live, with the keyboard alone", { timeout: 60_000 }, async () => {
  await direction.go(`${text}/amendements`);
  await direction.isAccessible();
  await shot(direction, "amendements-vide");
  const begin = direction.page.getByRole("button", { name: "Commencer un amendement" });
  await begin.focus();
  await Promise.all([direction.page.waitForURL(/amendements\/[0-9a-f-]{36}$/), direction.page.keyboard.press("Enter")]);
  amendment = new URL(direction.page.url()).pathname;
  const link = direction.page.getByRole("link", { name: "Écrire l’amendement" });
  await link.focus();
  await Promise.all([direction.page.waitForURL(`**${amendment}/ecrire`), direction.page.keyboard.press("Enter")]);
  await direction.page.locator("#editeur .ProseMirror[contenteditable=true]").first().waitFor();
  await direction.until("enregistre");
  await presidency.write(amendment);
  await direction.caretAtEnd();
  await direction.page.keyboard.type(" Les intercommunalités s’y engagent.");
  await presidency.reads("Les intercommunalités s’y engagent.");
  await presidency.caretAtEnd();
  await presidency.page.keyboard.type(" Elles en rendent compte.");
  await direction.reads("Elles en rendent compte.");
  await agreed([direction, presidency]);
  await direction.isAccessible();
  await presidency.until("enregistre");
});

test("nobody else has it before it is tabled", async () => {
  assert.equal(await other.go(amendment), 404);
  assert.equal(await other.go(`${amendment}/ecrire`), 404);
  other.complaints.length = 0;
  await other.go(`${text}/amendements`);
  assert.equal(await other.page.getByText("en préparation").count(), 0);
});

test("its présidence tables it, whoever writes hears that it is closed, and another territory reads what it changes", async () => {
  await presidency.go(amendment);
  await presidency.page.getByLabel("Pourquoi cet amendement").fill("Un engagement se mesure.");
  await shot(presidency, "amendement-en-preparation");
  await presidency.isAccessible();
  await presidency.press("Déposer l’amendement");
  await direction.until("lecture");
  await other.go(amendment);
  await other.page.getByText("Un engagement se mesure.").waitFor();
  assert.match(await other.page.locator("#texte ins").first().textContent(), /Les intercommunalités s’y engagent/);
  await other.fits();
  await other.isAccessible();
  await shot(other, "amendement-telephone");
  await other.go(`${text}/amendements`);
  await other.fits();
  await other.isAccessible();
  await shot(other, "amendements-telephone");
});

test("the secretariat records that it is accepted, and the text has it in a new version", async () => {
  await office.go(amendment);
  await office.isAccessible();
  await shot(office, "amendement-decision");
  await office.press("Accepté");
  await office.page.getByText("la version", { exact: false }).first().waitFor();
  await office.go(text);
  await office.page.locator("#texte").getByText("Elles en rendent compte.").waitFor();
  await office.page.setViewportSize(WIDE);
  await shot(office, "texte-amende");
  await other.go(amendment);
  await other.page.getByText("accepté", { exact: true }).waitFor();
  for (const person of [direction, presidency, other, office]) await person.leave();
});
