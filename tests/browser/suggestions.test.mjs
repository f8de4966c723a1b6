// Suggestions against the real server, in real Chromium: three people, of whom two suggest on one sentence and two decide at
// once; with the keyboard; and what is read with and without them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { Person, PHONE } from "./person.mjs";

const SENTENCE = "Le délai est de dix ans.";

let association, browser, sicoval, montauban, carcassonne, paper;

let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
      for (const person of [sicoval, montauban, carcassonne]) console.log(await person?.text().catch(String), person?.complaints);
      throw error;
    }
  });

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

const direction = async (territory, options) => (await Person.at(browser, association, options)).logIn(`direction.${territory}@demo.example`);
const mode = (person) => person.page.getByRole("button", { name: "Suggérer", exact: true });
const listed = (person) => person.page.locator("#suggestions .sug-one");
const said = (person) => person.page.locator(".sug-mode [role=status]");

/** Selects words of the editor as a person who uses the keyboard and finds them: from the page's own selection. */
async function select(person, words) {
  await person.page.locator("#editeur [data-role=corps] .ProseMirror").focus();
  await person.page.evaluate((words) => {
    const walker = document.createTreeWalker(document.querySelector("#editeur .ProseMirror"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
      return;
    }
    throw new Error(`« ${words} » is not there`);
  }, words);
  await person.page.waitForFunction((words) => document.getSelection().toString() === words, words);
}

/** The text with what is suggested: `+` and `-` before what is to be added and to go. */
const drawn = (person) =>
  person.page.evaluate(() => {
    const draw = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      const inside = [...node.childNodes].map(draw).join("");
      const sign = { INS: "+", DEL: "-" }[node.tagName];
      return sign ? `[${sign}${inside}]` : inside;
    };
    const copy = document.querySelector("#editeur .ProseMirror").cloneNode(true);
    for (const extra of copy.querySelectorAll(".ProseMirror-widget")) extra.remove();
    return draw(copy);
  });

async function draws(person, expected) {
  for (const end = Date.now() + 15_000; ; ) {
    const now = await drawn(person);
    if (now === expected) return;
    assert.ok(Date.now() < end, `drawn: ${now}\nexpected: ${expected}`);
  }
}

