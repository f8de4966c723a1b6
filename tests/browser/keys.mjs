// Going through a page with the keyboard alone.
import assert from "node:assert/strict";

// Runs in the page: what has the focus, whether it shows, and the words it says.
function focused() {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const label = at.labels?.[0]?.textContent ?? "";
  const marks = [at, at.closest("label")].filter(Boolean).map((one) => getComputedStyle(one).outlineStyle);
  return {
    name: at.getAttribute("name") ?? "",
    value: at.value ?? "",
    words: `${at.textContent} ${label}`.replace(/\s+/g, " ").trim(),
    href: at.getAttribute("href") ?? "",
    marked: marks.some((style) => style !== "none") && box.width > 0,
    body: at === document.body,
  };
}

/** Presses Tab until the focus is on what is looked for; each stop on the way must show where it is. */
export async function tabTo(person, wanted) {
  for (let stops = 0; stops < 150; stops += 1) {
    await person.page.keyboard.press("Tab");
    const at = await person.page.evaluate(focused);
    if (at.body) continue;
    assert.ok(at.marked, `the focus does not show on « ${at.words || at.name} » of ${person.page.url()}`);
    if (wanted(at)) return at;
  }
  return assert.fail(`${person.page.url()}: no way there with Tab: ${wanted}`);
}

export async function follow(person) {
  await Promise.all([person.page.waitForEvent("load"), person.page.keyboard.press("Enter")]);
}

/** Chooses one of the answers by its value, as arrows do from the one that Tab reaches. */
export async function choose(person, name, value) {
  await tabTo(person, (at) => at.name === name);
  for (let tries = 0; tries < 10; tries += 1) {
    const { value: at } = await person.page.evaluate(focused);
    if (at === value) break;
    await person.page.keyboard.press("ArrowDown");
  }
  await person.page.keyboard.press("Space");
  assert.equal((await person.page.evaluate(focused)).value, value);
}
