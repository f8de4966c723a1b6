// A body's rule, entered on a phone with the keyboard alone; then a decision under it, explained before it is recorded.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { choose, follow, tabTo } from "./keys.mjs";
import { Person, PHONE } from "./person.mjs";

const PATH = "/secretariat/instances/assemblee-generale";
const TODAY = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" });

let association, browser;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

const person = async (account, options) =>
  (await Person.at(browser, association, options)).logIn(`${account}@demo.example`);

/** Whether what follows an answer is asked now. */
const asked = (office, part) => office.page.locator(`.when-${part}`).isVisible();

async function answers(office, all) {
  for (const [name, value] of all) await choose(office, name, value);
}

/** The fields that cannot be read, as the page says on top. */
const wrong = (office) =>
  office.page.locator(".faults a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));

test("the secretariat says what the statutes say, on a phone, with the keyboard alone", async () => {
  const office = await person("secretariat", { viewport: PHONE });
  await office.go(PATH);
  await office.page.getByText("8\u00a0points restent à confirmer").waitFor();
  for (const part of ["weighted", "quorum", "proxies", "written"]) {
    assert.equal(await asked(office, part), false, `${part} is asked before its answer`);
  }
  await answers(office, [["voix", "une"]]);
  await tabTo(office, ({ name }) => name === "quorum");
  await office.page.keyboard.type("La moitié");
  assert.equal(await asked(office, "quorum"), true);
  await answers(office, [
    ["quorum_compte", "presents-ou-representes"],
    ["quorum_quand", "chaque-vote"],
    ["majorite", "suffrages-exprimes"],
    ["abstention", "hors-suffrages"],
    ["partage", "presidence-de-seance"],
    ["pouvoirs", "admis"],
    ["pouvoirs_limite", "nombre"],
  ]);
  await tabTo(office, ({ name }) => name === "pouvoirs_nombre");
  await office.page.keyboard.type("0");
  await answers(office, [["ecrite", "oui"]]);
  await tabTo(office, ({ name }) => name === "confirmee");
  await office.page.keyboard.press("Space");
  await office.isAccessible();
  await office.fits();
  await tabTo(office, ({ words }) => words === "Enregistrer cette règle");
  await follow(office);

  assert.deepEqual(await wrong(office), ["#pouvoirs_nombre"]);
  office.complaints.length = 0;
  await office.isAccessible();
  await tabTo(office, ({ href }) => href === "#pouvoirs_nombre");
  await office.page.keyboard.press("Enter");
  await office.page.locator("#pouvoirs_nombre:focus").waitFor();
  await office.page.keyboard.press("Control+a");
  await office.page.keyboard.type("1");
  await tabTo(office, ({ words }) => words === "Enregistrer cette règle");
  await follow(office);
  const [rule] = await office.page.locator(".rule-says").allInnerTexts();
  assert.match(rule, /La moitié au moins de ceux qui votent/);
  assert.match(rule, /1\s?pouvoir au plus par mandataire/);
  assert.match(rule, /Ne prend pas part au vote\s+À confirmer/);
  await office.fits();
  await office.leave();
});

test("others do not know of the page", async () => {
  for (const account of ["direction.sicoval", "presidence.grand-montauban"]) {
    const stranger = await person(account);
    assert.equal(await stranger.go(PATH), 404);
    stranger.complaints.length = 0;
    await stranger.leave();
  }
});

test("a vote with a pouvoir is explained before it is recorded, and on the text’s page after", async () => {
  const office = await person("secretariat", { viewport: PHONE });
  const { page } = office;
  const { papers } = await (await office.context.request.get("/api/textes")).json();
  const { id } = papers.find(({ stage }) => stage === "adoption");
  await office.go(`/textes/${id}/adoption`);
  await page.locator("#instance").selectOption({ label: "Assemblée générale" });
  await page.fill("#jour", TODAY);
  await office.press("Continuer");
  for (const vote of await page.locator("fieldset.ballot [value=pour]").all()) await vote.check();
  const seat = (name) => page.getByRole("group", { name, exact: true }).first();
  await seat("Sicoval").locator("select").selectOption({ label: "Pouvoir à Grand Montauban" });
  await seat("Carcassonne Agglo").locator("[value=contre]").check();
  for (const kept of await page.locator("[value=maintenue]").all()) await kept.check();
  await office.press("Voir le résultat");
  const said = (await page.locator("[role=status]").innerText()).replace(/\s+/g, " ");
  const explained =
    "5 présents et 1 représenté sur 6 : quorum de 3 atteint ; 5 pour, 1 contre : 6 suffrages exprimés, majorité 4 : adopté.";
  assert.ok(said.includes(explained), said);
  await office.isAccessible();
  await office.fits();
  await office.press("Enregistrer l’adoption");
  const told = (await page.locator("#suivi").innerText()).replace(/\s+/g, " ");
  assert.ok(told.includes(explained), told);
  assert.ok(told.includes("Sicoval (pouvoir à Grand Montauban)"), told);
  await office.leave();
});
