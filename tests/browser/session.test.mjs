// A session: five presidents vote at the same second on five phones, the secretariat's network goes and comes back, and the
// projected screen follows.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";

/** The first five that vote, in the order of the page. */
const SLUGS = ["agglo-foix-varilhes", "carcassonne-agglo", "coeur-et-coteaux-du-comminges", "grand-montauban", "sicoval"];
let association, browser, address;

/** An agenda of two points, convened now, for the assemblée générale. */
function convene() {
  const [id, first, second] = ["1", "2", "3"].map((digit) => `0190a5b2-0000-7000-8000-00000000000${digit}`);
  const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
  const blob = (uuid) => `x'${uuid.replaceAll("-", "")}'`;
  association.run(`insert into meeting (id, body_id, title, starts_at, ends_at, place, link, second_call, state, revision, sequence,
    convened_revision, convened_at, motive, created_at, created_by)
    select ${blob(id)}, body.id, 'Séance d’automne', ${now}, ${now}, 'Hôtel de Région', '', false, 'convoquee', 0, 0, 0, ${now}, '', ${now}, person.id
    from body, person where body.slug = 'assemblee-generale' and person.email like 'secretariat@%'`);
  [first, second].forEach((point, place) =>
    association.run(`insert into meeting_point (id, meeting_id, rank, title) values (${blob(point)}, ${blob(id)}, ${place + 1}, '${["Programme de travail", "Calendrier"][place]}')`),
  );
  return `/reunions/${id}`;
}

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  address = convene();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

const someone = async (email, options) => (await Person.at(browser, association, options)).logIn(email);

/** Clicks, and waits until the server has recorded it: nothing waits on the page any more. */
async function does(person, name, within = "main") {
  await person.page.locator(within).getByRole("button", { name, exact: true }).click();
  await recorded(person);
}

const recorded = (person) => person.page.waitForFunction(() => document.getElementById("attente").hidden && !document.querySelector("[data-attente]"));

/** To be looked at: in light and in dark, wide and on a phone, in the folder that `PICTURES` names. */
async function picture({ page }, name) {
  if (!process.env.PICTURES) return;
  const size = page.viewportSize();
  for (const [colorScheme, viewport] of [["light", size], ["dark", size], ["dark", PHONE]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${process.env.PICTURES}/${name}-${colorScheme}-${viewport.width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
}

test("five presidents vote at once, a cut loses nothing, and the screen follows", async () => {
  const office = await someone("secretariat@demo.example", { viewport: WIDE });
  await office.go(`${address}/seance`);
  assert.match(office.page.url(), /\/seance\/conduite$/);
  const names = await office.page.locator(".person .territory").allTextContents();
  const voters = names.slice(0, 5).map((name) => name.trim());
  for (const name of voters) await does(office, `Arrivée – ${name}`);
  await does(office, "Ouvrir la séance");
  await does(office, "Point suivant : 1");
  await does(office, "Mettre aux voix", ".agenda-point.current");

  const screen = await Person.at(browser, association, { viewport: { width: 1920, height: 1080 } });
  await screen.logIn("secretariat@demo.example");
  await screen.go(`${address}/seance/ecran`);
  await screen.page.getByText("0 sur 5").waitFor();

  const phones = await Promise.all(SLUGS.map((slug) => someone(`presidence.${slug}@demo.example`, { viewport: PHONE })));
  await Promise.all(phones.map((phone) => phone.go(`${address}/seance`)));
  await phones[0].isAccessible();
  await phones[0].fits();
  const buttons = phones.map((phone) => phone.page.getByRole("button", { name: "Pour", exact: true }));
  for (const button of buttons) assert.ok((await button.boundingBox()).height >= 60, "large enough for a thumb");
  await Promise.all(buttons.map((button) => button.click()));
  await Promise.all(phones.map((phone) => phone.page.getByText(/^Enregistré à .*:\sPour\./).waitFor()));
  await screen.page.getByText("5 sur 5").waitFor();
  await office.page.waitForFunction(() => document.querySelectorAll(".vote-row button.choice-pour[aria-pressed=true]").length === 5);
  await office.isAccessible();
  await screen.isAccessible();
  await picture(office, "conduct");
  await picture(phones[0], "phone");
  await picture(screen, "screen");

  // The network goes: the vote is closed, the next point taken, put and voted on with the keyboard, somebody leaves.
  office.cut = true;
  await office.context.setOffline(true);
  const now = office.page.locator(".agenda-point.current");
  await now.getByText("Favorable", { exact: true }).click();
  await now.getByRole("button", { name: "Clore le vote", exact: true }).click();
  await office.page.getByText(/gardée sur cet appareil/).waitFor();
  await office.page.getByRole("button", { name: "Point suivant : 2", exact: true }).click();
  const next = office.page.locator(".agenda-point").nth(1);
  await next.getByRole("button", { name: "Mettre aux voix", exact: true }).click();
  await next.locator(".vote-row button").first().focus();
  for (const letter of "ppcpa") await office.page.keyboard.press(letter);
  await office.page.getByRole("button", { name: `Départ – ${voters[4]}`, exact: true }).click();
  await office.page.getByText(/9 saisies sont gardées/).waitFor();
  await picture(office, "cut");

  await office.context.setOffline(false);
  await recorded(office);
  office.cut = false;
  await screen.page.getByText("4 sur 4").or(screen.page.getByText("5 sur 4")).waitFor();
  await does(office, `Arrivée – ${voters[4]}`);
  await office.page.locator(".agenda-point.current").getByText("Favorable", { exact: true }).click();
  await does(office, "Clore le vote", ".agenda-point.current");
  await screen.page.getByText(/3\spour, 1\scontre, 1\sabstention/).waitFor();
  await does(office, "Clore la séance");
  await office.go(`${address}/releve`);
  const said = await office.page.locator("article").innerText();
  assert.match(said, /5\spour, 0\scontre/);
  assert.match(said, /3\spour, 1\scontre, 1\sabstention/);
  await office.isAccessible();
  const file = await office.context.request.get(`${address}/releve.md`);
  assert.match(file.headers()["content-type"], /^text\/markdown/);
  await picture(office, "releve");
  for (const person of [office, screen, ...phones]) await person.leave();
});