chapter("somebody suggests, and everybody sees it at once, with their name", async () => {
  sicoval = await direction("sicoval");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "Délais");
  for (const name of ["Sicoval", "Grand Montauban", "Carcassonne Agglo"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
  await sicoval.caretAtEnd();
  await sicoval.type(SENTENCE);
  await sicoval.until("enregistre");
  montauban = await direction("grand-montauban");
  carcassonne = await direction("carcassonne-agglo", { colorScheme: "dark" });
  for (const person of [montauban, carcassonne]) {
    await person.write(paper);
    await person.reads(SENTENCE);
  }
  await montauban.page.locator("#editeur .ProseMirror").focus();
  await montauban.page.keyboard.press("Control+Alt+s");
  assert.equal(await mode(montauban).getAttribute("aria-pressed"), "true");
  await said(montauban).getByText("Vous suggérez").waitFor();
  await select(montauban, "dix");
  await montauban.page.keyboard.type("douze");
  await draws(montauban, "Le délai est de [-dix][+douze] ans.");
  await draws(sicoval, "Le délai est de [-dix][+douze] ans.");
  await montauban.until("enregistre");
  await listed(sicoval).first().waitFor();
  assert.match(await listed(sicoval).first().innerText(), /Grand Montauban[\s\S]*Retirer «\u202fdix\u202f»[\s\S]*Ajouter «\u202fdouze\u202f»/);
  await sicoval.page.locator("#editeur .sug-of[title^='Retrait suggéré par'][title*='Grand Montauban']").waitFor();
});

chapter("a second suggestion on the same sentence stands beside the first, and nobody writes over either", async () => {
  await mode(carcassonne).click();
  await select(carcassonne, "ans");
  await carcassonne.page.keyboard.type("années");
  await draws(sicoval, "Le délai est de [-dix][+douze] [-ans][+années].");
  await sicoval.page.getByText("2 suggestions sur le même passage").waitFor();
  assert.equal(await sicoval.page.locator(".sug-group.conflict .sug-one").count(), 2);
  // Sicoval writes, and erases all that it sees: what is suggested stays, and what it says of it is a suggestion too.
  await sicoval.page.locator("#editeur .ProseMirror").focus();
  await sicoval.page.keyboard.press("Control+a");
  await sicoval.page.keyboard.press("Backspace");
  await montauban.reads("dixdouzeansannées");
  await sicoval.page.keyboard.press("Control+z");
  for (const person of [sicoval, montauban, carcassonne]) await draws(person, "Le délai est de [-dix][+douze] [-ans][+années].");
});

chapter("two decide on the same suggestion at once: one is told that it is decided", async () => {
  const text = await direction("sicoval");
  await text.go(`${paper}/suggestions`);
  const other = await direction("carcassonne-agglo");
  await other.go(`${paper}/suggestions`);
  const accept = (person) => person.page.locator(".sug-one", { hasText: "douze" }).first().getByRole("button", { name: /^Accepter/ });
  await text.isAccessible();
  await text.fits();
  for (const person of [text, other]) person.cut = true; // The browser itself says of a 409 that it is one.
  await Promise.all([text, other].map((person) => Promise.all([person.page.waitForEvent("load"), accept(person).click()])));
  const answers = await Promise.all([text, other].map((person) => person.page.locator("main").innerText()));
  assert.equal(answers.filter((answer) => /déjà acceptée par/.test(answer)).length, 1, answers.join("\n——\n"));
  for (const person of [sicoval, montauban, carcassonne]) await person.reads("douze");
  await montauban.page.waitForFunction(() => !document.querySelector("#editeur ins")?.textContent.includes("douze"));
  await text.go(`${paper}/journal`);
  assert.match(await text.page.locator("main").innerText(), /Suggestion acceptée[\s\S]*remplacer «\u202fdix\u202f» par «\u202fdouze\u202f»/);
  await text.leave();
  await other.leave();
});

chapter("from the text to the list and back, with the keyboard alone", async () => {
  await montauban.page.locator("#editeur .ProseMirror").focus();
  await montauban.page.keyboard.press("Control+Home");
  await montauban.page.keyboard.press("Control+Alt+j");
  await said(montauban).getByText(/suggéré par/).waitFor();
  await montauban.page.keyboard.press("Control+Alt+Enter");
  await montauban.page.waitForFunction(() => document.activeElement?.classList.contains("sug-one"));
  await montauban.page.keyboard.press("Tab");
  await montauban.page.keyboard.press("Tab");
  assert.match(await montauban.page.evaluate(() => document.activeElement.textContent), /^Refuser/);
  await montauban.page.keyboard.press("Enter");
  await montauban.page.locator(".sug-said").getByText("Suggestion refusée.").waitFor();
  assert.match(new URL(montauban.page.url()).pathname, /ecrire$/, "the editor stays open");
  await montauban.isAccessible();
  // At any instant, also while a colleague's name goes.
  await montauban.page.evaluate(() => {
    for (const it of document.getAnimations()) if (it.animationName === "caret-discret") [it.currentTime] = [4200, it.pause()];
  });
  await montauban.isAccessible();
});

chapter("a new paragraph, and what a paragraph is to be, are suggested too, and decided like words", async () => {
  const { page } = montauban;
  const blocks = (person) => person.page.evaluate(() => [...document.querySelectorAll("#editeur .ProseMirror > *")].map((block) => `${block.tagName} ${block.dataset.suggestions ?? ""}`.trim()));
  const become = async (person, expected) => {
    for (const end = Date.now() + 15_000; ; ) {
      const now = await blocks(person);
      if (now.length === expected.length && now.every((block, at) => expected[at].test(block))) return;
      assert.ok(Date.now() < end, `${now}`);
    }
  };
  await page.locator("#editeur .ProseMirror").focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Alt+1");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Il court du vote.");
  await montauban.until("enregistre");
  for (const person of [montauban, sicoval]) await become(person, [/^P Titre 1 suggéré par/, /^P Nouveau paragraphe suggéré par/]);
  await page.keyboard.press("Control+Alt+r");
  await said(montauban).getByText("Cela ne se suggère pas, et rien n’a été changé").waitFor();
  await montauban.isAccessible();
  const judge = await direction("sicoval");
  await judge.go(paper);
  await judge.page.getByRole("link", { name: "Lire avec les suggestions" }).click();
  await judge.page.locator("#texte [title^='nouveau paragraphe suggéré par']").waitFor();
  await judge.go(`${paper}/suggestions`);
  const ofShape = judge.page.locator(".sug-one", { hasText: "Faire un titre 1 de" });
  await Promise.all([judge.page.waitForEvent("load"), ofShape.getByRole("button", { name: /^Accepter/ }).click()]);
  await become(montauban, [/^H2$/, /^P Nouveau paragraphe suggéré par/]);
  const ofParagraph = judge.page.locator(".sug-one", { hasText: "Commencer un nouveau paragraphe" });
  await Promise.all([judge.page.waitForEvent("load"), ofParagraph.getByRole("button", { name: /^Refuser/ }).click()]);
  for (const person of [montauban, sicoval, carcassonne]) await become(person, [/^H2$/]);
  await judge.leave();
});

