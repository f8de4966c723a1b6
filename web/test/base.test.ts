import "./dom";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { busy, refresh, update } from "../src/base/live";
import { closeMenus } from "../src/base/menus";
import { bindPaste } from "../src/base/paste";

const by = (id: string): HTMLElement => document.getElementById(id)!;
const live = (id: string, inside: string): string => `<section id="${id}" data-live>${inside}</section>`;

beforeEach(() => {
  document.body.innerHTML = live("avis", "<p>ancien</p>") + live("saisie", '<input id="champ" value="a">');
});

test("a live section is replaced by the one of the same id", () => {
  assert.equal(refresh(live("avis", "<p>nouveau</p>"), [by("avis")]), false);
  assert.equal(by("avis").textContent, "nouveau");
});

test("a section where the person is, or where they typed, is left alone", () => {
  by("champ").focus();
  assert.equal(refresh(live("saisie", "<p>x</p>"), [by("saisie")]), true);
  by("champ").blur();
  assert.equal(busy(by("saisie")), false);
  (by("champ") as HTMLInputElement).value = "b";
  assert.equal(refresh(live("saisie", "<p>x</p>"), [by("saisie")]), true);
  assert.ok(by("champ"));
});

test("a select is busy when its choice is not the page's", () => {
  document.body.innerHTML = live("choix", "<select id='s'><option>a</option><option selected>b</option></select>");
  const select = by("s") as HTMLSelectElement;
  assert.equal(busy(by("choix")), false);
  select.value = "a";
  assert.equal(busy(by("choix")), true);
});

test("what is pasted goes into the form's field", () => {
  document.body.innerHTML = '<form><textarea name="collage"></textarea><div id="cible" data-paste-target="collage" hidden></div></form>';
  bindPaste();
  by("cible").innerHTML = "<p>un</p>";
  const sent = (): string => {
    document.querySelector("form")!.dispatchEvent(new Event("submit"));
    return document.querySelector("textarea")!.value;
  };
  assert.equal(sent(), "<p>un</p>");
  by("cible").innerHTML = "<br>";
  assert.equal(sent(), "");
});

test("Escape closes a menu and gives the focus back", () => {
  document.body.innerHTML = '<details data-menu open><summary id="s" tabindex="0">Menu</summary><button id="b">x</button></details>';
  closeMenus();
  by("b").focus();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  assert.equal(document.querySelector("details")!.open, false);
  assert.equal(document.activeElement, by("s"));
});

test("what changes while the page is read again is asked for after it, and shown last", async () => {
  document.body.innerHTML = live("acces", "ouvert");
  const said = ["figé", "rouvert"];
  const asked: string[] = [];
  const updates: Promise<void>[] = [];
  const fetched = globalThis.fetch;
  globalThis.fetch = async () => {
    const now = said[asked.length] ?? "demandé une fois de trop";
    asked.push(now);
    // The first answer is on its way when the second event comes; the second answer comes once the first is shown.
    if (asked.length === 1) updates.push(update());
    else while (by("acces").textContent !== "figé") await new Promise(setImmediate);
    return new Response(live("acces", now));
  };
  try {
    updates.push(update());
    while (asked.length < said.length) await new Promise(setImmediate);
    await Promise.all(updates);
  } finally {
    globalThis.fetch = fetched;
  }
  assert.deepEqual(asked, said);
  assert.equal(by("acces").textContent, "rouvert");
});

test("pages that did not come are asked for again together, and once", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  document.body.innerHTML = live("avis", "ancien") + live("suivi", "ancien").replace("data-live", 'data-live="/suivi"');
  let asked = 0;
  const fetched = globalThis.fetch;
  globalThis.fetch = async () => {
    asked += 1;
    if (asked <= 2) throw new Error("hors ligne");
    return new Response(live("avis", "nouveau") + live("suivi", "nouveau"));
  };
  try {
    await update();
    assert.equal(asked, 2);
    context.mock.timers.tick(60_000);
    while (by("suivi").textContent === "ancien") await new Promise(setImmediate);
    context.mock.timers.tick(60_000);
  } finally {
    globalThis.fetch = fetched;
  }
  assert.equal(asked, 4);
  assert.equal(by("avis").textContent, "nouveau");
});
