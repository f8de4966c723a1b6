import "./dom";
import { newDocument, Writer } from "./stand";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Fragment, type Node } from "prosemirror-model";
import { readHtml } from "../src/editor/clipboard/parse";
import { ClipboardSerializer } from "../src/editor/clipboard/serialize";
import { toggleList, toggleQuote, toHeading } from "../src/editor/commands/blocks";
import { breakLine, setLink, toggleFootnote, toggleStrong } from "../src/editor/commands/inline";
import { indent } from "../src/editor/commands/lists";
import { blockOf } from "../src/editor/model/block";
import { Random } from "./random";

const ids = (): (() => string) => {
  let count = 0;
  return () => `n${++count}`;
};

function read(html: string, own = false): Node[] {
  const root = document.createElement("div");
  root.innerHTML = html;
  return readHtml(root, ids(), own);
}

/** A line a block: `type(parents): text`, marked text in braces. */
const lines = (blocks: readonly Node[]): string[] =>
  blocks.map((node) => {
    const block = blockOf(node)!;
    let text = "";
    node.forEach((child) => {
      const marks = child.marks.map((mark) => mark.type.name + (mark.attrs.value ? `=${mark.attrs.value}` : "")).join(",");
      text += marks ? `{${marks}:${child.text}}` : child.text;
    });
    return `${block.type}${block.attrs.level ?? ""}(${block.parents.join(" ")}): ${text}`;
  });

const [UL, OL] = ["unordered-list-item", "ordered-list-item"];

test("nested lists are flattened to parents", () => {
  assert.deepEqual(lines(read("<ul><li>a<ol><li>b</li><li><p>c</p><p>suite</p></li></ol></li><li>d</li></ul>")), [
    `${UL}(): a`, `${OL}(${UL}): b`, `${OL}(${UL}): c`, `paragraph(${UL} ${OL}): suite`, `${UL}(): d`,
  ]);
});

test("blanks collapse, lines break, and empty paragraphs of word processors go", () => {
  assert.deepEqual(lines(read("<p>un\n   deux <b> trois</b> <br> quatre </p>\n<p>\u00a0</p><div>cinq</div>")), [
    "paragraph(): un deux {strong: trois}".replace("{strong: trois}", "{strong:trois}") + "\nquatre", "paragraph(): cinq",
  ]);
});

test("links keep allowed schemes only, scripts and styles leave nothing", () => {
  const html = "<style>p{}</style><p>a <a href='https://exemple.fr'>b</a> <a href='javascript:alert(1)'>c</a><script>alert(1)</script></p>";
  assert.deepEqual(lines(read(html)), ['paragraph(): a {link={"href":"https://exemple.fr/","title":""}:b} c']);
});

test("emphasis by style, as word processors and Google Docs write it", () => {
  const html = "<b style='font-weight:normal'><p>a <span style='font-weight:700'>b</span> <span style='font-style: italic'>c</span></p></b>";
  assert.deepEqual(lines(read(html)), ["paragraph(): a {strong:b} {em:c}"]);
});

test("Word: lists by style and footnotes from the end of the page", () => {
  const html = `<h1>Titre</h1>
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span> </span></span>un</p>
    <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>·</span>deux</p>
    <p class=MsoNormal>Fait<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.</p>
    <div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>
      <p class=MsoFootnoteText><a href="#_ftnref1"><sup>[1]</sup></a> Loi du 22 août</p></div></div>`;
  assert.deepEqual(lines(read(html)), ["heading1(): Titre", `${OL}(): un`, `${UL}(${OL}): deux`, "paragraph(): Fait{footnote=n1:Loi du 22 août}."]);
});

test("LibreOffice: footnotes", () => {
  const html = `<p>Fait<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
    <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Source</p></div>`;
  assert.deepEqual(lines(read(html)), ["paragraph(): Fait{footnote=n1:Source}"]);
});

test("tables are tables, images and control characters go", () => {
  assert.deepEqual(lines(read("<table><tr><td>a</td><td>b\u0007</td></tr></table><img src='x' alt='y'>")), ["table-cell(): a", "table-cell(): b", "table-row-end(): "]);
});

test("what is pasted in a paragraph joins it, what follows stands on its own", () => {
  const one = new Writer(newDocument()).type("début fin");
  one.select(7).paste("<p>un</p><ul><li>deux</li></ul><p>trois </p>");
  assert.equal(one.view.state.doc.textBetween(0, one.view.state.doc.content.size, "|"), "début un|deux|troisfin");
  assert.ok(one.editor.faithful);
  one.leave();
});

function scribble(one: Writer, random: Random): void {
  const size = one.view.state.doc.content.size;
  one.select(random.below(size), random.below(size));
  const commands = [toggleList(true), toggleList(false), toggleQuote, toHeading(1 + random.below(4)), indent, toggleStrong, breakLine, setLink("https://exemple.fr/", "lien"), toggleFootnote(() => one.newNote(), "Note")];
  if (random.below(2)) one.run(random.pick(commands));
  else if (random.below(2)) one.press("Enter");
  else one.type(random.pick(["mot ", "  deux  blancs", "é", "---"]));
}

test("what one copies is read back the same, whatever its nesting", () => {
  for (let seed = 1; seed <= 30; seed++) {
    const random = new Random(seed);
    const one = new Writer(newDocument());
    for (let step = 0; step < 40; step++) scribble(one, random);
    const html = document.createElement("div");
    new ClipboardSerializer().serializeFragment(Fragment.from(one.view.state.doc.content), { document }, html);
    const anonymous = (found: readonly string[]): string[] => found.map((line) => line.replace(/footnote=[^:]*/g, "footnote"));
    const blocks = one.view.state.doc.children;
    assert.deepEqual(anonymous(lines(read(html.innerHTML, true))), anonymous(lines(blocks)), `seed ${seed}\n${html.innerHTML}`);
    one.leave();
  }
});
