// Writing with the keyboard alone in real Chromium: typography, search, plan, moves, lists that are heard, what is said
// aloud, shortcuts, pastes; wide and at 320 px.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startAssociation, startChromium } from "./association.mjs";
import { agreed, Person, WIDE } from "./person.mjs";

const NARROW = { width: 320, height: 640 };
const N = "\u202f";

let association, browser, sicoval, montauban, paper;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  sicoval = await direction("sicoval");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "Une même eau");
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  montauban = await direction("grand-montauban");
  await sicoval.write(paper);
  await sicoval.page.evaluate(listen);
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

// Each chapter stands on the ones before.
let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
      console.log(await sicoval.text().catch(String), sicoval.complaints);
      throw error;
    }
  });

const direction = async (territory) => (await Person.at(browser, association)).logIn(`direction.${territory}@demo.example`);
const keys = (...names) => names.reduce((before, name) => before.then(() => sicoval.page.keyboard.press(name)), Promise.resolve());
const lines = async () => (await sicoval.text()).split("\n");

// Runs in the page: from now on, all that is said aloud.
function listen() {
  window.heard = [];
  const voice = document.querySelector("[data-role=annonces]");
  new MutationObserver(() => window.heard.push(voice.textContent.replace(/\u00a0$/, ""))).observe(voice, { childList: true });
}

/** Waits until this was said since it was last asked. */
async function announced(words) {
  await sicoval.page.waitForFunction((expected) => {
    const at = window.heard.indexOf(expected);
    if (at >= 0) window.heard.splice(0, at + 1);
    return at >= 0;
  }, words);
}
const focused = () => sicoval.page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
const body = () => sicoval.page.getByRole("textbox", { name: "Corps du texte" });
const plan = () => sicoval.page.getByRole("navigation", { name: "Plan du texte" });
const search = () => sicoval.page.getByRole("search", { name: "Rechercher dans le texte" });
const order = () => sicoval.page.getByRole("region", { name: "Ordre des titres" });

/** Presses Tab until the focus is on what bears this name. */
async function tabTo(name, key = "Tab") {
  for (let stops = 0; stops < 40 && (await focused()) !== name; stops += 1) await keys(key);
  assert.equal(await focused(), name);
}

/** Waits for the lines of the text. */
async function reads(...wanted) {
  await sicoval.page.waitForFunction((expected) => {
    const text = [...document.querySelectorAll("#editeur .ProseMirror > *")].map((block) => {
      const copy = block.cloneNode(true);
      for (const extra of copy.querySelectorAll(".ProseMirror-widget")) extra.remove();
      return copy.textContent;
    });
    return text.join("\n") === expected;
  }, wanted.join("\n"));
}

chapter("typography follows the hands, and Backspace gives back what they typed", async () => {
  await body().focus();
  await sicoval.type('L\'eau se partage: "ensemble" !');
  await reads(`L’eau se partage${N}: «${N}ensemble${N}»${N}!`);
  await keys("Backspace");
  await reads(`L’eau se partage${N}: «${N}ensemble${N}» !`);
  await keys("Backspace", "Backspace");
  await sicoval.type(", à 14:30, sur https://exemple.fr/a?b;c ...");
  await reads(`L’eau se partage${N}: «${N}ensemble${N}», à 14:30, sur https://exemple.fr/a?b;c …`);
  await keys("Control+z");
  await reads(`L’eau se partage${N}: «${N}ensemble${N}», à 14:30, sur https://exemple.fr/a?b;c ...`);
  assert.equal(await body().getAttribute("lang"), "fr");
  assert.equal(await body().getAttribute("spellcheck"), "true");
});

chapter("dead keys and input methods are left alone until they are done", async () => {
  await keys("Control+a", "Delete");
  await sicoval.type("Les pre");
  const session = await sicoval.context.newCDPSession(sicoval.page);
  await session.send("Input.imeSetComposition", { text: "´", selectionStart: 1, selectionEnd: 1 });
  await session.send("Input.insertText", { text: "é" });
  await session.send("Input.imeSetComposition", { text: "'", selectionStart: 1, selectionEnd: 1 });
  await reads("Les preé'");
  await session.send("Input.insertText", { text: "'" });
  await reads("Les preé’");
  await session.detach();
});

