// A meeting in real browsers: prepared by the secretariat with the keyboard and by dragging, convened, its file opened by a
// president on a phone, moved, and read by a diary.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE } from "./person.mjs";

let association, browser, office, meeting;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  office = await (await Person.at(browser, association)).logIn("secretariat@demo.example");
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

/** A day so many days ahead, as a field of day and hour holds it. */
const inDays = (days, time) => `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;

const titles = (person) => person.page.locator(".agenda h3").evaluateAll((all) => all.map((one) => one.lastChild.textContent.trim()));

/** Drags by the pointer. */
async function drags(from, onto) {
  const { mouse } = office.page;
  await from.hover();
  await mouse.down();
  const { x, y } = await onto.boundingBox();
  await mouse.move(x + 5, y + 2, { steps: 8 });
  await mouse.up();
}

async function adds(title) {
  await office.page.getByLabel("Intitulé du point").fill(title);
  await office.press("Inscrire ce point");
}

test("the secretariat prepares a meeting, and puts its points in order without and with a pointer", async () => {
  await office.go("/reunions");
  await office.page.getByRole("link", { name: "Préparer une séance" }).click();
  await office.page.getByLabel("Instance").selectOption({ label: "Conférence des présidences" });
  await office.page.getByLabel("Début").fill(inDays(40, "14:00"));
  await office.page.getByLabel("Fin prévue").fill(inDays(40, "16:00"));
  await office.page.getByLabel("Lieu").fill("Salle du conseil");
  await office.press("Préparer l’ordre du jour");
  meeting = new URL(office.page.url()).pathname;
  assert.match(meeting, /^\/reunions\/[0-9a-f-]{36}$/);
  await adds("Ouverture");
  await office.press("Inscrire ce texte");
  await adds("Questions diverses");
  const [first, text, last] = await titles(office);
  assert.deepEqual([first, last], ["Ouverture", "Questions diverses"]);

  await office.page.getByRole("button", { name: "Monter le point 3" }).focus();
  await Promise.all([office.page.waitForEvent("load"), office.page.keyboard.press("Enter")]);
  assert.deepEqual(await titles(office), [first, last, text]);

  const rank = (number) => office.page.locator(".agenda .rank").nth(number - 1);
  await Promise.all([office.page.waitForEvent("load"), drags(rank(3), rank(1))]);
  assert.deepEqual(await titles(office), [text, first, last]);
  await office.isAccessible();
});

test("one action convenes, and a president opens the file on a phone", async () => {
  const president = await (await Person.at(browser, association, { viewport: PHONE })).logIn("presidence.sicoval@demo.example");
  await president.go(meeting);
  assert.deepEqual(await titles(president), [], "the agenda comes with the convocation");
  await office.press("Convoquer les membres");
  await office.page.getByText(/La convocation part à \d+/).waitFor();
  await president.page.reload();
  assert.equal((await titles(president)).length, 3);
  await president.isAccessible();
  await president.page.getByRole("link", { name: "Lire le texte" }).click();
  await president.page.getByText("Vérifier cette version").waitFor();
  await office.page.reload();
  const line = office.page.locator("#convoques ~ .list > li", { hasText: "Sicoval" });
  assert.match(await line.innerText(), /ouvert le/);
  assert.deepEqual(president.complaints, []);
  await president.leave();
});

test("a diary follows the meeting by a secret address, until it is revoked", async () => {
  const president = await (await Person.at(browser, association)).logIn("presidence.sicoval@demo.example");
  await president.go("/compte");
  await president.press("Créer l’adresse de mon calendrier");
  const address = await president.page.locator("code").innerText();
  const read = async () => {
    const answer = await fetch(address);
    return { status: answer.status, kind: answer.headers.get("content-type"), words: (await answer.text()).replaceAll("\r\n ", "") };
  };
  const first = await read();
  assert.deepEqual([first.status, first.kind], [200, "text/calendar; charset=utf-8"]);
  const uid = `UID:${meeting.split("/").pop()}`;
  assert.ok(first.words.includes(uid) && first.words.includes("SEQUENCE:0"), first.words);

  await office.go(`${meeting}/modifier`);
  await office.page.getByLabel("Lieu").fill("Hôtel de Région");
  await office.press("Enregistrer");
  await office.page.getByText("en reçoivent la mise à jour").waitFor();
  const second = await read();
  const event = second.words.split("BEGIN:VEVENT").find((it) => it.includes(uid));
  assert.ok(event.includes("SEQUENCE:1") && event.includes("LOCATION:Hôtel de Région"), event);

  await president.go("/compte");
  await president.press("La révoquer");
  assert.equal((await read()).status, 404);
  assert.deepEqual([...president.complaints, ...office.complaints], []);
  await president.leave();
});
