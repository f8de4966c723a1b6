// Mail in real Chromium: a text is sent to the directions, each is written to once, and the link leads to what is asked.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";
import { Mailbox } from "../mailbox.mjs";

const TITLE = "Des trains le soir : l’été aussi";
const NAMES = ["Sicoval", "Grand Montauban"];
const DIRECTIONS = ["direction.grand-montauban@demo.example", "direction.sicoval@demo.example"];

let box, association, browser;

before(async () => {
  box = await Mailbox.open();
  association = await startAssociation(box.settings);
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await association?.stop();
  await box?.close();
});

const about = (words) => box.mails.filter(({ subject }) => subject.includes("Des trains le soir") && subject.startsWith(words));
const recipients = (mails) => mails.map(({ to }) => to).sort();

/** Waits until `holds`; says what was waited for when it never comes. */
async function until(what, holds, patience = 15_000) {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it never came: ${what}; mails: ${box.mails.map(({ to, subject }) => `${to} ${subject}`).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const enter = async (email, options) => (await Person.at(browser, association, options)).logIn(email);

async function startText(person) {
  await person.go("/textes/nouveau");
  const { page } = person;
  await page.locator("[name=nature][value=dire]").check();
  await page.fill("[name=titre]", TITLE);
  await page.fill("[name=echeance]", "2099-03-12");
  for (const name of NAMES) await page.getByLabel(name, { exact: true }).check();
  await page.locator("[name=depart][value=fichier]").check();
  const words = Buffer.from("Un train par heure jusqu’à minuit.");
  await page.locator("[name=fichier]").setInputFiles({ name: "dire.md", mimeType: "text/markdown", buffer: words });
  await person.press("Créer le texte");
  return new URL(page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
}

test("each direction of the perimeter has one mail, whose link leads to the avis", async () => {
  const sicoval = await enter(DIRECTIONS[1]);
  const paper = await startText(sicoval);
  await sicoval.go(paper);
  await sicoval.press("Soumettre aux directions");
  await until("both are asked", () => about("Avis attendu").length === 2);
  assert.deepEqual(recipients(about("Avis attendu")), DIRECTIONS);
  const mail = about("Avis attendu").find(({ to }) => to === DIRECTIONS[0]);
  assert.equal(mail.subject, "Avis attendu avant le 12\u00a0mars 2099\u202f: Des trains le soir\u202f: l’été aussi");
  for (const body of [mail.text, mail.html]) {
    for (const said of ["Grand Montauban", "12\u00a0mars 2099", paper]) assert.ok(body.includes(said), `${said}\n${body}`);
    assert.ok(!body.includes("minuit"), "a mail has titles only");
  }
  assert.equal(mail.headers["list-unsubscribe"], undefined, "what is asked cannot be stopped");

  // On a phone, from the link to what is asked: the log-in leads there.
  const montauban = await Person.at(browser, association, { viewport: PHONE });
  const [link] = mail.text.match(/http:\/\/\S+#avis/);
  await montauban.page.goto(link);
  await montauban.page.fill("[name=courriel]", DIRECTIONS[0]);
  await montauban.page.fill("[name=mot_de_passe]", association.password);
  await montauban.press("Se connecter");
  await montauban.page.getByRole("heading", { level: 1, name: /Des trains le soir/ }).waitFor();
  assert.equal(new URL(montauban.page.url()).pathname, paper);
  await montauban.leave();

  // Sent back and again: what is asked anew is said anew, once.
  await sicoval.go(paper);
  await sicoval.page.locator("summary", { hasText: "Renvoyer" }).click();
  await sicoval.page.fill("#renvoyer-motif", "Un motif confidentiel.");
  await sicoval.press("Renvoyer");
  await until("who writes is told", () => about("Texte à reprendre").length >= 2);
  await sicoval.go(paper);
  await sicoval.press("Soumettre aux directions");
  await until("both are asked again", () => about("Avis attendu").length === 4);
  assert.deepEqual(recipients(about("Avis attendu")), [...DIRECTIONS, ...DIRECTIONS].sort());
  assert.equal(new Set(about("Avis attendu").map(({ id }) => id)).size, 4);
  assert.ok(box.mails.every(({ raw, text, html }) => ![raw, text, html].join().includes("confidentiel")));
  await sicoval.leave();
});

test("an invitation goes by mail, and its link opens the door", async () => {
  const office = await enter("secretariat@demo.example");
  await office.go("/secretariat/personnes");
  await office.page.fill("[name=nom]", "Urbanisme du Sicoval");
  await office.page.fill("[name=courriel]", "urbanisme.sicoval@demo.example");
  await office.press("Ajouter");
  await office.press("Envoyer l’invitation par courriel");
  await office.page.getByText("L’invitation part par courriel").waitFor();
  const invitations = () => box.mails.filter(({ to }) => to === "urbanisme.sicoval@demo.example");
  await until("the invitation", () => invitations().length === 1);
  const [link] = invitations()[0].text.match(/http:\/\/\S+\/invitation\/\S+/);
  const invited = await Person.at(browser, association, { viewport: PHONE });
  await invited.page.goto(link);
  for (const name of ["mot_de_passe", "confirmation"]) await invited.page.fill(`[name=${name}]`, "une phrase assez longue");
  await invited.press("Enregistrer et entrer");
  await invited.page.getByRole("heading", { name: "Mes courriels" }).waitFor();
  await invited.isAccessible();
  await invited.leave();
  await office.leave();
});

test("somebody who wants news at once has them, and stops them from the mail alone", async () => {
  const reader = await enter("technique.sicoval@demo.example");
  await reader.go("/compte");
  await reader.page.getByLabel("Tout de suite").first().check();
  await reader.press("Enregistrer mon choix");
  const theirs = ({ to, headers }) => to.startsWith("technique.sicoval@") && headers["list-unsubscribe"];
  await until("news", () => box.mails.some(theirs));
  const digest = box.mails.find(theirs);
  assert.equal(digest.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
  const address = digest.headers["list-unsubscribe"].slice(1, -1);
  const done = await fetch(address, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) });
  assert.equal(done.status, 200);
  await reader.go("/compte");
  assert.equal(await reader.page.getByLabel("Jamais").isChecked(), true);
  await reader.leave();
});

// A mail program shows a mail in a page of its own, wide or narrow, light or dark.
test("a mail reads well on any screen, without asking anything of anybody", async () => {
  const [mail] = about("Avis attendu");
  for (const look of [{ viewport: PHONE, colorScheme: "dark" }, { viewport: WIDE, colorScheme: "light" }]) {
    const reader = await Person.at(browser, association, look);
    await reader.page.setContent(mail.html);
    await reader.isAccessible();
    await reader.fits();
    await reader.leave();
  }
});

/** What a finger touches here: on the way, its size in px is kept. */
async function touch(page, target, gestures) {
  const { width, height } = await target.boundingBox();
  gestures.push({ what: (await target.innerText()).trim(), width: Math.round(width), height: Math.round(height) });
  await target.click();
}

test("a president decides on a phone, from the mail to a receipt, in four gestures", async () => {
  const sicoval = await enter(DIRECTIONS[1]);
  const paper = await startText(sicoval);
  await sicoval.go(paper);
  await sicoval.press("Soumettre aux directions");
  for (const email of DIRECTIONS) {
    const direction = await enter(email);
    await direction.go(paper);
    await direction.page.locator("#avis").getByLabel("Favorable", { exact: true }).check();
    await direction.press("Donner cet avis");
    await direction.leave();
  }
  await sicoval.go(paper);
  await sicoval.press("Transmettre aux présidences");
  await sicoval.leave();
  const asked = ({ to, text }) => to === "presidence.sicoval@demo.example" && text.includes(`${paper}/decider`);
  await until("the president is asked", () => box.mails.some(asked));
  const mail = box.mails.find(asked);
  assert.match(mail.subject, /^Position attendue avant le 12\u00a0mars 2099/);

  const gestures = [];
  const president = await Person.at(browser, association, { viewport: PHONE });
  const { page } = president;
  // The mail as a phone shows it: its one link is the first gesture. Logging in is apart.
  await page.setContent(mail.html);
  const links = page.locator('a[href*="/textes/"]');
  const addresses = await links.evaluateAll((all) => all.map((it) => it.href));
  assert.equal(new Set(addresses).size, 1, "a button, and the same address in letters");
  const [address] = addresses;
  const link = links.first();
  const { width, height } = await link.boundingBox();
  gestures.push({ what: (await link.innerText()).trim(), width: Math.round(width), height: Math.round(height) });
  await page.goto(address);
  await page.fill("[name=courriel]", "presidence.sicoval@demo.example");
  await page.fill("[name=mot_de_passe]", association.password);
  await president.press("Se connecter");
  assert.equal(new URL(page.url()).pathname, `${paper}/decider`);
  for (const heading of ["En deux minutes", "Ce qui a changé", "Sicoval", "Votre position"]) await page.getByRole("heading", { name: heading, exact: true }).waitFor();
  await president.isAccessible();
  await president.fits();
  await page.setViewportSize({ width: 320, height: 640 });
  await president.fits();
  await page.setViewportSize(PHONE);
  if (process.env.DIRES_PICTURES) await page.screenshot({ path: `${process.env.DIRES_PICTURES}/decide.png`, fullPage: true });
  await touch(page, page.getByRole("link", { name: "Prendre position" }), gestures);
  await touch(page, page.locator("label.answer", { hasText: /^\s*Approuve\s*$/ }), gestures);
  await Promise.all([page.waitForEvent("load"), touch(page, page.getByRole("button", { name: "Enregistrer la position" }), gestures)]);
  assert.ok(gestures.length <= 4, JSON.stringify(gestures));
  for (const { what, width, height } of gestures) assert.ok(width >= 44 && height >= 44, `${what}: ${width} × ${height}`);

  // What is kept: a page that prints, and a mail that does not say what.
  assert.equal(new URL(page.url()).pathname, `${paper}/recu`);
  await page.locator(".receipt", { hasText: "Approuve" }).waitFor();
  await president.isAccessible();
  await president.fits();
  if (process.env.DIRES_PICTURES) await page.screenshot({ path: `${process.env.DIRES_PICTURES}/receipt.png`, fullPage: true });
  await page.emulateMedia({ media: "print" });
  await page.locator(".receipt .hash").waitFor();
  const kept = ({ to, subject, text }) => to === "presidence.sicoval@demo.example" && subject.startsWith("Enregistré") && text.includes(`${paper}/recu`);
  await until("the receipt", () => box.mails.some(kept));
  assert.ok(!box.mails.find(kept).text.includes("Approuve"));
  await president.leave();
});