chapter("it is switched off and on by its keys, which says so", async () => {
  await keys("Control+a", "Delete", "Control+Alt+g");
  await announced("Typographie française désactivée");
  await sicoval.type("l'eau ?");
  await reads("l'eau ?");
  await keys("Control+Alt+g");
  await announced("Typographie française activée");
  await keys("Control+a", "Delete");
  await sicoval.type("l'eau ?");
  await reads(`l’eau${N}?`);
});

chapter("headings make the plan; one that skips a level is told beside the text, and mended by the keyboard", async () => {
  await keys("Control+a", "Delete");
  await sicoval.type("# Constats\nL’eau manque.\n### Les étiages\nL’été, le débit baisse.\n# Demandes\nUn syndicat.");
  await order().waitFor();
  assert.match(await order().getByRole("status").innerText(), /Les étiages\s» est un titre 3 sous un titre 1/);
  // By « Suggérer » and « Commenter ».
  await keys("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab");
  const menu = sicoval.page.getByRole("combobox", { name: "Style du paragraphe" });
  assert.equal(await menu.evaluate((select) => document.activeElement === select), true);
  assert.equal(await menu.locator("option", { hasText: "Titre 3 (après un titre 2)" }).getAttribute("disabled"), "");
  await tabTo("En faire un titre 2", "Shift+Tab");
  await keys("Enter");
  await order().waitFor({ state: "hidden" });
  await announced("C’est maintenant un titre 2.");
  await plan().getByRole("button", { name: "Les étiages" }).waitFor();
  assert.match(await plan().ariaSnapshot(), /button "Constats"\n\s+- list:\n\s+- listitem:\n\s+- button "Les étiages"/);
  await sicoval.isAccessible();
});

chapter("the plan marks the present section and leads to the others, by arrows", async () => {
  await body().focus();
  await keys("Control+End", "Control+Alt+o");
  assert.equal(await focused(), "Demandes");
  assert.equal(await plan().locator("[aria-current]").innerText(), "Demandes");
  await keys("ArrowUp", "Enter");
  assert.equal(await focused(), "Corps du texte");
  await plan().locator("[aria-current]", { hasText: "Les étiages" }).waitFor();
  await sicoval.type("Les crues et l");
  await keys("Delete");
  await plan().getByRole("button", { name: "Les crues et les étiages" }).waitFor();
});

chapter("words are found across marks and accents, counted, replaced and brought back", async () => {
  await keys("Control+End", "Enter");
  await sicoval.type("L’été, encore l’été.");
  for (let at = 0; at < 3; at += 1) await keys("Shift+ArrowLeft");
  await keys("Control+b", "Control+End", "Control+h");
  assert.equal(await focused(), "Rechercher");
  await sicoval.page.keyboard.type("ETE");
  await search().getByText("1 sur 3").waitFor();
  await keys("Enter");
  await search().getByText("2 sur 3").waitFor();
  await keys("Shift+Enter");
  await search().getByText("1 sur 3").waitFor();
  assert.equal(await sicoval.page.locator(".trouve-ici").innerText(), "été");
  await tabTo("Remplacer par");
  await sicoval.page.keyboard.type("hiver");
  await tabTo("Tout remplacer");
  await keys("Enter");
  await announced("3 remplacements");
  await search().getByText("Aucun résultat").waitFor();
  await sicoval.isAccessible();
  await keys("Escape");
  assert.equal(await focused(), "Corps du texte");
  assert.equal((await lines()).at(-1), "L’hiver, encore l’hiver.");
  await keys("Control+z");
  assert.equal((await lines()).at(-1), "L’été, encore l’été.");
});

