import { newDocument, sync, Writer } from "./stand";
import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { test } from "node:test";
import { BODY } from "../src/editor/bridge/replica";
import { forbidden, isMarkValue, printable, titleOf, TITLE_MOST } from "../src/editor/model/allowed";
import { allowedHref, linkValue } from "../src/editor/model/link";
import { schema } from "../src/editor/model/schema";
import { unsentPassages } from "../src/editor/session/unsent";

/** Whether the server's vetting would take this body: the same rules, written from its side. */
function isTaken(writer: Writer): boolean {
  return A.spans(writer.replica.doc(), BODY).every((span) => {
    if (span.type === "block") return ((span.value as { parents: unknown[] }).parents ?? []).length <= 8;
    const marks = (span.marks ?? {}) as Record<string, unknown>;
    return forbidden(span.value).length === 0 && Object.entries(marks).every(([name, value]) => value === null || isMarkValue(name as "link", value));
  });
}

test("what no text may hold never reaches the document, however it comes", () => {
  const bad = "a\u0000b\u0007c\u0085d\ufffce\ufdd0f\u{1ffff}g\u007fh";
  const typed = new Writer(newDocument()).type(bad);
  assert.equal(typed.text.replace(/\ufffc/g, ""), "abcdefgh");
  const pasted = new Writer(newDocument()).paste(`<p>${bad.replace("\u0000", "")}</p>`);
  assert.ok(isTaken(pasted) && pasted.text.includes("abcdefgh"));
  const plain = new Writer(newDocument());
  plain.view.pasteText(bad, new Event("paste") as ClipboardEvent);
  assert.ok(isTaken(plain) && plain.text.includes("abcdefgh"));
  const half = new Writer(newDocument());
  half.view.dispatch(half.view.state.tr.insertText("x\ud83dy"));
  assert.ok(isTaken(half));
  for (const writer of [typed, pasted, plain, half]) {
    assert.ok(writer.editor.faithful);
    assert.equal(writer.editor.repairs, 0);
    writer.leave();
  }
});

test("tabs, line breaks, no-break blanks and emoji are kept", () => {
  const kept = "a\tb\nc\u202fd\u00a0e😀f\ufefff";
  assert.equal(printable(kept), kept);
});

test("a link that leads nowhere, is too long or acts in the reader's name is no link", () => {
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "/relatif", "#ancre", "mailto:", "https://", `https://a.fr/${"x".repeat(2_048)}`, "ftp://a.fr"]) {
    assert.equal(allowedHref(bad), null, bad);
    const writer = new Writer(newDocument()).paste(`<p>voir <a href="${bad}">ici</a></p>`);
    assert.ok(isTaken(writer), bad);
    writer.leave();
  }
  assert.ok(isMarkValue("link", linkValue("https://a.fr/é b", "deux\n mots\u0000")));
  assert.ok(!isMarkValue("link", "{}") && !isMarkValue("link", "null") && !isMarkValue("footnote", "x".repeat(65)));
});

test("a mark that another page forged in the clipboard is left out", () => {
  const writer = new Writer(newDocument());
  const forged = schema.text("ici", [schema.mark("link", { value: '{"href":"javascript:alert(1)"}' })]);
  writer.view.dispatch(writer.view.state.tr.insert(1, forged));
  assert.ok(isTaken(writer) && writer.text.includes("ici"));
  writer.leave();
});

test("nothing stands in more than eight containers", () => {
  const deep = `${"<ul><li>a".repeat(12)}${"</li></ul>".repeat(12)}`;
  const quoted = `${"<blockquote>".repeat(10)}<li>a<p>b</p></li>${"</blockquote>".repeat(10)}`;
  for (const html of [deep, quoted]) {
    const writer = new Writer(newDocument()).paste(html);
    assert.ok(isTaken(writer), html);
    for (let i = 0; i < 12; i++) writer.press("Tab").press("9", { ctrlKey: true, shiftKey: true });
    assert.ok(isTaken(writer) && writer.editor.faithful);
    writer.leave();
  }
});

test("a title is one line of at most 500 units, cut between characters", () => {
  assert.equal(titleOf("un\n  deux\r\ntrois\tquatre\u0000"), "un deux trois quatre");
  assert.equal(titleOf("x".repeat(600)).length, TITLE_MOST);
  assert.equal(titleOf(`${"x".repeat(499)}😀`), "x".repeat(499));
});

test("a change that the server would refuse for its size is not made", () => {
  const writer = new Writer(newDocument());
  writer.view.dispatch(writer.view.state.tr.insertText("x".repeat(200_000)));
  assert.equal(writer.text.length, 1);
  assert.ok(writer.editor.faithful);
  writer.leave();
});

test("what the server does not have is shown, with the words around it", () => {
  const writer = new Writer(newDocument("Titre")).type("Un mot. Un autre.").press("Enter").type("Sans suite.");
  const heads = A.getHeads(writer.replica.doc());
  writer.find(" Un autre").select(writer.view.state.selection.from).type(" Un ajout 😀.");
  writer.title.write("Titre neuf", 10);
  assert.deepEqual(unsentPassages(writer.replica.doc(), heads), [
    [{ text: "Titre", added: false }, { text: " neuf", added: true }],
    [{ text: "Un mot.", added: false }, { text: " Un ajout 😀.", added: true }, { text: " Un autre.", added: false }],
  ]);
  assert.deepEqual(unsentPassages(writer.replica.doc(), A.getHeads(writer.replica.doc())), []);
  const other = new Writer(writer.replica.doc()).type("Avant. ");
  sync(writer, other);
  assert.equal(unsentPassages(writer.replica.doc(), heads).length, 2);
  writer.leave();
  other.leave();
});
