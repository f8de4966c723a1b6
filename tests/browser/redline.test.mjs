// What changed between two states of a text, as a direction sees it before giving an avis: read, gone through with the
// keyboard, on a phone, in the dark and on paper.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE } from "./person.mjs";

const BEFORE = `# Pour une étoile ferroviaire

## Ce que nous constatons

Les trains du soir manquent aux salariés de nuit. La Région organise le service. Le trafic a doublé en dix ans.

Le foncier se raréfie autour des gares.

Les friches sont la première réserve.

### Les gares de demain

1. un service du soir ;
2. une tarification unique ;
3. des parkings à vélos.

## Ce que nous demandons

Nous refusons ce schéma. Nous demandons que l’État finance la moitié des études préalables avant 2028.

La ligne compte douze gares, dont cinq sans personnel.

Chaque territoire nomme un élu référent, qui en rend compte une fois par an.
`;

const AFTER = `<h1>Ce que nous constatons</h1>
<p>Le trafic a doublé en dix ans. Les trains du soir manquent aux salariés de nuit. La Région organise le service.</p>
<p>Le foncier se raréfie autour des gares. Les friches sont la première réserve.</p>
<h1>Les gares de demain</h1>
<ol><li>un service du soir ;</li><li>une desserte le dimanche ;</li><li>une tarification unique ;</li></ol>
<h1>Ce que nous demandons</h1>
<p>Chaque territoire nomme un élu référent, qui en rend compte une fois par an.</p>
<p>Nous regrettons ce schéma. Nous demandons que l’État finance les <strong>deux tiers</strong> des études préalables avant 2028.</p>
<p>La ligne compte <strong>douze gares</strong>, dont cinq sans personnel.</p>`;

let association, browser, sicoval, paper;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

// Runs in the page: the whole body is replaced by what was copied elsewhere.
function pasteOver(html) {
  const body = document.querySelector("#editeur .ProseMirror");
  const data = new DataTransfer();
  data.setData("text/html", html);
  body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}

async function picture(person, name) {
  const folder = process.env.DIRES_PICTURES;
  if (folder) await person.page.screenshot({ path: `${folder}/redline-${name}.png`, fullPage: true });
}

const changes = (person) => person.page.locator("#modifications .changes > li");
const focused = (person) => person.page.evaluate(() => document.activeElement.id);

test("a direction sees what changed since the version that was frozen", async () => {
  sicoval = await (await Person.at(browser, association)).logIn("direction.sicoval@demo.example");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.page.locator("[name=depart][value=fichier]").check();
  await sicoval.page.locator("[name=fichier]").setInputFiles({ name: "dire.md", mimeType: "text/markdown", buffer: Buffer.from(BEFORE) });
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.go(paper);
  await sicoval.press("Soumettre aux directions");
  await sicoval.write(paper);
  await sicoval.page.locator("#editeur .ProseMirror").click();
  await sicoval.page.keyboard.press("Control+a");
  await sicoval.page.evaluate(pasteOver, AFTER);
  await sicoval.reads("une desserte le dimanche");
  await sicoval.until("enregistre");

  await sicoval.go(paper);
  await sicoval.page.locator("#avis").getByRole("link", { name: "Ce qui a changé depuis la version 1" }).click();
  await sicoval.page.getByRole("heading", { name: "Pour une étoile ferroviaire" }).waitFor();
  const said = await changes(sicoval).allInnerTexts();
  for (const words of ["Déplacé ici « Le trafic a doublé en dix ans. »", "Paragraphe réuni au précédent", "titre de niveau 2 → titre de niveau 1", "Ajouté « une desserte le dimanche ; »", "Supprimé « des parkings à vélos. »", "« refusons » par « regrettons »", "Mis en forme autrement « douze gares »"]) {
    assert.ok(said.some((line) => line.replace(/[\u202f\u00a0]/g, " ").includes(words)), `${words}\n${said.join("\n")}`);
  }
  await sicoval.page.getByText(/^\d+ modifications, \d+.% du texte/).waitFor();
  await sicoval.isAccessible();
  await picture(sicoval, "wide");
});

