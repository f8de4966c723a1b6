// Our editor and an unmodified client in Node, on one text. A client that was cut tries again for ever: as in `clients`,
// the run ends with `--test-force-exit`.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import * as A from "@automerge/automerge";
import { startAssociation, startChromium } from "./association.mjs";
import { Person } from "./person.mjs";
import { bodyOf, find, isSaved, repository, until } from "../clients/client.mjs";
import { Door } from "../clients/scene.mjs";

let association, browser, sicoval, door, repo, handle;

before(async () => {
  association = await startAssociation();
  browser = await startChromium();
});

after(async () => {
  await repo?.shutdown();
  door?.close();
  await browser?.close();
  await association?.stop();
});

const paragraph = { type: new A.ImmutableString("paragraph"), parents: [], attrs: {}, isEmbed: false };
/** The words, without what marks the blocks. */
const words = () => bodyOf(handle).replaceAll("\ufffc", "\n").trim();

test("a page and a client write one text at once, and agree", async () => {
  sicoval = await (await Person.at(browser, association)).logIn("direction.sicoval@demo.example");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "À deux mains");
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  const paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
  const url = await sicoval.page.locator("#editeur").getAttribute("data-document-url");

  const montauban = await (await Person.at(browser, association)).logIn("direction.grand-montauban@demo.example");
  const [cookie] = (await montauban.context.cookies()).filter(({ name }) => name.endsWith("dires"));
  door = await Door.open(new URL(association.url).port, `${cookie.name}=${cookie.value}`);
  repo = repository(door);
  handle = await find(repo, url);
  assert.equal(handle.doc().title, "À deux mains");

  await sicoval.type("De la page.");
  await until("the client reads the page", () => /De la page\./.test(words()));
  handle.change((doc) => {
    A.splice(doc, ["body"], doc.body.length, 0, " Du client.");
    A.splitBlock(doc, ["body"], doc.body.length, paragraph);
    A.splice(doc, ["body"], doc.body.length, 0, "Un autre paragraphe.");
    A.mark(doc, ["body"], { start: 1, end: 3, expand: "after" }, "strong", true);
  });
  await sicoval.reads("Un autre paragraphe.");
  await sicoval.page.locator("#editeur strong", { hasText: "De" }).waitFor();
  await sicoval.caretAtEnd();
  const typing = sicoval.type(" page page page");
  for (let round = 0; round < 10; round += 1) {
    handle.change((doc) => A.splice(doc, ["body"], 1, 0, `c${round} `));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await typing;
  await until("they agree", async () => isSaved(handle) && (await sicoval.text()) === words());
  assert.match(words(), /^c9 .*De la page\. Du client\.\nUn autre paragraphe\. page page page$/);
  await sicoval.until("enregistre");
  assert.equal(await sicoval.page.locator("#editeur").getAttribute("data-reprises"), "0");
  await montauban.leave();
});

test("each is shown to the other as the server knows them, and gone once gone", async () => {
  const present = sicoval.page.getByRole("list", { name: "Présents sur ce texte" }).getByRole("listitem");
  const heard = [];
  handle.on("ephemeral-message", ({ message }) => heard.push(message));
  handle.broadcast({ kind: "presence", session: "client", hello: true, identity: { name: "La présidence" } });
  await present.filter({ hasText: "Direction générale du Grand Montauban" }).waitFor();
  await until("the page answers", () => heard.some(({ kind, identity }) => kind === "presence" && /Sicoval/.test(identity.name)));
  // The client is cut without a word: the server says that it is gone, long before its silence would.
  door.cut();
  await present.filter({ hasText: "Montauban" }).waitFor({ state: "detached", timeout: 3_000 });
  await sicoval.leave();
});
