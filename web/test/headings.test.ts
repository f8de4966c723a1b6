import { newDocument, sync, Writer } from "./stand";
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { mend, skips } from "../src/editor/headings/order";
import { headingOrder } from "../src/editor/headings/decorations";
import { OrderNotice } from "../src/editor/headings/notice";
import { Outline } from "../src/editor/outline/outline";
import { headingsOf, sectionAt } from "../src/editor/outline/sections";
import { StyleMenu } from "../src/editor/toolbar/style-menu";

let writers: Writer[] = [];

/** A text of headings and paragraphs: `## Deux` or `texte`. */
function writer(...lines: readonly string[]): Writer {
  const one = new Writer(newDocument(), [headingOrder()]);
  lines.forEach((line, at) => (at ? one.press("Enter") : one).type(line));
  writers.push(one);
  return one;
}

afterEach(() => {
  mock.timers.reset();
  for (const one of writers) {
    assert.ok(one.editor.faithful);
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

const levels = (one: Writer): string => headingsOf(one.view.state.doc).map(({ level }) => level).join("");

test("a heading skips when it stands two levels below the one before, or starts below the first", () => {
  for (const [rows, skipping] of [["1223", ""], ["12 34 21", ""], ["13", "3"], ["2", "2"], ["1424", "44"], ["133", "3"], ["31", "3"]] as const) {
    const one = writer(...[...rows.replace(/ /g, "")].map((level) => `${"#".repeat(Number(level))} Titre`));
    assert.equal(skips(one.view.state.doc).map(({ level }) => level).join(""), skipping, rows);
    assert.equal(one.view.dom.querySelectorAll(".niveau-saute").length, skipping.length);
  }
});

test("mending raises the heading and those under it, as one undo step", () => {
  const one = writer("# A", "### B", "#### C", "### D", "# E", "### F");
  one.time += 5000;
  assert.ok(one.run(mend(skips(one.view.state.doc)[0]!)));
  assert.equal(levels(one), "123213");
  one.editor.undo();
  assert.equal(levels(one), "134313");
});

test("mending again and again leaves no skip", () => {
  const one = writer("## A", "#### B", "# C", "### D", "#### E", "## F");
  for (let found = skips(one.view.state.doc); found.length; found = skips(one.view.state.doc)) one.run(mend(found[0]!));
  assert.equal(levels(one), "121232".slice(0, 6));
});

test("the menu offers the levels that may follow, and says why not the others", () => {
  const one = writer("# A", "texte");
  const menu = new StyleMenu(one.view);
  menu.update(one.view.state);
  const options = (): string[] => [...menu.dom.options].map((option) => (option.disabled ? "✗ " : "") + option.textContent);
  assert.deepEqual(options(), ["Paragraphe", "Titre 1", "Titre 2", "✗ Titre 3 (après un titre 2)", "✗ Titre 4 (après un titre 3)"]);
  one.select(1);
  menu.update(one.view.state);
  assert.deepEqual(options().slice(1, 3), ["Titre 1", "✗ Titre 2 (après un titre 1)"]);
  one.view.dispatch(one.view.state.tr.setNodeMarkup(0, undefined, { parents: [], level: 3 }));
  menu.update(one.view.state);
  assert.equal(menu.dom.value, "3", "what stands is shown, allowed or not");
});

test("the notice waits, tells, mends, is put off, and speaks again of something else", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const one = writer("# A", "### B", "texte");
  const said: string[] = [];
  const notice = new OrderNotice(() => one.view, () => true, (words) => said.push(words));
  const words = (): string | null => (notice.dom.hidden ? null : notice.dom.querySelector("[role=status]")!.textContent);
  const press = (label: string): void => [...notice.dom.querySelectorAll("button")].find((button) => button.textContent === label)!.click();
  notice.update();
  assert.equal(words(), null, "one may be about to write the level that is missing");
  mock.timers.tick(1_200);
  assert.equal(words(), "«\u202fB\u202f» est un titre 3 sous un titre 1\u202f: un niveau manque au plan.");
  press("Plus tard");
  notice.update();
  mock.timers.tick(1_200);
  assert.equal(words(), null);
  one.select(one.view.state.doc.content.size - 1).press("Enter").type("#### C");
  one.press("Enter").type("# D").press("Enter").type("### E");
  notice.update();
  mock.timers.tick(1_200);
  assert.match(words()!, /«\u202fB\u202f»/);
  press("En faire un titre 2");
  notice.update();
  assert.match(words()!, /«\u202fE\u202f» est un titre 3/);
  assert.deepEqual(said, ["C’est maintenant un titre 2."]);
  press("En faire un titre 2");
  notice.update();
  assert.equal(words(), null);
});

test("the plan nests the headings, marks the present one, and leads to each", () => {
  const one = writer("avant", "# Un", "texte", "## Deux", "### Trois", "# Quatre");
  const outline = new Outline(() => one.view);
  document.body.append(outline.dom);
  const buttons = (): HTMLButtonElement[] => [...outline.dom.querySelectorAll("button")];
  const current = (): string | undefined => buttons().find((button) => button.hasAttribute("aria-current"))?.textContent ?? undefined;
  outline.update();
  assert.deepEqual(buttons().map((button) => button.textContent), ["Un", "Deux", "Trois", "Quatre"]);
  assert.equal(buttons()[2]!.closest("ol")!.closest("li")!.querySelector("button")!.textContent, "Deux");
  assert.equal(current(), "Quatre");
  assert.deepEqual(buttons().map((button) => button.tabIndex), [-1, -1, -1, 0], "one stop of Tab");
  one.find("texte");
  outline.update();
  assert.equal(current(), "Un");
  one.select(1);
  outline.update();
  assert.equal(current(), undefined);
  buttons()[0]!.focus();
  outline.dom.querySelector("ol")!.dispatchEvent(new KeyboardEvent("keydown", { key: "x" }));
  buttons()[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  assert.equal(document.activeElement?.textContent, "Deux");
  buttons()[1]!.click();
  assert.equal(one.view.state.selection.$from.parent.textContent, "Deux");
  outline.dom.remove();
});

test("the plan follows a colleague, and keeps the focus where it was", () => {
  const one = writer("# Un");
  const two = new Writer(one.replica.doc());
  writers.push(two);
  const outline = new Outline(() => one.view);
  document.body.append(outline.dom);
  outline.update();
  outline.focus();
  two.find("Un").type("Premier");
  sync(one, two);
  outline.update();
  assert.equal(document.activeElement?.textContent, "Premier");
  outline.dom.remove();
});

test("a place is in the section of the heading before it, a heading's own included", () => {
  const one = writer("avant", "# Un", "texte");
  const headings = headingsOf(one.view.state.doc);
  assert.equal(sectionAt(headings, 2), -1);
  assert.equal(sectionAt(headings, headings[0]!.pos + 1), 0);
  assert.equal(sectionAt(headings, one.view.state.doc.content.size), 0);
});
