// Open pages follow what rights depend on, whoever changes it (here another process, which tells nobody), in both
// directions: the pen goes, what was not sent is shown to be copied, the pen comes back and it is sent, without a reload.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";

const MONTAUBAN = "direction.grand-montauban@demo.example";
const mine = `person_id = (select id from person where email = '${MONTAUBAN}')`;
const perimeter = (verb) => `${verb} territory_id = (select id from territory where slug = 'grand-montauban')`;

let association, browser, sicoval, paper;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  sicoval = await (await Person.at(browser, association)).logIn("direction.sicoval@demo.example");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "Droits suivis");
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

const id = () => `'${paper.split("/")[2]}'`;
/** SQLite keeps identifiers as bytes. */
const blob = () => `x${id().replaceAll("-", "")}`;
const state = (person) => person.page.locator("[data-role=etat] .etat-texte");
const unsent = (person) => person.page.getByRole("region", { name: "Ce qui n’est pas enregistré" });
const present = (person) => person.page.getByRole("list", { name: "Présents sur ce texte" }).getByRole("listitem");
const closedToPen = (person) => person.page.locator("#editeur.lecture-seule .ProseMirror[contenteditable=false]").waitFor();
const openToPen = (person) => person.page.locator("#editeur:not(.lecture-seule) .ProseMirror[contenteditable=true]").waitFor();

/** The same person logs in again in another tab, and comes back to the page. */
async function logInAgain(person) {
  const aside = new Person(association, person.context, await person.context.newPage());
  await aside.logIn(MONTAUBAN);
  await aside.page.close();
  await person.page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

const CAUSES = {
  "a mandate ended and given again": {
    says: /plus ouvert/,
    take: () => association.run(`update mandate set until = '2026-01-01', since = '2025-01-01' where ${mine}`),
    give: () => association.run(`update mandate set until = null where ${mine}`),
  },
  "a text frozen and unfrozen": {
    says: /Lecture seule|figé|pas enregistrées/,
    take: () => association.run(`update document set frozen = true where paper_id = ${blob()}`),
    give: () => association.run(`update document set frozen = false where paper_id = ${blob()}`),
  },
  "a stage moved there and back": {
    says: /Lecture seule|pas enregistrées/,
    take: () => association.run(`update paper set stage = 'adoption' where id = ${blob()}`),
    give: () => association.run(`update paper set stage = 'redaction' where id = ${blob()}`),
  },
  "a territory taken out of the perimeter and back": {
    says: /plus ouvert/,
    take: () => association.run(`${perimeter("delete from paper_territory where")} and paper_id = ${blob()}`),
    give: () => association.run(`insert into paper_territory (paper_id, territory_id) select ${blob()}, id from territory where slug = 'grand-montauban'`),
  },
  "a session revoked, and a new one": {
    says: /session a pris fin/,
    take: () => association.run(`delete from session where ${mine}`),
    give: logInAgain,
  },
  "a session expired, and a new one": {
    says: /session a pris fin/,
    take: () => association.run(`update session set expires_at = '2026-01-01T00:00:00+00:00' where ${mine}`),
    give: logInAgain,
  },
};

for (const [size, viewport] of [["1280", WIDE], ["390", PHONE]]) {
  for (const [number, [cause, { says, take, give }]] of Object.entries(CAUSES).entries()) {
    test(`${cause}, at ${size} px`, async () => {
      const cable = await startProxy();
      const person = await Person.at(browser, association, { viewport, through: cable });
      await person.logIn(MONTAUBAN);
      await person.write(paper);
      await present(sicoval).filter({ hasText: "Montauban" }).waitFor();
      person.cut = true;

      // The page is there when it happens.
      await take(person);
      await closedToPen(person);
      if (/plus ouvert|session/.test(says.source)) {
        await present(sicoval).filter({ hasText: "Montauban" }).waitFor({ state: "detached", timeout: 3_000 });
      }
      await give(person);
      await openToPen(person);
      await person.until("enregistre");

      // It happens while the page has words that could not be sent.
      cable.cut();
      await person.until("hors-ligne");
      const words = `Mot${size}n${number}`;
      await person.caretAtEnd();
      await person.type(` ${words}`);
      await person.page.locator("#editeur[data-garde=oui]").waitFor();
      await take(person);
      cable.restore();
      await closedToPen(person);
      await person.until("refuse");
      await unsent(person).locator("ins", { hasText: words }).waitFor();
      assert.match(await state(person).innerText(), says);
      await person.fits();
      await person.isAccessible();
      if (process.env.DIRES_PICTURES) await person.page.screenshot({ path: `${process.env.DIRES_PICTURES}/${size}-${number}.png` });
      assert.ok(!(await sicoval.text()).includes(words));

      await give(person);
      await openToPen(person);
      await sicoval.reads(words);
      await person.until("enregistre");
      assert.equal(await unsent(person).isVisible(), false);
      await person.context.close();
      assert.deepEqual(person.complaints, []);
      await cable.close();
    });
  }
}

test("a page that hears of the events again only once its text is open again", async () => {
  const cable = await startProxy();
  const person = await Person.at(browser, association, { through: cable });
  const { take, give } = CAUSES["a text frozen and unfrozen"];
  await person.logIn(MONTAUBAN);
  await person.write(paper);
  person.cut = true;

  cable.cut();
  await person.until("hors-ligne");
  await person.page.route("**/flux", (route) => route.abort());
  await person.caretAtEnd();
  await person.type(" Entre-temps");
  await person.page.locator("#editeur[data-garde=oui]").waitFor();
  await take(person);
  cable.restore();
  // The refusal of what was written is all that this page is told.
  await person.until("refuse");
  await give(person);
  await person.page.unroute("**/flux");

  await openToPen(person);
  await sicoval.reads("Entre-temps");
  await person.context.close();
  await cable.close();
});
