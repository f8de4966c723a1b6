// The writing page against the real server, in real Chromium: several people at once, cables and servers that fail,
// stages that move under open editors, and the keyboard alone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { startProxy } from "./proxy.mjs";
import { agreed, Person, PHONE } from "./person.mjs";
import { holdDatabase } from "../server.mjs";

const TITLE = "Une même eau";
const MODIFIER = "Control";

let association, browser, cable, sicoval, montauban, carcassonne, office, paper;

// Each chapter stands on the ones before: after a failure the rest would only repeat it, slowly.
let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
      for (const person of everyone()) console.log(await person?.text().catch(String), person?.complaints);
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

const everyone = () => [sicoval, montauban, carcassonne];
const title = (person) => person.page.getByRole("textbox", { name: "Titre du texte" });
const present = (person) => person.page.getByRole("list", { name: "Présents sur ce texte" }).getByRole("listitem");
const unsent = (person) => person.page.getByRole("region", { name: "Ce qui n’est pas enregistré" });
const state = (person) => person.page.locator("[data-role=etat] .etat-texte");
const closedToPen = (person) => person.page.locator("#editeur.lecture-seule .ProseMirror[contenteditable=false]").waitFor();
const openToPen = (person) => person.page.locator("#editeur:not(.lecture-seule) .ProseMirror[contenteditable=true]").waitFor();

