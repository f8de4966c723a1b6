// A présidence reserves words that it selects, with the keyboard alone elsewhere; nothing is adopted before it decides; the
// annex prints what it maintains.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { follow, tabTo } from "./keys.mjs";
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

/** Selects words of the text as a hand does; gives them. */
const select = (page) =>
  page.evaluate(() => {
    const nodes = [...document.querySelectorAll("#texte p")].map((one) => one.firstChild);
    const words = nodes.find((node) => node?.nodeType === Node.TEXT_NODE && node.data.length > 80);
    getSelection().setBaseAndExtent(words, words.data.indexOf(" ") + 1, words, words.data.indexOf(" ", 45));
    return getSelection().toString();
  });

test("words that are selected lead to the form, which shows them in their paragraph", async () => {
  const president = await person("presidence.sicoval");
  const { page } = president;
  const { papers } = await (await president.context.request.get("/api/textes")).json();
  text = `/textes/${papers.find(({ stage }) => stage === "adoption").id}`;
  await president.go(text);
  const offer = page.getByRole("link", { name: "Déposer une réserve sur ce passage" });
  assert.equal(await offer.isVisible(), false);
  const words = await select(page);
  await offer.waitFor();
  await picture(president, "selection-1280");
  await Promise.all([page.waitForEvent("load"), offer.click()]);
  assert.equal(await page.locator("mark").innerText(), words);
  await president.isAccessible();
  const wording = page.getByLabel("La rédaction proposée");
  assert.equal(await wording.inputValue(), words);
  await president.press("Déposer la réserve");
  await page.getByRole("link", { name: "La rédaction proposée est celle du texte" }).waitFor();
  await president.isAccessible();
  // The browser's console repeats the status of what was refused.
  president.complaints = president.complaints.filter((said) => !said.includes("status of 422"));
  await wording.fill(`${words}, chaque année,`);
  await page.getByLabel("Pourquoi").fill("Sans rythme, rien n’engage.");
  await picture(president, "formulaire-1280");
  await president.press("Déposer la réserve");
  await page.getByText("La réserve n° 1 est déposée").waitFor();
  assert.match(await page.locator("#reserve-1 ins").innerText(), /chaque année/);
  await president.isAccessible();
  await picture(president, "reserves-1280");
  await president.leave();
});

test("without a selection, with the keyboard alone and on a phone, a paragraph is chosen, then its words", async () => {
  const president = await person("presidence.grand-montauban", { viewport: PHONE, colorScheme: "dark" });
  const { page } = president;
  await president.go(`${text}/reserves/nouvelle`);
  await president.isAccessible();
  await president.fits();
  await tabTo(president, ({ href }) => href.includes("?paragraphe=2"));
  await follow(president);
  await tabTo(president, ({ name }) => name === "proposition");
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await tabTo(president, ({ words }) => words === "Déposer la réserve");
  await follow(president);
  await page.getByText("La réserve n° 2 est déposée").waitFor();
  assert.ok((await page.locator("#reserve-2 del").innerText()).length > 20, "the passage is to be removed");
  assert.equal(await page.locator("#reserve-1").getByRole("button").count(), 0);
  await president.isAccessible();
  await president.fits();
  await picture(president, "reserves-390");
  await tabTo(president, ({ words }) => words.startsWith("Lever"));
  await follow(president);
  await page.getByText("La réserve n° 2 est levée par la version").waitFor();
  await president.leave();
});

test("the secretariat is told what is undecided, and the présidence finds it on its board", async () => {
  const office = await person("secretariat", { viewport: WIDE });
  await office.go(`${text}/adoption`);
  await office.page.getByText("La réserve n° 1 du Sicoval n’est ni levée ni maintenue").waitFor();
  await office.isAccessible();
  await picture(office, "adoption-1280");
  await office.go(`${text}/reserves`);
  const president = await person("presidence.sicoval", { viewport: PHONE });
  await president.page.getByRole("link", { name: "Réserve à lever ou à maintenir" }).click();
  await president.page.locator("#reserve-1").getByRole("button", { name: "Maintenir" }).click();
  await president.page.getByText("La réserve n° 1 est maintenue").waitFor();
  await picture(president, "reserves-presidence-390");
  // The page that the secretariat has open says so by itself.
  await office.page.locator("#reserve-1").getByText("réserve maintenue").waitFor();
  await president.leave();
  await office.leave();
});
