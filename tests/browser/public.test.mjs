// The public site in real Chromium, without JavaScript: valid, accessible, on any width, and what it prints is true.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import { HtmlValidate } from "html-validate";
import { startAssociation, startChromium } from "./association.mjs";

const PLAIN = ["/", "/?annee=1999", "/verifier", "/verifier?empreinte=abc", "/mentions-legales", "/accessibilite", "/confidentialite"];

let association, browser, paths;

const get = (path) => fetch(association.url + path);

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
  const { publications } = await (await get("/api/publications")).json();
  const texts = publications.map(({ url }) => new URL(url).pathname);
  assert.ok(texts.length > 0, "the demonstration publishes a text");
  paths = [...PLAIN, ...texts];
});

after(async () => {
  await browser?.close();
  await association?.stop();
});

test("every page is valid HTML", async () => {
  // Attributes and spacing are a matter of style; everything else is the standard.
  const validator = new HtmlValidate({ extends: ["html-validate:standard"], rules: { "void-style": "off", "no-trailing-whitespace": "off" } });
  for (const path of paths) {
    const { results } = await validator.validateString(await (await get(path)).text());
    const said = results.flatMap(({ messages }) => messages.map(({ message, line }) => `${path}:${line} ${message}`));
    assert.deepEqual(said, []);
  }
});

test("the file of each text has the hash that its page prints, and /verifier finds it", async () => {
  const { publications } = await (await get("/api/publications")).json();
  for (const { url, markdown, sha256 } of publications) {
    const bytes = Buffer.from(await (await fetch(markdown)).arrayBuffer());
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256);
    assert.ok((await (await fetch(url)).text()).includes(sha256));
    const found = await (await get(`/verifier?empreinte=${sha256}`)).text();
    assert.ok(found.includes(new URL(url).pathname));
  }
});

test("without JavaScript, every page is read on any width, light and dark, and asks nothing of another host", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ baseURL: association.url, javaScriptEnabled: false, colorScheme });
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(association.url)) complaints.push(request.url());
    });
    for (const path of paths) {
      // A hash that is none is answered with 422, which the browser's console repeats.
      if (path.includes("empreinte=")) continue;
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(path);
        const box = await page.locator("body").boundingBox();
        const wide = await page.evaluate(() => document.documentElement.scrollWidth).catch(() => box.width);
        assert.ok(wide <= width, `${path} is ${wide} px wide on ${width}`);
      }
    }
    assert.deepEqual(complaints, []);
    await context.close();
  }
});

test("axe finds nothing", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ baseURL: association.url, colorScheme });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const said = violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map((node) => node.html).join(" ")}`);
      assert.deepEqual(said, []);
    }
    await context.close();
  }
});

test("the data about a text are read by programs", async () => {
  const context = await browser.newContext({ baseURL: association.url });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(paths.at(-1));
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  assert.equal(data["@type"], "Report");
  assert.equal(data["@id"], page.url());
  assert.deepEqual(complaints, [], "the content policy lets a data block be");
  await context.close();
});
