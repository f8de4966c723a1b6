import "./dom";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Slice } from "prosemirror-model";
import { NodeSelection } from "prosemirror-state";
import { imageIn, writeImage } from "../src/editor/images/html";
import { describeImage, insertImage, selectedImage } from "../src/editor/images/commands";
import { ALT_MOST, altOf, imageAttrs, readImage, type Image } from "../src/editor/images/image";
import { images } from "../src/editor/images/plugin";
import { schema } from "../src/editor/model/schema";
import { newDocument, sync, Writer } from "./stand";

const FILE = `${"a1".repeat(32)}.png`;
const map: Image = { file: FILE, width: 640, height: 480, alt: "Carte des gares", decorative: false };

/** What the view shows: the kinds of blocks, words, and what is read in the place of images. */
const shown = (writer: Writer): string[] =>
  writer.view.state.doc.children.map((node) => (node.type.name === "image" ? `image(${node.attrs.alt || (node.attrs.decorative ? "décorative" : "")})` : node.textContent));

const writer = (text = "avantaprès"): Writer => {
  const one = new Writer(newDocument());
  return one.select(1).type(text).select(6);
};

test("an image parts the words around it, and one goes on after it", () => {
  const one = writer();
  one.run(insertImage(map));
  one.type("X");
  assert.deepEqual(shown(one), ["avant", "image(Carte des gares)", "Xaprès"]);
  assert.ok(one.editor.faithful);
  const marker = one.spans.find((span) => span.type === "block" && String(span.value.type) === "image");
  assert.deepEqual(JSON.parse(JSON.stringify(marker?.value)), { type: "image", parents: [], isEmbed: false, attrs: { alt: "Carte des gares", file: FILE, height: 480, width: 640 } });
});

test("two people describe an image and write beside it at once: both see the same, and undo takes back one's own only", () => {
  const one = writer();
  one.run(insertImage(map));
  const two = new Writer(one.replica.doc());
  const place = (who: Writer): number => who.view.state.doc.child(0).nodeSize;
  one.run(describeImage(place(one), "", true));
  two.find("après").type("ensuite");
  sync(one, two);
  assert.deepEqual(shown(one), ["avant", "image(décorative)", "ensuite"]);
  assert.deepEqual(shown(two), shown(one));
  one.editor.undo();
  sync(one, two);
  assert.deepEqual(shown(two), ["avant", "image(Carte des gares)", "ensuite"]);
});

test("what is typed on an image leaves it there; Backspace after it selects it, and takes it out the second time", () => {
  const one = writer();
  one.run(insertImage(map));
  one.press("Backspace");
  assert.equal(selectedImage(one.view.state)?.image.alt, "Carte des gares");
  one.type("mot");
  assert.deepEqual(shown(one), ["avant", "image(Carte des gares)", "après"]);
  one.press("Backspace");
  assert.deepEqual(shown(one), ["avant", "après"]);
  one.editor.undo();
  assert.deepEqual(shown(one), ["avant", "image(Carte des gares)", "après"]);
});

test("Delete before an image selects it first", () => {
  const one = writer();
  one.run(insertImage(map));
  one.select(6).press("Delete");
  assert.ok(one.view.state.selection instanceof NodeSelection);
  one.press("Delete");
  assert.deepEqual(shown(one), ["avant", "après"]);
});

test("an image of this text is copied; one of elsewhere, or of another text, is left there", () => {
  const node = schema.nodes.image!.create({ ...map });
  const copied = writeImage(node, document);
  assert.deepEqual(imageIn(copied), map);
  const one = writer();
  one.paste(`<p data-pm-slice="0 0 []">un</p>${copied.outerHTML}<p>deux</p>`);
  assert.deepEqual(shown(one), ["avant", "un", "image(Carte des gares)", "deux", "après"]);
  const two = writer();
  two.paste(`<p>un</p><img src="https://ailleurs.example/x.png" alt="espion"><img src="/textes/1/images/${FILE}"><img data-fichier="/textes/autre/images/${FILE}" width="1" height="1"><p>deux</p>`);
  assert.deepEqual(shown(two), ["avantun", "deuxaprès"]);
});

test("an image's words are a line, cut between characters, and never beside « décorative »", () => {
  assert.equal(altOf("  Une\n carte \u0000"), "Une carte");
  assert.equal([...altOf("😀".repeat(ALT_MOST + 5))].length, ALT_MOST);
  assert.equal(readImage({ file: "../../secret", width: 1, height: 1 }), null);
  assert.equal(readImage({ file: FILE, width: 0, height: 1 }), null);
  assert.deepEqual(imageAttrs({ ...map, decorative: true }), { alt: map.alt, file: FILE, height: 480, width: 640 });
});

test("a pasted file is asked about, but not the picture that a word processor puts beside its words", () => {
  const asked: (File | undefined)[] = [];
  const one = new Writer(newDocument(), [images({ openImage: (file) => asked.push(file) > 0 })]);
  const file = { type: "image/png" } as File;
  const paste = (html: string): boolean => {
    const event = { clipboardData: { files: [file], getData: (type: string) => (type === "text/html" ? html : "") } } as unknown as ClipboardEvent;
    return !!one.view.someProp("handlePaste", (handle) => handle(one.view, event, Slice.empty));
  };
  assert.equal(paste("<meta charset='utf-8'><img src='https://ailleurs.example/x.png'>"), true);
  assert.equal(paste("<style>p { color: red }</style><p>Des mots</p><img src='file:///image.png'>"), false);
  assert.deepEqual(asked, [file]);
});

test("nobody suggests an image: nothing is done, and that is said", () => {
  const one = new Writer(newDocument(), [], "1".repeat(32));
  one.select(1).type("avant");
  one.suggesting = true;
  one.run(insertImage(map));
  assert.deepEqual(shown(one), ["avant"]);
  assert.equal(one.impossible, 1);
});
