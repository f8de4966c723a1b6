// The assembly is consulted in writing: opened by the secretariat, answered on phones, closed by itself after a kill.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { follow, tabTo } from "./keys.mjs";
import { Person, PHONE } from "./person.mjs";

const RULE = {
  depuis: new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Paris" }),
  votants: "membres-de-droit",
  voix: "une",
  quorum: "1/2",
  quorum_compte: "presents-ou-representes",
  quorum_quand: "chaque-vote",
  quorum_deuxieme: "meme-quorum",
  majorite: "suffrages-exprimes",
  abstention: "hors-suffrages",
  sans_part: "present",
  partage: "personne",
  ecrite: "oui",
  ecrite_jours: "15",
  ecrite_silence: "approbation",
  ecrite_opposition: "vote-contre",
  confirmee: "oui",
};

let association, browser, text;

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

const said = async (someone, part) => (await someone.page.locator(part).innerText()).replace(/\s+/g, " ");

/** A picture to look at, where a folder is named for it. */
const picture = (someone, name) =>
  process.env.DIRES_PICTURES && someone.page.screenshot({ path: `${process.env.DIRES_PICTURES}/${name}.png`, fullPage: true });

test("under a rule to confirm, the secretariat is offered avis without decision and is told why", async () => {
  const office = await person("secretariat");
  const { papers } = await (await office.context.request.get("/api/textes")).json();
  text = `/textes/${papers.find(({ stage }) => stage === "adoption").id}`;
  await office.go(text);
  await office.page.getByRole("link", { name: "Consulter l’instance par écrit" }).click();
  await office.page.getByText("Consultation écrite non permise\u202f: la règle de l’instance est à confirmer").waitFor();
  await office.page.getByText("Rien n’est décidé à la clôture").waitFor();
  assert.equal(await office.page.getByRole("button", { name: "Ouvrir la consultation" }).count(), 0);
  await office.isAccessible();
  await picture(office, "recueil-1280");
  await office.leave();
});

test("under a rule that allows it, the consultation opens with the keyboard alone, and not too short", async () => {
  const office = await person("secretariat", { viewport: PHONE });
  const { page } = office;
  await office.go("/secretariat/instances/assemblee-generale");
  const form = Object.fromEntries([["jeton", await page.locator("main [name=jeton]").first().inputValue()], ...Object.entries(RULE)]);
  const headers = { origin: association.url };
  const answer = await office.context.request.post("/secretariat/instances/assemblee-generale", { form, headers });
  assert.equal(answer.status(), 200, await answer.text());
  await office.go(`${text}/consultation`);
  await page.getByText("Elle dure 15\u00a0jours au moins.").waitFor();
  for (const kept of await page.locator("[value=maintenue]").all()) await kept.check();
  const suggested = await page.inputValue("#cloture");
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  await page.fill("#cloture", soon);
  await tabTo(office, ({ words }) => words === "Ouvrir la consultation");
  await follow(office);
  await page.getByText("Trop courte").waitFor();
  office.complaints.length = 0;
  assert.equal(await page.inputValue("#cloture"), soon, "what was typed is kept");
  await office.isAccessible();
  await office.fits();
  await page.fill("#cloture", suggested);
  for (const kept of await page.locator("[value=maintenue]").all()) assert.ok(await kept.isChecked());
  await tabTo(office, ({ words }) => words === "Ouvrir la consultation");
  await follow(office);
  await page.getByText("La consultation est ouverte.").waitFor();
  await office.isAccessible();
  await office.fits();
  await picture(office, "secretariat-390");
  await office.leave();
});

test("a president answers on a phone in three gestures from the mail’s link, and others see that, not what", async () => {
  const office = await person("secretariat");
  await office.go(`${text}/consultation`);
  const president = await person("presidence.sicoval", { viewport: PHONE });
  const { page } = president;
  const gestures = [];
  const gesture = async (name, does) => {
    gestures.push(name);
    await does();
  };
  await gesture("the mail’s link", () => president.go(`${text}/consultation`));
  await president.isAccessible();
  await president.fits();
  await page.locator("#reponse", { hasText: "Ne pas répondre vaut approbation" }).waitFor();
  for (const place of await page.locator(".answer").all()) {
    assert.ok((await place.boundingBox()).height >= 44, "large enough for a thumb");
  }
  await picture(president, "reponse-390");
  await gesture("the answer", () => page.locator(".answer", { hasText: "Contre" }).click());
  await gesture("its button", () => president.press("Enregistrer la réponse"));
  assert.ok(gestures.length <= 4, gestures.join(", "));
  assert.match(await said(president, "[role=status].message"), /La réponse du Sicoval est enregistrée : contre/);
  // The office's page learns of it by itself.
  await office.page.locator("#etat", { hasText: "a répondu" }).waitFor();
  const told = await said(office, "#etat");
  assert.ok(!told.includes("Contre"), told);
  await president.leave();

  const dark = await person("presidence.grand-montauban", { viewport: PHONE, colorScheme: "dark" });
  await dark.go("/tableau");
  await dark.page.getByRole("link", { name: /Consultation écrite : réponse à donner/ }).click();
  await dark.page.locator(".answer", { hasText: "Pour" }).click();
  await dark.press("Enregistrer la réponse");
  await dark.isAccessible();
  await picture(dark, "reponse-390-nuit");
  await dark.leave();

  const region = await person("presidence.region-occitanie", { viewport: PHONE });
  if ((await region.go(`${text}/consultation`)) === 200) {
    await region.page.getByText("sa réponse n’est pas demandée").waitFor();
  }
  await region.leave();
  await office.leave();
});

test("killed before the closing and started after it, the server closes once, by itself, and says how", async () => {
  const president = await person("presidence.sicoval");
  association.run(`update consultation set opens_at = '2026-01-01T08:00:00+00:00', closes_at = '2026-01-20T17:00:00+00:00', reminded = 2`);
  await association.restart("SIGKILL");
  await association.restart("SIGKILL");
  const closed = president.page.getByRole("heading", { name: "Adopté", exact: true });
  for (const end = Date.now() + 20_000; ; ) {
    await president.go(`${text}/consultation`);
    if (await closed.count()) break;
    assert.ok(Date.now() < end, await said(president, "main"));
  }
  president.complaints.length = 0;
  const told = await said(president, "#etat");
  assert.match(told, /2 réponses et \d silences, qui valent approbation, sur \d : quorum de \d atteint ; \d pour, 1 contre/);
  await president.isAccessible();
  await picture(president, "close-1280");
  await president.go(text);
  const page = await said(president, "#suivi");
  assert.ok(page.includes("par consultation écrite"), page);
  assert.equal(page.split("par consultation écrite").length, 2, "one decision");
  await picture(president, "texte-1280");
  await president.leave();
});