chapter("outside of the text, Ctrl+F is the browser’s", async () => {
  await sicoval.page.getByRole("textbox", { name: "Titre du texte" }).focus();
  const taken = await sicoval.page.evaluate(() => {
    const event = new KeyboardEvent("keydown", { key: "f", ctrlKey: true, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    return event.defaultPrevented;
  });
  assert.equal(taken, false);
  assert.equal(await search().isVisible(), false);
});

chapter("a search is live with a colleague’s words, which are announced with their place, and take no focus", async () => {
  await montauban.write(paper);
  await body().focus();
  await keys("Control+f");
  await sicoval.page.keyboard.type("syndicat");
  await search().getByText("1 sur 1").waitFor();
  await montauban.caretAtEnd();
  await montauban.type(" Un autre syndicat.");
  await search().getByText("1 sur 2").waitFor();
  await announced(`Grand Montauban écrit dans «${N}Demandes${N}»`);
  assert.equal(await focused(), "Rechercher");
  await keys("Escape");
});

chapter("blocks move by the keyboard, items with what hangs under them, and a colleague reads the same", async () => {
  await keys("Control+a", "Delete");
  await sicoval.type("un\ndeux\n- a\nb");
  await keys("Tab");
  await sicoval.type("\nc");
  await keys("Shift+Tab");
  await reads("un", "deux", "a", "b", "c");
  await keys("Alt+Shift+ArrowUp");
  await reads("un", "deux", "c", "a", "b");
  await keys("Alt+Shift+ArrowUp", "Alt+Shift+ArrowUp");
  await reads("c", "un", "deux", "a", "b");
  await keys("Control+z", "Control+z", "Control+z");
  await reads("un", "deux", "a", "b", "c");
  await sicoval.until("enregistre");
  await agreed([sicoval, montauban]);
});

chapter("a block is dragged by its handle", async () => {
  const blocks = sicoval.page.locator("#editeur .ProseMirror > *");
  await blocks.nth(0).hover();
  const handle = sicoval.page.locator(".poignee");
  await handle.hover();
  await sicoval.page.mouse.down();
  const { x, y, height } = await blocks.nth(4).boundingBox();
  await sicoval.page.mouse.move(x, y + height - 2, { steps: 5 });
  await sicoval.page.mouse.up();
  await reads("deux", "a", "b", "c", "un");
  await keys("Control+z");
  await reads("un", "deux", "a", "b", "c");
});

chapter("lists are lists in the accessibility tree while one writes", async () => {
  const tree = await body().ariaSnapshot();
  assert.match(tree, /- listitem \[level=1\]: a\n[^]*- listitem \[level=2\]: b\n[^]*- listitem \[level=1\]: c/);
  const session = await sicoval.context.newCDPSession(sicoval.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const at = new Map(nodes.map((node) => [node.nodeId, node]));
  const role = (node) => node?.role?.value;
  const within = (node) => (node.parentId ? [role(at.get(node.parentId)), ...within(at.get(node.parentId))] : []);
  const levels = nodes
    .filter((node) => role(node) === "listitem" && within(node).includes("textbox"))
    .map((node) => [within(node).find((one) => one !== "none" && one !== "generic"), node.properties.find(({ name }) => name === "level").value.value]);
  assert.deepEqual(levels, [["list", 1], ["list", 2], ["list", 1]]);
  const places = await body().getByRole("listitem").evaluateAll((items) => items.map((item) => `${item.getAttribute("aria-posinset")}/${item.getAttribute("aria-setsize")}`));
  assert.deepEqual(places, ["1/2", "1/1", "2/2"]);
  await session.detach();
});

chapter("the kind of a block is said where it changes, and what one asks for: where one is, and how long the text is", async () => {
  await keys("Control+Home", "ArrowDown", "ArrowDown", "ArrowDown");
  await announced("Puce, niveau 2, 1 sur 1");
  await keys("Control+Home");
  await announced("Paragraphe");
  for (let down = 0; down < 2; down += 1) await keys("ArrowDown");
  await announced("Puce, 1 sur 2");
  await keys("ArrowDown");
  await announced("Puce, niveau 2, 1 sur 1");
  await keys("Control+Alt+p");
  await announced("Avant le premier titre. Puce, niveau 2, 1 sur 1. 5 mots, 9 signes");
  await keys("Control+a");
  await sicoval.page.getByText(`Sélection${N}: 5 mots, 9 signes`).waitFor();
});

chapter("the list of shortcuts opens by its keys, holds the focus, and gives it back", async () => {
  await keys("Control+/");
  const dialog = sicoval.page.getByRole("dialog", { name: "Raccourcis et réglages" });
  await dialog.waitFor();
  await dialog.getByText("Déplacer le paragraphe vers le haut").waitFor();
  await dialog.getByText("Suggestion suivante").waitFor();
  await sicoval.isAccessible();
  await keys("Space");
  assert.equal(await sicoval.page.evaluate(() => localStorage.getItem("dires.typographie")), "non");
  await keys("Space", "Escape");
  await dialog.waitFor({ state: "hidden" });
  assert.equal(await focused(), "Corps du texte");
  const spoken = await sicoval.page.getByRole("toolbar").getByRole("button", { name: "Gras" }).getAttribute("aria-keyshortcuts");
  assert.equal(spoken, "Control+B");
});

chapter("at 320 px and at 200 % all of it is there, in reach of the keyboard, and nothing is wider than the screen", async () => {
  await keys("Control+a", "Delete");
  await sicoval.type("# Constats\nL’eau.\n## Étiages\nL’été.");
  for (const viewport of [{ width: 640, height: 450 }, NARROW]) {
    await sicoval.page.setViewportSize(viewport);
    await sicoval.fits();
    await body().focus();
    await keys("Control+End", "Control+Alt+o");
    assert.equal(await focused(), "Étiages");
    await sicoval.fits();
    await keys("ArrowUp", "Enter");
    assert.equal(await plan().isVisible(), false, "the plan folds again");
    await keys("Control+h");
    await sicoval.page.keyboard.type("eau");
    await search().getByText("1 sur 1").waitFor();
    assert.ok(await sicoval.page.locator(".trouve-ici").isVisible());
    await sicoval.fits();
    await sicoval.isAccessible();
    await keys("Escape", "Control+/");
    await sicoval.fits();
    await keys("Escape");
    assert.equal(await focused(), "Corps du texte");
  }
});

// Runs in the page: pastes 100 kB of a hostile page, and gives how long it took.
function pasteHostile() {
  const bad = [
    "<script>window.burst = 1</script>",
    "<img src=x onerror='window.burst = 1'>",
    "<svg onload='window.burst = 1'></svg>",
    "<iframe srcdoc='<script>parent.burst = 1</script>'></iframe>",
    "<a href='javascript:window.burst = 1'>mot</a>",
    "<p style='background:url(https://ailleurs.example/x)' onclick='window.burst = 1'>mot</p>",
  ];
  let html = "";
  while (html.length < 100_000) html += `<p class=MsoNormal>${"Un paragraphe assez long. ".repeat(20)}${bad[html.length % bad.length]}<o:p></o:p></p>`;
  const data = new DataTransfer();
  data.setData("text/html", html);
  const began = performance.now();
  document.querySelector("#editeur .ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  return performance.now() - began;
}

chapter("100 kB pasted with scripts are words in the text, quickly, and nothing acts", async () => {
  await sicoval.page.setViewportSize(WIDE);
  await keys("Control+a", "Delete");
  const took = await sicoval.page.evaluate(pasteHostile);
  console.log(`100 kB pasted in ${Math.round(took)} ms`);
  await sicoval.until("enregistre");
  assert.equal(await sicoval.page.evaluate(() => window.burst), undefined);
  assert.equal(await body().locator("script, img, svg, iframe, [onclick], [style]").count(), 0);
  assert.equal((await agreed([sicoval, montauban])).includes("assez long"), true);
  assert.ok(took < 10_000, `${took} ms`);
});

chapter("no view had to be mended, and no browser complained", async () => {
  for (const person of [sicoval, montauban]) {
    assert.equal(await person.page.locator("#editeur").getAttribute("data-reprises"), "0");
    await person.leave();
  }
});
