// Logging out clears what the browser keeps: what the server never received is said first, with the way to it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { Person, PHONE } from "./person.mjs";

let association, browser, cable, person, paper;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  cable = await startProxy();
  person = await (await Person.at(browser, association, { through: cable })).logIn("direction.sicoval@demo.example");
  await person.go("/textes/nouveau");
  await person.page.locator("[name=nature][value=dire]").check();
  await person.page.fill("[name=titre]", "Pris de court");
  await person.page.getByLabel("Sicoval", { exact: true }).check();
  await person.press("Créer le texte");
  paper = new URL(person.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
});

after(async () => {
  await browser?.close();
  await cable?.close();
  await association?.stop();
});

const logOut = () => person.page.getByRole("button", { name: "Se déconnecter", exact: true });
const dialog = (title) => person.page.getByRole("dialog", { name: title });

/** Writes without network, closes the page, and comes back to the board with a network. */
async function writeUnsent(words) {
  await person.write(paper);
  person.cut = true;
  cable.cut();
  await person.until("hors-ligne");
  await person.caretAtEnd();
  await person.type(words);
  await person.page.locator("#editeur[data-garde=oui]").waitFor();
  await person.page.close();
  cable.restore();
  person = new Person(association, person.context, await person.context.newPage());
  await person.go("/tableau");
  await person.page.locator("body[data-kept-read]").waitFor();
}

test("who has sent everything logs out at once", async () => {
  await person.write(paper);
  await person.caretAtEnd();
  await person.type("Envoyé.");
  await person.until("enregistre");
  await person.go("/tableau");
  await logOut().click();
  await person.page.waitForURL("**/connexion");
  await person.logIn("direction.sicoval@demo.example");
});

test("words of a page that was closed are said, and sent once their text is opened", async () => {
  await writeUnsent("abc");
  await logOut().click();
  const said = dialog("3 modifications non envoyées");
  await said.waitFor();
  await person.isAccessible();
  if (process.env.DIRES_PICTURES) await person.page.screenshot({ path: `${process.env.DIRES_PICTURES}/depart-1280.png` });
  await person.page.setViewportSize(PHONE);
  await person.fits();
  if (process.env.DIRES_PICTURES) await person.page.screenshot({ path: `${process.env.DIRES_PICTURES}/depart-390.png` });
  await said.getByRole("button", { name: "Rester connecté" }).click();
  await said.waitFor({ state: "detached" });
  await logOut().click();
  await said.getByRole("link", { name: "Pris de court" }).click();
  await person.page.waitForURL(`**${paper}/ecrire`);
  await person.page.locator("#editeur[data-pret]").waitFor();
  await person.reads("Envoyé.abc");
  await person.until("enregistre");
  await person.go("/compte");
  await person.page.getByRole("button", { name: "Me déconnecter partout" }).click();
  await person.page.waitForURL("**/connexion");
  await person.logIn("direction.sicoval@demo.example");
});

test("of another person’s words only their number is said; confirmed, everything is cleared", async () => {
  await writeUnsent("d");
  association.run("delete from session");
  await person.logIn("direction.grand-montauban@demo.example");
  await logOut().click();
  const said = dialog("1 modification non envoyée");
  await said.getByText("Une est d’une autre personne").waitFor();
  assert.equal(await said.getByText("Pris de court").count(), 0);
  await said.getByRole("button", { name: "Se déconnecter et les effacer" }).click();
  await person.page.waitForURL("**/connexion");
  await person.logIn("direction.sicoval@demo.example");
  await person.write(paper);
  assert.doesNotMatch(await person.text(), /d$/);
  await logOut().click();
  await person.page.waitForURL("**/connexion");
  await person.leave();
});
