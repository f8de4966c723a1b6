// A table that two people write at once, in real Chromium: with the keyboard alone, cut off from each other, on a phone,
// as a screen reader is told of it, and as readers have it.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { agreed, Person, PHONE } from "./person.mjs";
import { startProxy } from "./proxy.mjs";

let association, browser, cable, sicoval, montauban, paper;

// Each chapter stands on the ones before.
let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
      throw error;
    }
  });

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  cable = await startProxy();
});

after(async () => {
  await browser?.close();
  await cable?.close();
  await association?.stop();
});

const direction = async (territory, options) =>
  (await Person.at(browser, association, options)).logIn(`direction.${territory}@demo.example`);

const cell = (person, line, column) => person.page.getByRole("group", { name: new RegExp(`^Tableau 1, ligne ${line} sur \\d+, colonne ${column} sur `) });
const tool = (person, name) => person.page.getByRole("toolbar", { name: "Tableau" }).getByRole("button", { name, exact: true });
const keys = async (person, ...pressed) => {
  for (const key of pressed) await person.page.keyboard.press(key);
};

// Runs in the page: the rows as they are seen, from where the cells stand on the screen.
function seenRows() {
  const rows = new Map();
  for (const cell of document.querySelectorAll("#editeur .corps .cellule")) {
    const box = cell.getBoundingClientRect();
    const row = [...rows.keys()].find((top) => Math.abs(top - box.top) < 2) ?? box.top;
    const copy = cell.cloneNode(true);
    for (const extra of copy.querySelectorAll(".ProseMirror-widget")) extra.remove();
    rows.set(row, [...(rows.get(row) ?? []), { left: box.left, words: copy.textContent }]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, cells]) => cells.sort((a, b) => a.left - b.left).map(({ words }) => words));
}

/** What Chromium tells screen readers of the cells. */
async function spoken(person) {
  const session = await person.context.newCDPSession(person.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes.filter(({ ignored, role, name }) => !ignored && role.value === "group" && name?.value?.startsWith("Tableau 1, ")).map(({ role, name }) => `${role.value} ${name.value}`);
}

chapter("a table is asked for and written with the keyboard alone", async () => {
  sicoval = await direction("sicoval");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "Ce que coûte une ligne");
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
  await sicoval.type("Voici les comptes.");
  const insert = sicoval.page.getByRole("button", { name: "Insérer un tableau" });
  await insert.focus();
  await keys(sicoval, "Enter");
  await sicoval.page.getByRole("dialog").waitFor();
  await sicoval.isAccessible();
  await sicoval.page.keyboard.type("99");
  await keys(sicoval, "Enter");
  await sicoval.page.getByRole("alert").filter({ hasText: "Indiquez de 1 à 50 lignes" }).waitFor();
  await sicoval.page.keyboard.type("2");
  await keys(sicoval, "Tab");
  await sicoval.page.keyboard.type("2");
  await keys(sicoval, "Enter");
  await cell(sicoval, 1, 1).waitFor();
  for (const words of ["Territoire", "Coût", "Sicoval", "12"]) {
    await sicoval.page.keyboard.type(words);
    await keys(sicoval, "Tab");
  }
  await sicoval.page.keyboard.type("Montauban");
  await keys(sicoval, "Enter");
  await sicoval.page.keyboard.type("et alentour");
  assert.deepEqual(await sicoval.page.evaluate(seenRows), [["Territoire", "Coût"], ["Sicoval", "12"], ["Montauban\net alentour", ""]]);
  await keys(sicoval, "ArrowUp", "ArrowUp", "End");
  await sicoval.page.keyboard.type(" (Sud-Est)");
  await keys(sicoval, "ArrowRight", "Home", "ArrowLeft", "ArrowRight", "End");
  await sicoval.page.keyboard.type(" M€");
  assert.deepEqual((await sicoval.page.evaluate(seenRows))[1], ["Sicoval (Sud-Est)", "12 M€"]);
  await keys(sicoval, "Control+Enter");
  await sicoval.page.keyboard.type("Et ce qui suit.");
  await keys(sicoval, "ArrowUp", "Escape", "Shift+Tab");
  assert.ok(await sicoval.page.evaluate(() => !document.activeElement.closest(".ProseMirror")), "Escape then Tab leaves the text");
  await sicoval.until("enregistre");
});

