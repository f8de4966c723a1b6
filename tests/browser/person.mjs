// One person with a browser of their own: what they do reads as prose, and whatever is wrong on a page is kept.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { openProfile } from "./association.mjs";

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The editor's body and title. */
const BODY = "#editeur [data-role=corps] .ProseMirror";

// Runs in the page: the words shown, or whether they contain what is expected.
function shownText({ selector, expected }) {
  const copy = document.querySelector(selector).cloneNode(true);
  for (const extra of copy.querySelectorAll(".ProseMirror-widget")) extra.remove();
  const text = [...copy.children].map((block) => block.textContent).join("\n");
  return expected === undefined ? text : text.includes(expected);
}

const settings = (association, { viewport, colorScheme, through }) => ({
  baseURL: association.url,
  viewport,
  colorScheme,
  locale: "fr-FR",
  timezoneId: "Europe/Paris",
  ...(through ? { proxy: { server: through.url, bypass: "<-loopback>" } } : {}),
});

export class Person {
  /** Opens a fresh browser context for somebody; `through` is a proxy of their own. */
  static async at(browser, association, { viewport = WIDE, through, colorScheme = "light" } = {}) {
    const context = await browser.newContext(settings(association, { viewport, colorScheme, through }));
    return new Person(association, context, await context.newPage(), through);
  }

  /** Opens somebody's own browser, which has what it kept in `folder` when it was closed. */
  static async atHome(folder, association, { viewport = WIDE, through, colorScheme = "light", cut = false } = {}) {
    const context = await openProfile(folder, settings(association, { viewport, colorScheme, through }));
    const person = new Person(association, context, context.pages()[0] ?? (await context.newPage()), through);
    person.cut = cut;
    return person;
  }

  constructor(association, context, page, through) {
    this.association = association;
    this.context = context;
    this.page = page;
    page.setDefaultTimeout(15_000);
    this.complaints = [];
    this.cut = false;
    page.on("console", (message) => {
      // A pulled cable is said by the browser itself; nothing else may be.
      if (message.type() !== "error" || this.cut) return;
      // So is a WebSocket that a proxy blocks: the page cannot know before it has tried.
      if (through && through.upgrades !== "pass" && message.text().startsWith("WebSocket connection to")) return;
      this.complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`script: ${error.message}`));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.origin !== association.url) {
        this.complaints.push(`another host: ${url}`);
      }
    });
  }

  async go(path) {
    const answer = await this.page.goto(path);
    return answer.status();
  }

  async logIn(email) {
    await this.go("/connexion");
    await this.page.fill("[name=courriel]", email);
    await this.page.fill("[name=mot_de_passe]", this.association.password);
    await this.press("Se connecter");
    await this.page.waitForURL("**/tableau");
    return this;
  }

  /** Presses the button with these words, and waits for the page that follows. */
  async press(words) {
    const button = this.page.locator("main").getByRole("button", { name: words, exact: true });
    await Promise.all([this.page.waitForEvent("load"), button.click()]);
  }

  async write(paper) {
    await this.go(`${paper}/ecrire`);
    await this.page.locator(`${BODY}[contenteditable=true]`).waitFor();
    await this.until("enregistre");
  }

  /** Waits for a save state: enregistre, enregistrement, non-enregistre, hors-ligne, lecture. */
  async until(state) {
    await this.page.locator(`#editeur[data-etat=${state}]`).waitFor();
  }

  async type(text) {
    await this.page.locator(BODY).pressSequentially(text);
  }

  async caretAtEnd() {
    await this.page.locator(BODY).click();
    await this.page.keyboard.press("Control+End");
  }

  /** The words in the editor as this person sees them, a line a block, without the others' carets and names. */
  text() {
    return this.page.evaluate(shownText, { selector: BODY });
  }

  /** Waits until this person reads these words in the editor. */
  async reads(words) {
    await this.page.waitForFunction(shownText, { selector: BODY, expected: words });
  }

  /** The page, as axe judges it by WCAG 2.1 AA and its best practices. */
  async isAccessible() {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    const said = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}`,
    );
    assert.deepEqual(said, [], `axe on ${this.page.url()}`);
  }

  /** Nothing is wider than the screen. */
  async fits() {
    const { wide, screen } = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      screen: document.documentElement.clientWidth,
    }));
    assert.ok(wide <= screen, `${this.page.url()} is ${wide} px wide on ${screen}`);
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.complaints, [], "what the browser complained of");
  }
}

/** Waits until all these people read the same text, which it gives. */
export async function agreed(people) {
  for (const end = Date.now() + 15_000; ; ) {
    const texts = await Promise.all(people.map((person) => person.text()));
    if (texts.every((text) => text === texts[0])) return texts[0];
    assert.ok(Date.now() < end, `they read different texts: ${texts.join("\n——\n")}`);
  }
}
