// Our own editor: the real server, built as for a release, with the demonstration's people, who write a text of their own.
// The keystrokes come in as a colleague's replica that was long offline would bring them: through the live hub.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startAssociation } from "../../tests/browser/association.mjs";
import { Person } from "../../tests/browser/person.mjs";
import { find, isSaved, repository, until } from "../../tests/clients/client.mjs";
import { Door } from "../../tests/clients/scene.mjs";
import { earlier, typeInto } from "./text.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
// The instance of the library that the tests' clients run.
const A = await import(pathToFileURL(createRequire(path.join(root, "tests/browser/person.mjs")).resolve("@automerge/automerge")));

/** How many keystrokes are sent at once (the hub's bounds are for a day's writing in one message). */
const PORTION = 10_000;

async function found(browser, association) {
  const person = await (await Person.at(browser, association)).logIn("direction.sicoval@demo.example");
  await person.go("/textes/nouveau");
  await person.page.locator("[name=nature][value=dire]").check();
  await person.page.fill("[name=titre]", "Essai");
  for (const name of ["Sicoval", "Grand Montauban"]) await person.page.getByLabel(name, { exact: true }).check();
  await person.press("Créer le texte");
  const paper = new URL(person.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await person.write(paper);
  const url = await person.page.locator("#editeur").getAttribute("data-document-url");
  await person.go("/tableau");
  return { person, paper, url };
}

/** Says to have read the text as it is: what changed since is compared. */
async function read({ person, paper }, handle) {
  await person.go(paper);
  const state = A.getHeads(handle.doc()).sort().join(",");
  const status = await person.page.evaluate(
    async ([address, state]) => {
      const jeton = document.querySelector("[name=jeton]").value;
      return (await fetch(address, { method: "POST", body: new URLSearchParams({ jeton, etat: state }) })).status;
    },
    [`${paper}/lecture`, state],
  );
  if (status !== 200) throw new Error(`the text cannot be said to be read: ${status}`);
}

async function fill(association, text, strokes) {
  const { person, url } = text;
  const [cookie] = (await person.context.cookies()).filter(({ name }) => name.endsWith("dires"));
  const door = await Door.open(new URL(association.url).port, `${cookie.name}=${cookie.value}`);
  const repo = repository(door);
  const handle = await find(repo, url);
  const parts = [strokes.slice(0, earlier(strokes)), strokes.slice(earlier(strokes))];
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PORTION) {
      handle.update((doc) => typeInto(A, doc, "body", part.slice(at, at + PORTION)));
      await until("the server keeps what was typed", () => isSaved(handle), 600_000);
    }
    if (part === parts[0]) await read(text, handle);
  }
  await repo.shutdown();
  door.close();
}

export async function ours(strokes, browser) {
  const association = await startAssociation();
  const text = await found(browser, association);
  await fill(association, text, strokes);
  await text.person.context.close();
  const manifest = JSON.parse(readFileSync(path.join(root, "web/dist/manifest.json")));
  const size = ["editor.js", "automerge.wasm"].reduce((sum, name) => sum + readFileSync(path.join(root, "web/dist", `${manifest[name]}.br`)).length, 0);
  return {
    name: "ours",
    version: "",
    size,
    address: `${association.url}${text.paper}/ecrire`,
    async open(onto, who = "sicoval") {
      const person = await (await Person.at(onto, association)).logIn(`direction.${who}@demo.example`);
      await person.page.close();
      return person.context;
    },
    /** The page of the redline, as its reader's browser is sent it. */
    async compare(context) {
      const answer = await context.request.get(`${association.url}${text.paper}/comparer?avant=lecture&apres=maintenant`);
      if (!answer.ok()) throw new Error(`the redline answers ${answer.status()}`);
      await answer.body();
    },
    stop: () => association.stop(),
  };
}