chapter("two people write in two cells at once", async () => {
  montauban = await direction("grand-montauban", { through: cable });
  await montauban.write(paper);
  await cell(sicoval, 2, 1).click();
  await keys(sicoval, "End");
  await cell(montauban, 3, 2).click();
  await Promise.all([sicoval.page.keyboard.type(", à l’heure"), montauban.page.keyboard.type("environ 7 M€")]);
  await agreed([sicoval, montauban]);
  await Promise.all([sicoval, montauban].map((person) => person.reads("environ 7 M€")));
  assert.deepEqual(await montauban.page.evaluate(seenRows), [
    ["Territoire", "Coût"],
    ["Sicoval (Sud-Est), à l’heure", "12 M€"],
    ["Montauban\net alentour", "environ 7 M€"],
  ]);
});

chapter("one adds a row while the other, cut off, adds a column; the empty place is filled", async () => {
  montauban.cut = true;
  cable.cut();
  await montauban.until("hors-ligne");
  await cell(montauban, 3, 2).click();
  await tool(montauban, "Insérer une colonne à droite").click();
  await montauban.page.keyboard.type("à confirmer");
  await cell(sicoval, 3, 2).click();
  await tool(sicoval, "Insérer une ligne au-dessous").click();
  await sicoval.page.keyboard.type("3 M€");
  await sicoval.until("enregistre");
  cable.restore();
  await montauban.until("enregistre");
  montauban.cut = false;
  await agreed([sicoval, montauban]);
  await sicoval.reads("à confirmer");
  await montauban.reads("3 M€");
  const rows = [
    ["Territoire", "Coût", ""],
    ["Sicoval (Sud-Est), à l’heure", "12 M€", ""],
    ["Montauban\net alentour", "environ 7 M€", "à confirmer"],
    ["", "3 M€", ""],
  ];
  for (const person of [sicoval, montauban]) assert.deepEqual(await person.page.evaluate(seenRows), rows);
  await sicoval.page.locator("#editeur .cellule.vide").click();
  await sicoval.page.keyboard.type("certain");
  await montauban.reads("certain");
  assert.equal((await montauban.page.evaluate(seenRows))[3][2], "certain");
});

chapter("a screen reader is told where each cell stands, and nothing is wider than the screen", async () => {
  assert.deepEqual((await spoken(sicoval)).slice(0, 5), [
    "group Tableau 1, ligne 1 sur 4, colonne 1 sur 3, en-tête",
    "group Tableau 1, ligne 1 sur 4, colonne 2 sur 3, en-tête",
    "group Tableau 1, ligne 1 sur 4, colonne 3 sur 3, en-tête",
    "group Tableau 1, ligne 2 sur 4, colonne 1 sur 3, Territoire",
    "group Tableau 1, ligne 2 sur 4, colonne 2 sur 3, Coût",
  ]);
  await cell(sicoval, 2, 2).click();
  await sicoval.isAccessible();
  await sicoval.fits();
  await sicoval.page.setViewportSize(PHONE);
  await sicoval.isAccessible();
  await sicoval.fits();
  await sicoval.page.setViewportSize({ width: 320, height: 640 });
  await sicoval.fits();
  await sicoval.page.setViewportSize({ width: 1280, height: 900 });
});

chapter("a table of ten thousand cells is told about, and the text is as it was", async () => {
  const before = await sicoval.text();
  const said = new Promise((resolve) => sicoval.page.once("dialog", (dialog) => dialog.accept().then(() => resolve(dialog.message()))));
  await keys(sicoval, "Control+End");
  await sicoval.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/html", `<table>${`<tr>${"<td>x</td>".repeat(10)}</tr>`.repeat(1000)}</table>`);
    document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  assert.match(await said, /au plus 3\s000 cellules.*10\s012.*le texte est tel qu’il était/s);
  assert.equal(await sicoval.text(), before);
});

chapter("readers have a true table, in the circuit and once it is published", async () => {
  await sicoval.until("enregistre");
  for (const viewport of [{ width: 1280, height: 900 }, { width: 320, height: 640 }]) {
    await sicoval.page.setViewportSize(viewport);
    await sicoval.go(paper);
    const table = sicoval.page.getByRole("region", { name: "Tableau 1" }).getByRole("table");
    assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), ["Territoire", "Coût"]);
    assert.deepEqual(await table.getByRole("row").nth(3).getByRole("cell").allInnerTexts(), ["", "3 M€", "certain"]);
    await sicoval.isAccessible();
    await sicoval.fits();
    const { publications } = await (await sicoval.context.request.get("/api/publications")).json();
    const water = publications.find(({ url }) => url.includes("eau"));
    await sicoval.go(new URL(water.url).pathname);
    const published = sicoval.page.getByRole("region", { name: "Tableau 1" });
    assert.equal(await published.getByRole("columnheader").count(), 3);
    await sicoval.isAccessible();
    await sicoval.fits();
  }
  for (const person of [sicoval, montauban]) await person.leave();
});