chapter("a letter typed with a dead key while one suggests is suggested, whole", async () => {
  const { page } = carcassonne;
  // A colleague's caret stands where the letter comes.
  await montauban.caretAtEnd();
  await carcassonne.caretAtEnd();
  const session = await carcassonne.context.newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "^", selectionStart: 1, selectionEnd: 1 });
  await session.send("Input.insertText", { text: "ê" });
  await session.detach();
  for (const person of [carcassonne, sicoval]) await draws(person, "Le délai est de douze ans.[+ê]");
  await carcassonne.until("enregistre");
  await page.keyboard.press("Backspace");
  await draws(sicoval, "Le délai est de douze ans.");
  await carcassonne.until("enregistre");
});

chapter("a letter typed with a dead key where a colleague's caret stands comes whole", async () => {
  await sicoval.caretAtEnd();
  await sicoval.page.locator("#editeur .caret").first().waitFor();
  const session = await sicoval.context.newCDPSession(sicoval.page);
  await session.send("Input.imeSetComposition", { text: "^", selectionStart: 1, selectionEnd: 1 });
  await sicoval.until("enregistre");
  await session.send("Input.insertText", { text: "ê" });
  await session.detach();
  await draws(carcassonne, "Le délai est de douze ans.ê");
  await sicoval.page.keyboard.press("Backspace");
  await draws(carcassonne, "Le délai est de douze ans.");
  await sicoval.until("enregistre");
});

chapter("on a phone what one does with a text is one row, each large enough for a thumb, and leads to the list", async () => {
  const { page } = carcassonne;
  await select(carcassonne, "douze");
  await page.keyboard.type("treize");
  await listed(carcassonne).first().waitFor();
  for (const width of [PHONE.width, 320]) {
    await page.setViewportSize({ width, height: PHONE.height });
    await carcassonne.fits();
    const names = ["Suggérer", "Commenter", /^Commentaires \(/];
    const boxes = await Promise.all(names.map((name) => page.locator("#editeur .pupitre").getByRole("button", { name, exact: true }).boundingBox()));
    const middles = boxes.map(({ y, height }) => y + height / 2);
    assert.ok(Math.max(...middles) - Math.min(...middles) < 3, `one row at ${width}: ${JSON.stringify(boxes)}`);
    for (const { x, width: wide, height } of boxes) assert.ok(height >= 44 && wide >= 44 && x >= 0 && x + wide <= width, JSON.stringify(boxes));
    const tool = await page.locator("#editeur [data-role=outils] .outil").nth(1).boundingBox();
    assert.ok(tool.width >= 44 && tool.height >= 44, JSON.stringify(tool));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  const jump = page.getByRole("link", { name: /^Voir l(a|es \d+) suggestions?$/ });
  await jump.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.matches(".sug-one"));
  const group = listed(carcassonne).first();
  assert.ok(await group.evaluate((it) => it.getBoundingClientRect().top < window.innerHeight), "what is led to is in sight");
  await group.getByRole("button", { name: /^Refuser/ }).click();
  await jump.waitFor({ state: "hidden" });
  await draws(sicoval, "Le délai est de douze ans.");
  await carcassonne.until("enregistre");
});

chapter("the text is read with and without what is suggested, on a phone too", async () => {
  await select(carcassonne, "Le");
  await carcassonne.page.keyboard.type("Son");
  await draws(sicoval, (await drawn(carcassonne)).trim());
  await carcassonne.until("enregistre");
  const reader = await direction("grand-montauban", { viewport: PHONE });
  await reader.go(paper);
  const body = reader.page.locator("#texte");
  await reader.page.getByText("Vous lisez le texte sans elles").waitFor();
  assert.match(await body.innerText(), /^Le délai/);
  await reader.page.getByRole("link", { name: "Lire avec les suggestions" }).click();
  await body.locator("ins", { hasText: "Son" }).waitFor();
  await reader.fits();
  await reader.isAccessible();
  await reader.go(`${paper}/suggestions`);
  await reader.fits();
  await reader.leave();
  assert.equal(await sicoval.page.locator("#editeur").getAttribute("data-reprises"), "0");
  for (const person of [sicoval, montauban, carcassonne]) await person.leave();
});
