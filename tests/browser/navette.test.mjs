// Each change since the directions carries a number that leads to what made it; one that leads nowhere keeps the text from being
// decided on, and the secretariat says where it comes from.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";

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

/** A picture to look at, where a folder is named for it. */
const picture = (someone, name) =>
  process.env.DIRES_PICTURES && someone.page.screenshot({ path: `${process.env.DIRES_PICTURES}/${name}.png`, fullPage: true });

/** The first words of two paragraphs, which the secretariat corrects. */
async function correctsTwice(office) {
  const { page } = office;
  await office.go(text);
  const paragraphs = await page.locator("#texte p").allInnerTexts();
  const words = paragraphs.filter((it) => it.length > 120).slice(0, 2).map((it) => it.slice(0, it.lastIndexOf(" ", 60)));
  for (const [rank, its] of words.entries()) {
    await office.go(`${text}/forme`);
    await page.getByLabel("Les mots du texte à corriger").fill(its);
    await page.getByLabel("Les mêmes, corrigés").fill(`${its} ${rank ? "donc" : "certes"}`);
    await page.getByLabel("Motif").fill("Un mot manquait.");
    await office.press("Corriger");
    await page.getByText(`La correction n° ${rank + 1} est faite`).waitFor();
  }
}

test("a change without origin is seen, labelled by the secretariat, and lets the text go on", async () => {
  const office = await person("secretariat", { viewport: WIDE });
  const { page } = office;
  const { papers } = await (await office.context.request.get("/api/textes")).json();
  text = `/textes/${papers.find(({ stage }) => stage === "conference-des-presidences").id}`;
  await correctsTwice(office);
  association.run("delete from form_correction where number = 2");

  await office.go(text);
  await page.getByText("est sans origine").first().waitFor();
  await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: "Ouvrir la navette" }).click()]);
  await page.getByText("1 par une correction de forme, 1 sans origine").waitFor();
  await office.isAccessible();
  await office.fits();
  await picture(office, "navette-1280");

  const number = page.locator(".origin a").last();
  await number.focus();
  await page.keyboard.press("Enter");
  const astray = page.locator("#origine-2");
  await astray.getByText("sans origine", { exact: true }).waitFor();
  assert.match(page.url(), /#origine-2$/);
  await astray.getByRole("link").first().click();
  await page.locator("#modif-2:target").waitFor();

  await page.getByLabel("D’où vient ce changement").fill("Mot rétabli à la relecture du secrétariat.");
  await office.press("Libeller ce changement");
  await page.getByText("Plus aucun changement n’est sans origine.").waitFor();
  await office.isAccessible();
  await picture(office, "navette-libellee-1280");
  await office.go(text);
  assert.equal(await page.getByText("est sans origine").count(), 0);
  await office.leave();
});

test("a president reads on a phone, in the dark, where each change comes from", async () => {
  const president = await person("presidence.sicoval", { viewport: PHONE, colorScheme: "dark" });
  const { page } = president;
  await president.go(`${text}/navette`);
  await page.getByText("Mot rétabli à la relecture du secrétariat.").waitFor();
  await page.getByRole("link", { name: "Correction de forme n° 1" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Retirer ce libellé" }).count(), 0);
  await president.isAccessible();
  await president.fits();
  await picture(president, "navette-390");
  await president.leave();
});
