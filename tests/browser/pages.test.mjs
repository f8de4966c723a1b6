// Every page, as everyone sees it: accessible, on any screen, light and dark, in French, and asking nothing of others.
// A page that routes.rs has and this list has not is a failure.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE, WIDE } from "./person.mjs";

const axe = await readFile(createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"), "utf8");

/** What programs read: the media type that each address answers with. */
const FOR_PROGRAMS = {
  "/assets/{*path}": "application/problem+json|text/html",
  "/service-worker.js": "text/javascript",
  "/healthz": "text/plain",
  "/readyz": "text/plain",
  "/metrics": "on an address of its own: clients/seen.test.mjs",
  "/dires.atom": "application/atom+xml",
  "/sitemap.xml": "application/xml",
  "/robots.txt": "text/plain",
  "/api/textes": "application/json",
  "/api/textes/{id}": "application/json",
  "/api/publications": "application/json",
  "/api/openapi.json": "application/json",
  "/textes/{id}/flux": "text/event-stream",
  "/textes/{id}/images/{fichier}": "an image: images.test.mjs",
  "/dires/{annee}/images/{fichier}": "an image: images.test.mjs",
  "/calendrier/{fichier}": "text/calendar: meetings.test.mjs",
  "/reunions/{id}/seance/flux": "text/event-stream",
  "/reunions/{id}/releve.md": "of a meeting that is over: session.test.mjs",
  "/sync": "",
  "/sync/flux": "text/event-stream",
};

/** Addresses of forms: who opens them is led back to the text, to its comments, to its consultation or to the meeting. */
const LEAD_BACK = ["/textes/{id}/etape", "/textes/{id}/avis", "/textes/{id}/position", "/textes/{id}/reserves/{numero}", "/textes/{id}/forme/{numero}", "/textes/{id}/navette/{numero}", "/textes/{id}/correction", "/textes/{id}/consultation/reponse", "/textes/{id}/consultation/interruption", "/textes/{id}/lecture", "/textes/{id}/nom", "/textes/{id}/commentaires/{fil}", "/reunions/{id}/ordre-du-jour", "/reunions/{id}/convocation", "/reunions/{id}/annulation"];

/** What everyone reads: the same for all, but for the head of the page. */
const PUBLIC = {
  "/": ["/", "/?annee=1999"],
  "/dires/{annee}/{slug}": ({ published }) => published,
  "/hors-ligne": ["/hors-ligne"],
  "/verifier": ["/verifier", ({ sha256 }) => `/verifier?empreinte=${sha256}`],
  "/mentions-legales": ["/mentions-legales"],
  "/accessibilite": ["/accessibilite"],
  "/confidentialite": ["/confidentialite"],
};

/** The pages of each visitor: for a route, the addresses that this visitor reads. */
const PAGES = {
  anonyme: {
    ...PUBLIC,
    "/connexion": ["/connexion"],
    "/invitation/{jeton}": [({ invitation }) => invitation, "/invitation/perimee 410"],
    "/tableau": ["/tableau"],
    "/courriels/arret/{secret}": ["/courriels/arret/secret", "/courriels/arret/autre 404"],
    absent: ["/nulle-part 404"],
  },
  "direction.sicoval": {
    "/compte": ["/compte"],
    "/tableau": ["/tableau"],
    "/textes/nouveau": ["/textes/nouveau"],
    "/textes/{id}": ({ texts }) => texts.all,
    "/textes/{id}/ecrire": ({ texts }) => [`${texts.redaction}/ecrire`, `${texts["conference-des-presidences"]}/ecrire`],
    "/textes/{id}/fiche": ({ texts }) => [`${texts.redaction}/fiche`, `${texts.adoption}/fiche 409`],
    "/textes/{id}/journal": ({ texts }) => [`${texts.publication}/journal`],
    "/textes/{id}/auteurs": ({ texts }) => [`${texts.redaction}/auteurs`],
    "/textes/{id}/auteurs/{passage}": ({ texts, passage }) => [passage, `${texts.redaction}/auteurs/9@ab`],
    "/textes/{id}/suggestions": ({ texts }) => [`${texts.redaction}/suggestions`, `${texts["conference-des-presidences"]}/suggestions`],
    "/textes/{id}/commentaires": ({ texts }) => [`${texts.redaction}/commentaires`, `${texts["conference-des-presidences"]}/commentaires?voir=ouverts`],
    "/textes/{id}/amendements": ({ texts }) => [`${texts["conference-des-presidences"]}/amendements`],
    "/textes/{id}/histoire": ({ texts }) => [`${texts.redaction}/histoire`, `${texts.publication}/histoire`],
    "/textes/{id}/moments/{numero}": ({ texts }) => [`${texts.redaction}/moments/0`, `${texts.redaction}/moments/999999 404`],
    "/textes/{id}/comparer": ({ texts }) => [`${texts["conference-des-presidences"]}/comparer`, `${texts.publication}/comparer?avant=99 404`],
    "/textes/{id}/versions/{numero}": ({ texts }) => [`${texts.publication}/versions/1`],
    "/textes/{id}/publication": ({ texts }) => [`${texts.publication}/publication 403`],
    "/dires/{annee}/{slug}": ({ published }) => published.slice(0, 1),
    "/reunions": ["/reunions"],
    absent: ["/textes/inconnu 404", "/reunions/inconnue 404"],
  },
  "presidence.grand-montauban": {
    "/": ["/"],
    "/compte": ["/compte"],
    "/tableau": ["/tableau"],
    "/textes/{id}": ({ texts }) => texts.all,
    "/textes/{id}/ecrire": ({ texts }) => [`${texts.redaction}/ecrire`],
    "/textes/{id}/consultation": ({ texts }) => [`${texts.adoption}/consultation`, `${texts.adoption}/consultation?nouvelle=oui 403`],
    "/textes/{id}/reserves": ({ texts }) => [`${texts["conference-des-presidences"]}/reserves`, `${texts.publication}/reserves`],
    "/textes/{id}/reserves/nouvelle": ({ texts }) => [`${texts.adoption}/reserves/nouvelle`, `${texts.adoption}/reserves/nouvelle?paragraphe=3`, `${texts.publication}/reserves/nouvelle 409`],
    "/textes/{id}/amendements/{amendement}": ({ amendments }) => amendments,
    "/textes/{id}/amendements/{amendement}/ecrire": ({ amendments }) => [`${amendments[0]}/ecrire`],
    "/textes/{id}/amendements/{amendement}/suggestions": ({ amendments }) => [`${amendments[0]}/suggestions`],
    "/textes/{id}/decider": ({ texts }) => [`${texts["conference-des-presidences"]}/decider`],
    "/textes/{id}/recu": ({ texts }) => [`${texts.redaction ?? texts.all[0]}/recu 404`],
    "/textes/{id}/journal": ({ texts }) => [`${texts["conference-des-presidences"]}/journal`],
    "/textes/{id}/navette": ({ texts }) => [`${texts["conference-des-presidences"]}/navette`, `${texts.publication}/navette`, `${texts.redaction}/navette 404`],
    "/textes/{id}/versions/{numero}": ({ texts }) => [`${texts["conference-des-presidences"]}/versions/1`],
    "/reunions": ["/reunions", ({ meetings }) => `/reunions?annee=${meetings.year}`],
    "/reunions/{id}": ({ meetings }) => meetings.all,
    "/reunions/{id}/seance": ({ meetings }) => [`${meetings.all[0]}/seance`],
    "/reunions/{id}/seance/ecran": ({ meetings }) => [`${meetings.all[0]}/seance/ecran`],
    "/reunions/{id}/releve": ({ meetings }) => [`${meetings.all[0]}/releve 404`],
    "/secretariat/personnes": ["/secretariat/personnes 404"],
  },
  secretariat: {
    "/compte": ["/compte"],
    "/tableau": ["/tableau"],
    "/textes/{id}": ({ texts }) => texts.all,
    "/textes/{id}/forme": ({ texts }) => [`${texts.adoption}/forme`, `${texts.publication}/forme`],
    "/textes/{id}/adoption": ({ texts }) => [`${texts.adoption}/adoption`],
    "/textes/{id}/consultation": ({ texts }) => [`${texts.adoption}/consultation`, `${texts.adoption}/consultation?nouvelle=oui`],
    "/textes/{id}/commentaires": ({ texts }) => [`${texts.publication}/commentaires 404`],
    "/textes/{id}/publication": ({ texts }) => [`${texts.publication}/publication`],
    "/textes/{id}/journal": ({ texts }) => [`${texts.publication}/journal`],
    "/reunions": ["/reunions"],
    "/reunions/nouvelle": ["/reunions/nouvelle"],
    "/reunions/{id}": ({ meetings }) => meetings.all,
    "/reunions/{id}/seance/conduite": ({ meetings }) => [`${meetings.all[0]}/seance/conduite`],
    "/reunions/{id}/modifier": ({ meetings }) => meetings.all.map((meeting) => `${meeting}/modifier`),
    "/secretariat/personnes": ["/secretariat/personnes"],
    "/secretariat/personnes/{id}": ({ persons }) => persons,
    "/secretariat/territoires": ["/secretariat/territoires"],
    "/secretariat/territoires/nouveau": ["/secretariat/territoires/nouveau"],
    "/secretariat/territoires/{slug}": ["/secretariat/territoires/sicoval"],
    "/secretariat/instances": ["/secretariat/instances"],
    "/secretariat/instances/{slug}": ["/secretariat/instances/assemblee-generale"],
    "/secretariat/courriels": ["/secretariat/courriels"],
    "/secretariat/textes-anterieurs/nouveau": ["/secretariat/textes-anterieurs/nouveau"],
  },
};

let association, browser, routes;
const common = {};

/** A mail server that nobody runs: mails wait, and the pages about them have something to show. */
const MAIL = { DIRES_SMTP_HOST: "127.0.0.1", DIRES_SMTP_PORT: "1", DIRES_SMTP_TLS: "aucun", DIRES_MAIL_FROM: "dires@exemple.fr" };

before(async () => {
  association = await startAssociation(MAIL);
  association.run(`insert into mail_choice (person_id, news, tasks, stop_secret)
    select id, 'chaque-jour', 'tout-de-suite', 'secret' from person where email like 'direction.sicoval@%'`);
  association.run(`insert into consultation (id, paper_id, version_id, body_id, opens_at, closes_at, reminded, explanation)
    select randomblob(16), paper.id, version.id, body.id, '2026-01-01T08:00:00+00:00', '2099-01-01T17:00:00+00:00', 2, ''
    from paper join version on version.paper_id = paper.id join body on body.slug = 'assemblee-generale'
    where paper.stage = 'adoption' and version.number = (select max(number) from version last where last.paper_id = paper.id)`);
  browser = await startChromium();
  const source = await readFile(new URL("../../server/src/web/routes.rs", import.meta.url), "utf8");
  routes = [...source.matchAll(/\.route\("([^"]+)", (.*)\)/g)].filter(([, , does]) => /\bget\(/.test(does));
  routes = routes.map(([, address]) => address);
  const { publications } = await (await fetch(`${association.url}/api/publications`)).json();
  common.published = publications.map(({ url }) => new URL(url).pathname);
  common.sha256 = publications[0].sha256;
  Object.assign(common, await invite());
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

test("every address that is opened is in the list", () => {
  assert.ok(routes.length > 30, "routes.rs is read");
  const visited = Object.values(PAGES).flatMap(Object.keys);
  const listed = new Set([...visited, ...Object.keys(FOR_PROGRAMS), ...LEAD_BACK]);
  listed.delete("absent");
  assert.deepEqual(routes.filter((route) => !listed.has(route)), [], "pages that nobody visits");
  assert.deepEqual([...listed].filter((route) => !routes.includes(route)), [], "pages that are no more");
});

/** The texts that someone reads: all by address, and one of each stage. */
async function textsOf(person) {
  const answer = await person.context.request.get("/api/textes");
  const { papers } = await answer.json();
  const texts = { all: [] };
  for (const { id, stage } of papers) {
    if (texts[stage]) continue;
    texts[stage] = `/textes/${id}`;
    texts.all.push(texts[stage]);
  }
  return texts;
}

/** The first passage whose history someone may read; of a text that they may not write in, none. */
async function passageOf(person, { redaction }) {
  const page = redaction && (await (await person.context.request.get(`${redaction}/auteurs`)).text());
  return page && page.match(/\/textes\/[0-9a-f-]{36}\/auteurs\/[0-9a-f@]+/)?.[0];
}

/** The amendments that someone is shown. */
async function amendmentsOf(person, { "conference-des-presidences": text }) {
  const page = text && (await (await person.context.request.get(`${text}/amendements`)).text());
  return [...new Set(page?.match(/\/textes\/[0-9a-f-]{36}\/amendements\/[0-9a-f-]{36}(?=")/g))];
}

/** The meetings that someone sees, this year and the next: their addresses, and the next year. */
async function meetingsOf(person) {
  const year = new Date().getFullYear() + 1;
  const all = new Set();
  for (const of of [year - 1, year]) {
    const page = await (await person.context.request.get(`/reunions?annee=${of}`)).text();
    for (const [meeting] of page.matchAll(/\/reunions\/[0-9a-f-]{36}/g)) all.add(meeting);
  }
  return { all: [...all], year };
}

/** Has the secretariat invite somebody: the page of that person, and the link. */
async function invite() {
  const person = await (await Person.at(browser, association)).logIn("secretariat@demo.example");
  await person.go("/secretariat/personnes");
  const links = await person.page.locator('main a[href^="/secretariat/personnes/"]').all();
  const one = await links[0].getAttribute("href");
  await person.go(one);
  const form = person.page.locator(`form[action="${one}/invitation"]`);
  await Promise.all([person.page.waitForEvent("load"), form.getByRole("button", { name: /lien/ }).click()]);
  const [link] = (await person.page.content()).match(/http:[^"<\s]*\/invitation\/[\w-]+/);
  await person.leave();
  return { persons: [one], invitation: new URL(link).pathname };
}

/** The addresses that someone reads, each with the status that it answers with. */
function addressesOf(pages, known) {
  const lists = Object.values(pages).map((list) => (typeof list === "function" ? list(known) : list));
  const texts = lists.flat().map((one) => (typeof one === "function" ? one(known) : one));
  return [...new Set(texts)].map((text) => text.split(" ")).map(([path, status]) => ({ path, status: Number(status ?? 200) }));
}

/** What axe finds by WCAG 2.1 AA and its best practices, on a page where it is already. */
const faults = (page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run({ resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" ")}`);
  });

/** Waits until colours that change slowly have changed. */
const settled = (page) =>
  page.evaluate(async () => {
    // Styles are computed anew at the next frame: what moves is known from there.
    await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  });

/** How much wider than the screen the page is, in px. */
const excess = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function looksAt(person, { path, status }) {
  const { page } = person;
  const said = [];
  const wide = async (width, height) => {
    await page.setViewportSize({ width, height });
    if ((await excess(page)) > 0) said.push(`${await excess(page)} px too wide at ${width}`);
  };
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(WIDE);
  const answered = await person.go(path);
  if (answered !== status) said.push(`answered ${answered} instead of ${status}`);
  if (path.endsWith("/ecrire")) await page.locator("#editeur[data-etat]").waitFor();
  const { h1, title, lang } = await page.evaluate(() => ({
    h1: document.querySelectorAll("h1").length,
    title: document.title,
    lang: document.documentElement.lang,
  }));
  if (h1 !== 1) said.push(`${h1} h1`);
  if (title.trim().length < 3) said.push("no title");
  if (lang !== "fr") said.push(`lang is ${lang}`);
  await wide(WIDE.width, WIDE.height);
  await page.evaluate(axe);
  said.push(...(await faults(page)).map((fault) => `light, ${fault}`));
  await page.emulateMedia({ colorScheme: "dark" });
  await settled(page);
  await wide(PHONE.width, PHONE.height);
  said.push(...(await faults(page)).map((fault) => `dark, ${fault}`));
  await wide(320, 700);
  // The browser itself repeats the status of a page that is one of an error.
  const expected = (complaint) => status !== 200 && complaint.includes(`status of ${status}`);
  said.push(...person.complaints.splice(0).filter((complaint) => !expected(complaint)));
  return said.map((fault) => `${path} ${fault}`);
}

async function looksAtAll(name) {
  const person = await Person.at(browser, association);
  if (name !== "anonyme") await person.logIn(`${name}@demo.example`);
  const known = { ...common };
  if (name !== "anonyme") Object.assign(known, { texts: await textsOf(person), meetings: await meetingsOf(person) });
  if (known.texts) Object.assign(known, { passage: await passageOf(person, known.texts), amendments: await amendmentsOf(person, known.texts) });
  const said = [];
  for (const address of addressesOf(PAGES[name], known)) said.push(...(await looksAt(person, address)));
  await person.leave();
  assert.deepEqual(said, []);
}

/** Two browsers at a time: as many as a small machine has cores. */
test("every page is right", { concurrency: 2 }, async (all) => {
  await Promise.all(Object.keys(PAGES).map((name) => all.test(`for ${name}`, () => looksAtAll(name))));
});

test("what programs read has its media type, and a form's address leads back to the text", async () => {
  const person = await Person.at(browser, association);
  await person.logIn("direction.sicoval@demo.example");
  const [text] = (await textsOf(person)).all;
  const ask = (path) => person.context.request.get(path, { maxRedirects: 0 });
  for (const [route, kind] of Object.entries(FOR_PROGRAMS)) {
    // A stream does not end, a WebSocket is tried by the editor, and assets by every page.
    if (["/textes/{id}/flux", "/reunions/{id}/seance/flux", "/reunions/{id}/releve.md", "/sync", "/sync/flux", "/metrics", "/assets/{*path}", "/calendrier/{fichier}"].includes(route) || kind.endsWith("images.test.mjs")) continue;
    const answer = await ask(route.replace("/textes/{id}", text));
    assert.equal(answer.status(), 200, route);
    assert.ok(answer.headers()["content-type"].startsWith(kind), `${route}: ${answer.headers()["content-type"]}`);
  }
  for (const route of LEAD_BACK) {
    const meeting = "/reunions/0190a5b2-0000-7000-8000-000000000000";
    const page = route.startsWith("/reunions") ? meeting : text;
    const [, place] = route.match(/\/(commentaires|consultation|reserves|forme|navette)\//) ?? [];
    const path = route.replace("/textes/{id}", text).replace("/reunions/{id}", meeting);
    assert.equal((await ask(path)).headers().location, place ? `${text}/${place}` : page);
  }
  await person.leave();
});
