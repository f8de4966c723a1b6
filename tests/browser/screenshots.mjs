// Makes the README's pictures anew from the demonstration: node tests/browser/screenshots.mjs
import { mkdir } from "node:fs/promises";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";

const folder = new URL("../../web/screenshots/", import.meta.url).pathname;
const association = await startAssociation();
const browser = await startChromium();
const shoot = (person, name) => person.page.screenshot({ path: `${folder}${name}.png` });

/** Opens the text with these words in its title from the board. */
async function open(person, words) {
  await person.go("/tableau");
  const address = await person.page.locator(".stages a", { hasText: words }).first().getAttribute("href");
  const paper = address.match(/\/textes\/[0-9a-f-]+/)[0];
  await person.go(paper);
  return paper;
}

const somebody = async (email, options) => (await Person.at(browser, association, options)).logIn(`${email}@demo.example`);

try {
  await mkdir(folder, { recursive: true });
  const reader = await Person.at(browser, association, { viewport: WIDE });
  await reader.go("/");
  await shoot(reader, "accueil-1280");
  await reader.page.locator("main a[href^='/dires/2']").first().click();
  await reader.page.waitForURL("**/dires/**");
  await shoot(reader, "dire-1280");

  const sicoval = await somebody("direction.sicoval");
  await shoot(sicoval, "tableau-1280");
  await open(sicoval, "Desserrement");
  await shoot(sicoval, "texte-1280");

  const paper = await open(sicoval, "centres anciens");
  const toulouse = await somebody("direction.toulouse-metropole");
  await sicoval.write(paper);
  await toulouse.write(paper);
  await toulouse.page.locator("#editeur .ProseMirror p").nth(1).click();
  await toulouse.page.keyboard.press("End");
  await sicoval.page.locator("#editeur .caret").first().waitFor();
  await shoot(sicoval, "ecrire-1280");

  const president = await somebody("presidence.sicoval", { viewport: PHONE });
  await open(president, "Maillage");
  await president.page.locator("#position").scrollIntoViewIfNeeded();
  await shoot(president, "position-390");
} finally {
  await browser.close();
  await association.stop();
}