test("the keyboard goes from one change to the next, and says which", async () => {
  const count = await changes(sicoval).count();
  await sicoval.page.keyboard.press("Alt+ArrowDown");
  assert.equal(await focused(sicoval), "modif-1");
  await sicoval.page.getByText(`1 sur ${count}`).waitFor();
  await sicoval.page.keyboard.press("Alt+ArrowDown");
  assert.equal(await focused(sicoval), "modif-2");
  await sicoval.page.keyboard.press("Alt+ArrowUp");
  await sicoval.page.keyboard.press("Alt+ArrowUp");
  assert.equal(await focused(sicoval), `modif-${count}`);
  await sicoval.page.locator("#modifications [aria-current=true]", { hasText: "" }).waitFor();
  await sicoval.page.getByRole("button", { name: "Suivante" }).click();
  assert.equal(await focused(sicoval), "modif-1");
  for (let number = 1; number <= count; number += 1) assert.equal(await sicoval.page.locator(`#modif-${number}`).count(), 1, `modif-${number}`);
});

test("it fits a phone, the dark and paper", async () => {
  const { page } = sicoval;
  await page.setViewportSize(PHONE);
  await sicoval.fits();
  await picture(sicoval, "phone");
  await page.setViewportSize({ width: 320, height: 640 });
  await sicoval.fits();
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await sicoval.isAccessible();
  await picture(sicoval, "dark");
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  await picture(sicoval, "paper");
  await page.emulateMedia({ media: "screen" });
});

test("a bookmark is put, and the next reading begins there", async () => {
  await sicoval.press("J’ai lu jusqu’ici");
  await sicoval.page.getByRole("status").filter({ hasText: "C’est noté" }).waitFor();
  await sicoval.page.getByText(/^Vous avez lu ce texte jusqu’ici le/).waitFor();
  await sicoval.isAccessible();
  await picture(sicoval, "bookmark");
  await sicoval.write(paper);
  await sicoval.caretAtEnd();
  await sicoval.type(" Enfin.");
  await sicoval.until("enregistre");
  await sicoval.go(paper);
  await sicoval.page.getByRole("link", { name: /^Ce qui a changé depuis votre lecture/ }).click();
  await changes(sicoval).first().waitFor();
  assert.equal(await changes(sicoval).count(), 1);
  await sicoval.page.locator("#modif-1", { hasText: "Enfin." }).waitFor();
});

test("a moment since the version is opened, and named", async () => {
  const { page } = sicoval;
  await sicoval.go(paper);
  await page.getByRole("link", { name: "Toute l’histoire du texte" }).click();
  await page.getByRole("heading", { name: "Histoire du texte" }).waitFor();
  await page.locator("summary", { hasText: "Nommer" }).first().click();
  await page.getByLabel("Nom", { exact: true }).first().fill("Avant l’été");
  await page.locator("details[open]").getByRole("button", { name: "Enregistrer le nom" }).click();
  await page.getByText("Avant l’été", { exact: true }).waitFor();
  await sicoval.isAccessible();
  await picture(sicoval, "history");
  await page.locator(".timeline a").first().click();
  await page.getByText(/^Le texte tel qu’il était le/).waitFor();
  await page.getByText("Enfin.").waitFor();
  await sicoval.isAccessible();
  await page.getByRole("link", { name: "Ce qui a changé depuis" }).click();
  await page.getByText("Rien n’a changé entre ces deux états du texte").waitFor();
  await sicoval.go(`${paper}/comparer?avant=lecture&apres=maintenant`);
});

test("each passage is told to be its territory’s, with the shares", async () => {
  const montauban = await (await Person.at(browser, association)).logIn("direction.grand-montauban@demo.example");
  await montauban.write(paper);
  await montauban.caretAtEnd();
  await montauban.type(" Et chaque année ensuite, devant la conférence.");
  await montauban.until("enregistre");
  await montauban.go(paper);
  await montauban.page.getByRole("link", { name: "Qui a écrit quoi" }).click();
  const passage = montauban.page.locator(".by", { hasText: "Et chaque année ensuite" });
  await passage.getByText("Grand Montauban").waitFor();
  assert.match(await passage.locator(".by-tag").getAttribute("title"), /^Direction générale du Grand Montauban, le /);
  const shares = await montauban.page.locator(".shares-list").first().innerText();
  assert.match(shares.replace(/\s+/g, " "), /^Sicoval \d\d % .* Grand Montauban \d+ %/);
  await montauban.isAccessible();
  await picture(montauban, "authors");
  await montauban.page.setViewportSize({ width: 320, height: 640 });
  await montauban.fits();
  await montauban.leave();
});

test("each line of the list leads to its change", async () => {
  await sicoval.page.locator("#modifications .changes a").first().click();
  await sicoval.page.waitForURL(/#modif-1$/);
  await sicoval.page.waitForFunction(() => document.activeElement.id === "modif-1");
  await sicoval.leave();
});