// Runs in the page: whether a caret bears this name, on a ground from which it stands out enough (WCAG 1.4.3).
function isLegible(name) {
  const flag = [...document.querySelectorAll(".caret-nom")].find((one) => one.textContent.includes(name));
  if (!flag) return false;
  const paint = document.createElement("canvas").getContext("2d");
  const luminance = (colour) => {
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const { color, backgroundColor } = getComputedStyle(flag);
  const [light, dark] = [luminance(color), luminance(backgroundColor)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05) >= 4.5;
}

/** Another tab of the same person. */
const tab = async (person) => new Person(association, person.context, await person.context.newPage());

/** The stage moves from another tab, so that the open editors stay. */
async function move(person, tell) {
  const aside = await tab(person);
  await aside.go(paper);
  await tell(aside);
  await aside.page.close();
}

const sendBack = (person) =>
  move(person, async (aside) => {
    await aside.page.locator("summary", { hasText: "Renvoyer" }).click();
    await aside.page.fill("#renvoyer-motif", "Préciser le partage.");
    await aside.press("Renvoyer");
  });

const forward = (person) =>
  move(person, async (aside) => {
    await aside.page.fill("[name=seance]", new Date().toISOString().slice(0, 10));
    await aside.press("Transmettre aux présidences");
  });

async function allRead(words) {
  for (const person of everyone()) await person.reads(words);
}

/** Waits until everything is saved and everyone reads the same. */
async function allAgree() {
  await Promise.all(everyone().map((person) => person.until("enregistre")));
  await agreed(everyone());
}

chapter("three people open one text, and see each other there", async () => {
  sicoval = await direction("sicoval");
  montauban = await direction("grand-montauban", { colorScheme: "dark" });
  carcassonne = await direction("carcassonne-agglo", { through: cable });
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", TITLE);
  for (const name of ["Sicoval", "Grand Montauban", "Carcassonne Agglo"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await Promise.all(everyone().map((person) => person.write(paper)));
  for (const person of everyone()) {
    await present(person).nth(2).waitFor();
    assert.equal(await present(person).count(), 3);
    assert.match(await present(person).first().innerText(), /\(vous\)$/);
  }
});

chapter("they type in one paragraph and in the title at once", async () => {
  await sicoval.type("L’eau se partage.");
  await allRead("L’eau se partage.");
  await sicoval.page.keyboard.press(`${MODIFIER}+Home`);
  await montauban.caretAtEnd();
  await carcassonne.caretAtEnd();
  for (let i = 0; i < "partage.".length; i += 1) await carcassonne.page.keyboard.press("ArrowLeft");
  await Promise.all([sicoval.type("Premier. "), montauban.type(" Dernier."), carcassonne.type("toujours ")]);
  await allRead("toujours partage. Dernier.");
  await allAgree();
  assert.equal(await sicoval.text(), "Premier. L’eau se toujours partage. Dernier.");

  await title(sicoval).press("Home");
  await title(montauban).press("End");
  await Promise.all([title(sicoval).pressSequentially("Dire : "), title(montauban).pressSequentially(" pour tous")]);
  for (const person of everyone()) {
    await person.page.waitForFunction((words) => document.querySelector("textarea.titre-champ").value === words, `Dire : ${TITLE} pour tous`);
  }
});

chapter("each caret bears its owner’s name in a colour that can be read, in both themes", async () => {
  await carcassonne.caretAtEnd();
  await carcassonne.type("!");
  for (const person of [sicoval, montauban]) {
    await person.page.waitForFunction(isLegible, "Carcassonne");
    await person.isAccessible();
  }
});

chapter("who leaves the page is no longer shown there", async () => {
  await carcassonne.go("/tableau");
  for (const person of [sicoval, montauban]) {
    await present(person).filter({ hasText: "Carcassonne" }).waitFor({ state: "detached" });
    await person.page.locator(".caret", { hasText: "Carcassonne" }).waitFor({ state: "detached" });
  }
  await carcassonne.write(paper);
});

// Runs in the page: what a quick hand does within one frame, before the browser tells where the caret has gone.
function endThenEnter() {
  getSelection().modify("move", "forward", "documentboundary");
  const enter = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", enter));
}

chapter("a key acts where the caret is, even before the browser has told that it moved", async () => {
  await montauban.page.locator("#editeur .ProseMirror").click();
  await montauban.page.keyboard.press(`${MODIFIER}+Home`);
  await montauban.type("Et ");
  const before = await montauban.text();
  await montauban.page.evaluate(endThenEnter);
  assert.equal(await montauban.text(), `${before}\n`);
  await montauban.page.keyboard.press(`${MODIFIER}+z`);
  await allAgree();
  assert.equal(await sicoval.text(), before);
});

chapter("undo takes back one’s own words only", async () => {
  await montauban.caretAtEnd();
  await montauban.page.keyboard.press("Enter");
  await montauban.type("De trop");
  await sicoval.reads("De trop");
  await sicoval.caretAtEnd();
  await sicoval.type(" mais juste");
  await montauban.reads("De trop mais juste");
  const body = montauban.page.locator("#editeur .ProseMirror");
  for (let presses = 0; (await montauban.text()).includes("De trop"); presses += 1) {
    assert.ok(presses < 10, "undo never takes the words back");
    await body.press(`${MODIFIER}+z`);
  }
  assert.match(await montauban.text(), /mais juste/);
  await allAgree();
});

chapter("a tab closed without network is merged when the page is opened again", async () => {
  carcassonne.cut = true;
  cable.cut();
  await carcassonne.until("hors-ligne");
  await carcassonne.caretAtEnd();
  await carcassonne.type(" Écrit sans réseau.");
  await carcassonne.page.locator("#editeur[data-garde=oui]").waitFor();
  assert.match(await state(carcassonne).innerText(), /Hors ligne.*gardé sur cet appareil/);
  await carcassonne.page.close();
  await sicoval.page.keyboard.press(`${MODIFIER}+Home`);
  await sicoval.type("Pendant ce temps, ");
  cable.restore();
  carcassonne = await tab(carcassonne);
  await carcassonne.write(paper);
  await allRead("Écrit sans réseau.");
  await allRead("Pendant ce temps, ");
  await allAgree();
});

chapter("a server that is killed while people type loses nothing that it acknowledged, nor what it did not", async () => {
  await sicoval.caretAtEnd();
  await sicoval.type(" Acquis.");
  await sicoval.until("enregistre");
  for (const person of everyone()) person.cut = true;
  await montauban.caretAtEnd();
  const typing = [sicoval.type(` ${"abcdefghij".repeat(8)}`), montauban.type(` ${"0123456789".repeat(8)}`)];
  await association.restart("SIGKILL");
  await Promise.all(typing);
  await allAgree();
  for (const person of everyone()) person.cut = false;
  const text = await sicoval.text();
  assert.match(text, /Acquis\./);
  assert.equal([...text].filter((char) => /[0-9]/.test(char)).length, 80);
  const reader = await tab(montauban);
  await reader.write(paper);
  assert.equal(await reader.text(), text);
  await reader.page.close();
});

chapter("while the database takes nothing, people are told so within five seconds, and type on; then all is stored", async () => {
  await sicoval.caretAtEnd();
  await sicoval.page.keyboard.press("Enter");
  await montauban.caretAtEnd();
  await allAgree();
  const before = await carcassonne.text();
  const held = await holdDatabase(association.database);
  const began = Date.now();
  const until = async (person) => {
    await person.until("non-enregistre");
    assert.ok(Date.now() - began < 5_000, `told after ${Date.now() - began} ms`);
    assert.match(await state(person).innerText(), /^Non enregistré.*gardées ici$/);
  };
  // Eight seconds of typing, without a pause.
  const slow = { delay: 100 };
  const body = (person) => person.page.locator("#editeur .ProseMirror");
  const typing = [
    body(sicoval).pressSequentially("abcdefghij".repeat(8), { ...slow, timeout: 30_000 }),
    body(montauban).pressSequentially("ABCDEFGHIJ".repeat(8), { ...slow, timeout: 30_000 }),
  ];
  await Promise.all([until(sicoval), until(montauban)]);
  await carcassonne.until("enregistre");
  assert.equal(await carcassonne.text(), before);
  await Promise.all(typing);
  for (const person of [sicoval, montauban]) await person.until("non-enregistre");
  await sicoval.isAccessible();
  await held.release();
  await allAgree();
  const text = await carcassonne.text();
  assert.equal([...text.slice(before.length)].filter((char) => /[a-j]/.test(char)).length, 80);
  assert.equal([...text.slice(before.length)].filter((char) => /[A-J]/.test(char)).length, 80);
  assert.equal(await state(sicoval).innerText(), "Enregistré");
});

/** The title once everyone reads the same, within its limit. */
async function agreedTitle() {
  for (const end = Date.now() + 15_000; ; ) {
    const [first, ...others] = await Promise.all(everyone().map((person) => title(person).inputValue()));
    if (first.length <= 500 && others.every((other) => other === first)) return first;
    assert.ok(Date.now() < end, `they read different titles: ${[first, ...others].join("\n——\n")}`);
  }
}

// Runs in the page: from now on, each state that it says.
function recordStates() {
  window.statesHeard = [];
  document.addEventListener("dires:etat", (event) => window.statesHeard.push(event.detail.etat));
}

chapter("what the server would refuse is never sent", async () => {
  await sicoval.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData("text/html", `<p>mal\u0007 formé\ufffc <a href="javascript:alert(1)">lien</a> <a href="mailto:">vide</a></p>${"<ul><li>p".repeat(12)}`);
    const body = document.querySelector("#editeur .ProseMirror");
    body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await sicoval.until("enregistre");
  await montauban.reads("mal formé lien vide");
  // A title filled by two people at once is over its limit: its end goes, and both are saved without a word of it.
  for (const person of [sicoval, montauban]) await person.page.evaluate(recordStates);
  await title(sicoval).fill(`a\tb\u0007${"x".repeat(480)}`);
  await montauban.page.waitForFunction(() => document.querySelector("textarea.titre-champ").value.length === 483);
  for (const [person, letter] of [[sicoval, "y"], [montauban, "z"]]) {
    await title(person).press("End");
    person.filling = title(person).pressSequentially(letter.repeat(17));
  }
  await Promise.all([sicoval.filling, montauban.filling]);
  await allAgree();
  assert.match(await agreedTitle(), /^a bx{480}[yz]{10,17}$/);
  for (const person of [sicoval, montauban]) {
    const states = await person.page.evaluate(() => window.statesHeard);
    assert.deepEqual(states.filter((state) => !state.startsWith("enregistre")), [], "what they were told meanwhile");
    assert.ok(states.length > 0);
  }
  await title(sicoval).fill("x".repeat(500));
  await sicoval.page.getByText("au plus 500 caractères").waitFor();
  await title(sicoval).fill(TITLE);
  await allAgree();
});

chapter("when the text moves on, open editors close, say so, and keep what was not taken", async () => {
  office = await (await Person.at(browser, association)).logIn("secretariat@demo.example");
  await move(sicoval, (aside) => aside.press("Soumettre aux directions"));
  for (const person of everyone()) await openToPen(person);
  await montauban.caretAtEnd();
  await montauban.type(" Écrit chez les directions.");
  await allRead("Écrit chez les directions.");
  carcassonne.cut = true;
  cable.cut();
  await carcassonne.until("hors-ligne");
  await carcassonne.caretAtEnd();
  await carcassonne.type(" Trop tard.");
  await montauban.caretAtEnd();
  const moved = forward(office);
  await closedToPen(montauban);
  await moved;
  await montauban.page.locator("#acces", { hasText: "conférence des présidences" }).waitFor();
  await montauban.until("lecture");
  assert.equal(await state(montauban).innerText(), "Lecture seule");
  await montauban.isAccessible();

  cable.restore();
  await closedToPen(carcassonne);
  await carcassonne.until("refuse");
  await unsent(carcassonne).locator("ins", { hasText: "Trop tard." }).waitFor();
  assert.match(await state(carcassonne).innerText(), /pas enregistrées/);
  carcassonne.cut = false;
  await carcassonne.isAccessible();
  assert.ok(!(await montauban.text()).includes("Trop tard."));

  // Even on a page opened later, they are there to be copied.
  await carcassonne.page.reload();
  await unsent(carcassonne).locator("ins", { hasText: "Trop tard." }).waitFor();
});

chapter("when the text comes back, the same pages write again, and what was kept is sent", async () => {
  await sendBack(office);
  for (const person of everyone()) await openToPen(person);
  await allRead("Trop tard.");
  await allAgree();
  assert.equal(await unsent(carcassonne).isVisible(), false);
  await montauban.caretAtEnd();
  await montauban.type(" De nouveau.");
  await allRead("De nouveau.");
});

chapter("a session that ends takes the pen away; logging in again gives it back without a reload", async () => {
  await montauban.caretAtEnd();
  await montauban.type(" Avant.");
  const aside = await tab(montauban);
  await aside.go("/tableau");
  montauban.cut = true;
  await aside.page.getByRole("button", { name: "Se déconnecter" }).click();
  // The page forgets what it keeps before it goes.
  await aside.page.waitForURL("**/connexion");
  await closedToPen(montauban);
  await montauban.until("refuse");
  assert.match(await state(montauban).innerText(), /session a pris fin/);
  assert.match(await montauban.text(), /Avant\./);

  // Somebody else in the same browser is not the one whose page this is.
  await aside.logIn("direction.sicoval@demo.example");
  await montauban.page.bringToFront();
  await montauban.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await montauban.page.getByText("Une autre personne s’est connectée").first().waitFor();
  await aside.page.bringToFront();
  await aside.page.getByRole("button", { name: "Se déconnecter" }).click();
  // The page forgets what it keeps before it goes.
  await aside.page.waitForURL("**/connexion");
  await aside.logIn("direction.grand-montauban@demo.example");
  await montauban.page.bringToFront();
  await montauban.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await openToPen(montauban);
  await montauban.until("enregistre");
  montauban.cut = false;
  await montauban.caretAtEnd();
  await montauban.type(" Après.");
  await allRead("Après.");
  await aside.page.close();
});

chapter("the keyboard alone reaches every tool, and is caught nowhere", async () => {
  const { page } = sicoval;
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.name);
  const body = page.getByRole("textbox", { name: "Corps du texte" });
  await title(sicoval).focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Corps du texte");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "Titre du texte");
  // « Suggérer » and « Commenter » stand between.
  for (const _ of ["Suggérer", "Commenter", "Style"]) await page.keyboard.press("Shift+Tab");
  assert.equal(await focused(), "Style du paragraphe");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "Gras");

  await sicoval.caretAtEnd();
  await page.keyboard.press("Enter");
  for (let empty = 0; empty < 10; empty += 1) await page.keyboard.press("Enter");
  await page.keyboard.press(`${MODIFIER}+Shift+8`);
  await sicoval.type("un point");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.notEqual(await focused(), "Corps du texte");

  await body.focus();
  await page.keyboard.press(`${MODIFIER}+k`);
  const dialog = page.getByRole("dialog", { name: "Lien" });
  await dialog.waitFor();
  for (let steps = 0; steps < 8; steps += 1) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog")), "the dialog holds the focus");
  }
  await dialog.getByLabel("Adresse").fill("javascript:alert(1)");
  await page.keyboard.press("Enter");
  await dialog.getByRole("alert").waitFor();
  await sicoval.isAccessible();
  await dialog.getByLabel("Adresse").fill("exemple.fr");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(), "Corps du texte");
  await page.locator('#editeur a[href="https://exemple.fr/"]').waitFor();
  await allRead("https://exemple.fr/");

  for (const tool of await page.getByRole("toolbar").getByRole("button").all()) {
    if ((await tool.getAttribute("aria-disabled")) === "true") continue;
    await tool.press("Enter");
    if (await page.locator("dialog[open]").count()) await page.keyboard.press("Escape");
  }
  await allAgree();
  assert.equal(await page.locator("#editeur").getAttribute("data-reprises"), "0");
});

chapter("the page fits a phone", async () => {
  await montauban.page.setViewportSize(PHONE);
  await montauban.fits();
  await montauban.isAccessible();
});

chapter("a text that is withdrawn closes too", async () => {
  await move(sicoval, async (aside) => {
    await aside.page.locator("summary", { hasText: "Retirer le texte" }).click();
    await aside.page.fill("#retirer-motif", "Repris ailleurs.");
    await aside.press("Retirer le texte");
  });
  for (const person of everyone()) await closedToPen(person);
});

chapter("nobody’s browser complained of anything", async () => {
  for (const person of [...everyone(), office]) await person.leave();
});
