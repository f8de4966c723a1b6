// Images, in real Chromium: with the keyboard alone, what is refused, colleagues who see them live, a phone, readers.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { deflateSync, crc32 } from "node:zlib";
import { startAssociation, startChromium } from "./association.mjs";
import { agreed, Person, PHONE } from "./person.mjs";

let association, browser, sicoval, montauban, paper;

// Each chapter stands on the ones before.
let broken = null;
const chapter = (title, tell) =>
  test(title, async () => {
    assert.equal(broken, null, "an earlier chapter failed");
    try {
      await tell();
    } catch (error) {
      broken = title;
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

/** A PNG of one colour (ISO/IEC 15948). */
function png(width, height, [red, green, blue]) {
  const part = (name, data) => {
    const body = Buffer.concat([Buffer.from(name, "ascii"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.from([0, ...Array.from({ length: width }, () => [red, green, blue]).flat()]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), part("IHDR", head), part("IDAT", rows), part("IEND", Buffer.alloc(0))]);
}

const MAP = png(900, 500, [120, 150, 170]);

const direction = async (territory, options) => (await Person.at(browser, association, options)).logIn(`direction.${territory}@demo.example`);
const keys = async (person, ...pressed) => {
  for (const key of pressed) await person.page.keyboard.press(key);
};
const picture = (person, name) => person.page.locator("#editeur .corps").getByRole("img", { name, exact: true });
const dialog = (person) => person.page.getByRole("dialog");
const give = (person, name, buffer) => person.page.getByLabel("Fichier de l’image").setInputFiles({ name, mimeType: "image/png", buffer });
/** Does something of which the browser complains by itself: a refused request, a cable that is pulled. */
async function refused(person, act) {
  person.cut = true;
  await act();
  person.cut = false;
}
const shot = (person, name) => (process.env.DIRES_SHOTS ? person.page.screenshot({ path: `${process.env.DIRES_SHOTS}/${name}.png` }) : null);

// Runs in the page: the picture is there, not only its words.
const drawn = (name) => [...document.images].some((image) => image.alt === name && image.complete && image.naturalWidth > 0);

/** Gives the editor a file as a paste, or a drop on the middle of its first block. */
const bring = (person, how, bytes) =>
  person.page.evaluate(
    ([how, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "carte.png", { type: "image/png" }));
      const editor = document.querySelector("#editeur .ProseMirror");
      const box = editor.firstElementChild.getBoundingClientRect();
      const place = { bubbles: true, cancelable: true, clientX: box.left + 20, clientY: box.top + 5 };
      editor.dispatchEvent(how === "paste" ? new ClipboardEvent("paste", { ...place, clipboardData: data }) : new DragEvent("drop", { ...place, dataTransfer: data }));
    },
    [how, [...bytes]],
  );

chapter("an image is asked for with the keyboard, and not taken without its words", async () => {
  sicoval = await direction("sicoval");
  await sicoval.go("/textes/nouveau");
  await sicoval.page.locator("[name=nature][value=dire]").check();
  await sicoval.page.fill("[name=titre]", "Les gares de demain");
  for (const name of ["Sicoval", "Grand Montauban"]) await sicoval.page.getByLabel(name, { exact: true }).check();
  await sicoval.press("Créer le texte");
  paper = new URL(sicoval.page.url()).pathname.match(/\/textes\/[0-9a-f-]+/)[0];
  await sicoval.write(paper);
  await sicoval.type("Voici la carte.");
  await keys(sicoval, "Alt+Shift+G");
  await dialog(sicoval).waitFor();
  await sicoval.isAccessible();
  await give(sicoval, "carte.png", MAP);
  await sicoval.page.getByLabel("Texte de remplacement").focus();
  await keys(sicoval, "Tab", "Tab", "Enter");
  await sicoval.page.getByRole("alert").filter({ hasText: "Écrivez ce que l’image montre" }).waitFor();
  await sicoval.page.keyboard.type("Carte des gares en 2030");
  await shot(sicoval, "dialogue-1280");
  await keys(sicoval, "Tab", "Tab", "Enter");
  await picture(sicoval, "Carte des gares en 2030").waitFor();
  await sicoval.page.waitForFunction(drawn, "Carte des gares en 2030");
  await sicoval.page.keyboard.type("Et ce qui suit.");
  await sicoval.until("enregistre");
  assert.equal(await sicoval.text(), "Voici la carte.\n\nEt ce qui suit.");
  await shot(sicoval, "ecrire-1280");
});

chapter("a file that is no image is told so, and what was typed stays", async () => {
  await keys(sicoval, "Alt+Shift+G");
  await give(sicoval, "carte.png", Buffer.from("Un texte renommé."));
  await sicoval.page.getByLabel("Texte de remplacement").fill("Une vue");
  await refused(sicoval, async () => {
    await keys(sicoval, "Tab", "Tab", "Enter");
    await sicoval.page.getByRole("alert").filter({ hasText: "n’est pas une image" }).waitFor();
  });
  assert.equal(await sicoval.page.getByLabel("Texte de remplacement").inputValue(), "Une vue");
  await keys(sicoval, "Escape");
  assert.equal(await sicoval.page.locator("#editeur figure.image").count(), 1);
});

chapter("a colleague sees it at once, selects it with the keyboard and describes it otherwise", async () => {
  montauban = await direction("grand-montauban");
  await montauban.write(paper);
  await picture(montauban, "Carte des gares en 2030").waitFor();
  await montauban.page.locator("#editeur .ProseMirror > p").last().click();
  await keys(montauban, "Home", "Backspace");
  await montauban.page.locator("figure.image.ProseMirror-selectednode").waitFor();
  await keys(montauban, "Enter");
  await dialog(montauban).waitFor();
  await montauban.page.getByLabel("Image décorative").check();
  await keys(montauban, "Enter");
  await picture(sicoval, "Image décorative").waitFor();
  await montauban.until("enregistre");
  await keys(montauban, "Control+z");
  await picture(sicoval, "Carte des gares en 2030").waitFor();
  await agreed([sicoval, montauban]);
});

chapter("a file is pasted, or dropped where it is let go; pictures of elsewhere are left there", async () => {
  await sicoval.caretAtEnd();
  for (const [how, name, colour] of [["paste", "Une gare", [90, 60, 40]], ["drop", "Un quai", [20, 60, 40]]]) {
    await bring(sicoval, how, png(300, 200, colour));
    await sicoval.page.getByLabel("Texte de remplacement").fill(name);
    await dialog(sicoval).getByRole("button", { name: "Ajouter" }).click();
    await sicoval.page.waitForFunction(drawn, name);
  }
  assert.equal(await sicoval.page.locator("#editeur figure.image").count(), 3);
  await agreed([sicoval, montauban]);
});

chapter("suggesting, an image is refused in a sentence", async () => {
  await keys(sicoval, "Control+Alt+S", "Alt+Shift+G");
  await sicoval.page.getByText("Une image ne se suggère pas").waitFor();
  assert.equal(await dialog(sicoval).count(), 0);
  await keys(sicoval, "Control+Alt+S");
});

chapter("without network an image is said to need it, and comes once it is back", async () => {
  await sicoval.page.keyboard.press("Alt+Shift+G");
  await give(sicoval, "carte.png", png(40, 30, [1, 2, 3]));
  await sicoval.page.getByLabel("Texte de remplacement").fill("Un train");
  await refused(sicoval, async () => {
    await sicoval.context.setOffline(true);
    await dialog(sicoval).getByRole("button", { name: "Ajouter" }).click();
    await sicoval.page.getByRole("alert").filter({ hasText: "elle demande le réseau" }).waitFor();
    await sicoval.context.setOffline(false);
  });
  await dialog(sicoval).getByRole("button", { name: "Ajouter" }).click();
  await sicoval.page.waitForFunction(drawn, "Un train");
  await sicoval.until("enregistre");
});

chapter("it reads well on a wide page and on a phone, and no page is wider than its screen", async () => {
  for (const [name, options] of [["1280", {}], ["390", { viewport: PHONE }], ["390-sombre", { viewport: PHONE, colorScheme: "dark" }]]) {
    const reader = await direction("grand-montauban", options);
    await reader.go(paper);
    const image = reader.page.getByRole("img", { name: "Carte des gares en 2030" });
    await image.scrollIntoViewIfNeeded();
    await reader.page.waitForFunction(drawn, "Carte des gares en 2030");
    await reader.fits();
    await reader.isAccessible();
    await shot(reader, `lire-${name}`);
    await reader.write(paper);
    await reader.fits();
    await shot(reader, `ecrire-${name}`);
    await reader.leave();
  }
});

chapter("nothing else was wrong on any page", async () => {
  for (const person of [sicoval, montauban]) {
    assert.equal(await person.page.locator("#editeur").getAttribute("data-reprises"), "0", "no view was mended");
    await person.leave();
  }
});
