import { newDocument, sync, Writer } from "./stand";
import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { insertRule, toggleList, toggleQuote, toHeading } from "../src/editor/commands/blocks";
import { breakLine, leaveFootnote, removeLink, setLink, toggleEm, toggleFootnote, toggleStrong } from "../src/editor/commands/inline";
import { BODY } from "../src/editor/bridge/replica";

let writers: Writer[] = [];

function writer(document_ = newDocument()): Writer {
  const one = new Writer(document_);
  writers.push(one);
  return one;
}

afterEach(() => {
  for (const one of writers) {
    assert.ok(one.editor.faithful, `view differs from spans: ${one.view.state.doc}`);
    assert.equal(one.editor.repairs, 0);
    one.leave();
  }
  writers = [];
});

/** Spans in a line each: `type(parents) attrs` for markers, quoted text with its marks. */
function shown(one: Writer): string[] {
  return one.spans.map((span) => {
    if (span.type === "text") return JSON.stringify(span.value) + (span.marks ? ` ${JSON.stringify(span.marks)}` : "");
    const { type, parents, attrs } = span.value as { type: unknown; parents: unknown[]; attrs: Record<string, unknown> };
    const level = attrs.level === undefined ? "" : ` ${String(attrs.level)}`;
    return `${String(type)}(${parents.map(String).join(" ")})${level}`;
  });
}

test("typing, Enter and Backspace", () => {
  const one = writer().type("Un dire").press("Enter").type("Deux");
  assert.deepEqual(shown(one), ["paragraph()", '"Un dire"', "paragraph()", '"Deux"']);
  one.select(10).press("Backspace");
  assert.deepEqual(shown(one), ["paragraph()", '"Un direDeux"']);
});

test("a line break inside a block is a newline character", () => {
  const one = writer().type("a");
  one.run(breakLine);
  one.type("b");
  assert.deepEqual(shown(one), ["paragraph()", '"a\\nb"']);
});

test("Markdown's habits shape the block", () => {
  for (const [typed, line] of [["# ", "heading() 1"], ["#### ", "heading() 4"], ["- ", "unordered-list-item()"], ["1. ", "ordered-list-item()"], ["> ", "paragraph(blockquote)"]] as const) {
    assert.deepEqual(shown(writer().type(`${typed}x`)), [line, '"x"'], typed);
  }
  assert.deepEqual(shown(writer().type("---x")), ["horizontal-rule()", "paragraph()", '"x"']);
});

test("after a heading's end comes a paragraph", () => {
  const one = writer().type("## Titre").press("Enter").type("x");
  assert.deepEqual(shown(one), ["heading() 2", '"Titre"', "paragraph()", '"x"']);
});

test("Enter at a heading's start puts an empty paragraph before it", () => {
  const one = writer().type("## Titre");
  one.select(1).press("Enter");
  assert.deepEqual(shown(one), ["paragraph()", "heading() 2", '"Titre"']);
});

test("lists nest by Tab, and Enter on an empty item goes out", () => {
  const one = writer().type("- a").press("Enter").press("Tab").type("b").press("Enter");
  assert.deepEqual(shown(one).slice(2), ["unordered-list-item(unordered-list-item)", '"b"', "unordered-list-item(unordered-list-item)"]);
  one.press("Enter");
  assert.equal(shown(one).at(-1), "unordered-list-item()");
  one.press("Enter");
  assert.equal(shown(one).at(-1), "paragraph()");
});

test("what hangs under an item moves with it", () => {
  const one = writer().type("1. a").press("Enter").type("b").press("Enter").press("Tab").type("c");
  one.find("b").press("Tab");
  const list = "ordered-list-item";
  assert.deepEqual(shown(one), [`${list}()`, '"a"', `${list}(${list})`, '"b"', `${list}(${list} ${list})`, '"c"']);
  one.press("Tab", { shiftKey: true });
  assert.deepEqual(shown(one).slice(2), [`${list}()`, '"b"', `${list}(${list})`, '"c"']);
});

test("Backspace at an item's start makes it a paragraph, then joins", () => {
  const one = writer().type("a").press("Enter").type("- b");
  one.find("b").select(one.view.state.selection.from).press("Backspace");
  assert.equal(shown(one)[2], "paragraph()");
  one.press("Backspace");
  assert.deepEqual(shown(one), ["paragraph()", '"ab"']);
});

test("Tab outside of lists, and after Escape, is the browser's", () => {
  const pressed = (one: Writer, key: string): boolean => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    return !!one.view.someProp("handleKeyDown", (handle) => handle(one.view, event));
  };
  assert.equal(pressed(writer().type("a"), "Tab"), false);
  const one = writer().type("- a");
  assert.equal(pressed(one, "Tab"), true);
  pressed(one, "Escape");
  assert.equal(pressed(one, "Tab"), false);
});

test("quotes, rules and headings as commands", () => {
  const one = writer().type("a");
  one.run(toggleQuote);
  assert.deepEqual(shown(one), ["paragraph(blockquote)", '"a"']);
  one.run(toggleQuote);
  one.run(toHeading(3));
  one.run(insertRule);
  one.type("b");
  assert.deepEqual(shown(one), ["heading() 3", '"a"', "horizontal-rule()", "paragraph()", '"b"']);
});

test("a list command on several blocks, and back", () => {
  const one = writer().type("a").press("Enter").type("b");
  one.select(1, 6);
  one.run(toggleList(true));
  assert.deepEqual(shown(one), ["ordered-list-item()", '"a"', "ordered-list-item()", '"b"']);
  one.run(toggleList(true));
  assert.deepEqual(shown(one), ["paragraph()", '"a"', "paragraph()", '"b"']);
});

test("strong and emphasis, on a selection and as one types", () => {
  const one = writer().type("un deux");
  one.find("deux").run(toggleStrong);
  one.find("un").run(toggleEm);
  assert.deepEqual(shown(one), ["paragraph()", '"un" {"em":true}', '" "', '"deux" {"strong":true}']);
  one.select(8).type("+");
  one.run(toggleStrong);
  one.type("=…");
  assert.deepEqual(shown(one).slice(3), ['"deux+" {"strong":true}', '"=…"']);
});

test("text typed where bold text was deleted is as the view shows it", () => {
  const one = writer().type("a gras b");
  one.find("gras").run(toggleStrong);
  one.press("Backspace").type("x");
  assert.equal(one.view.state.doc.textContent, "a x b");
});

test("links, and text after a link", () => {
  const one = writer().type("voir ici");
  one.find("ici").run(setLink("https://exemple.fr/", ""));
  one.select(9).type(".");
  const link = JSON.stringify({ link: JSON.stringify({ href: "https://exemple.fr/", title: "" }) });
  assert.deepEqual(shown(one), ["paragraph()", '"voir "', `"ici" ${link}`, '"."']);
  one.select(7).run(removeLink);
  assert.deepEqual(shown(one), ["paragraph()", '"voir ici."']);
});

test("a footnote is typed in place, and left by →", () => {
  const one = writer().type("Fait");
  one.run(toggleFootnote(() => "n1", "Note"));
  one.view.dispatch(one.view.state.tr.insertText("Loi"));
  one.type(" ZAN");
  assert.deepEqual(shown(one), ["paragraph()", '"Fait"', '"Loi ZAN" {"footnote":"n1"}']);
  one.run(leaveFootnote(true));
  one.type(".");
  assert.deepEqual(shown(one).slice(2), ['"Loi ZAN" {"footnote":"n1"}', '"."']);
});

test("text without a marker is an implicit paragraph, and gets a marker only when it must", () => {
  const empty = A.from({ title: "", body: "" });
  const one = writer(empty).type("a");
  assert.deepEqual(shown(one), ['"a"']);
  one.press("Enter").type("b");
  assert.deepEqual(shown(one), ['"a"', "paragraph()", '"b"']);
  one.select(1, 2).press("Backspace");
  assert.deepEqual(shown(one), ["paragraph()", "paragraph()", '"b"']);
});

test("a marker of an unknown kind is shown and kept", () => {
  const document_ = A.change(newDocument(), (draft) => {
    A.splitBlock(draft, BODY, 1, { type: new A.ImmutableString("aside"), parents: [], attrs: { colour: "red" }, isEmbed: false });
    A.splice(draft, BODY, 2, 0, "encart");
  });
  const one = writer(document_);
  one.find("encart").type("x");
  assert.deepEqual(shown(one), ["paragraph()", "aside()", '"x"']);
  assert.deepEqual((one.spans[1]!.value as { attrs: object }).attrs, { colour: "red" });
});

test("two people who shape one block at once leave one block", () => {
  const document_ = newDocument();
  const [one, two] = [writer(document_).type("a"), writer(document_)];
  sync(one, two);
  one.run(toHeading(1));
  two.run(toHeading(2));
  sync(one, two);
  assert.equal(shown(one).length, 2);
  assert.deepEqual(shown(one), shown(two));
});

test("the caret stays after its own words when a colleague types at the same place", () => {
  const document_ = newDocument();
  const [one, two] = [writer(document_).type("début "), writer(document_)];
  sync(one, two);
  two.select(7).type("BOB");
  one.type("anne");
  sync(one, two);
  one.type("+");
  two.type("=");
  sync(one, two);
  assert.match(one.text, /anne\+/);
  assert.match(one.text, /BOB=/);
});

test("marks chosen for the next character survive a colleague's edit", () => {
  const document_ = newDocument();
  const [one, two] = [writer(document_).type("mot "), writer(document_)];
  sync(one, two);
  one.run(toggleStrong);
  two.select(1).type("un ");
  one.replica.pull(two.replica);
  one.type("gras");
  assert.equal(shown(one).at(-1), '"gras" {"strong":true}');
});

test("a type that two people gave at once is not taken away by writing it again", () => {
  const start = newDocument();
  const [one, two] = [writer(start), writer(start)];
  one.type("x").run(toHeading(2));
  two.run(toggleList(true));
  sync(one, two);
  const [kind] = shown(one);
  // Whichever won is written again, with other attributes where it has any.
  one.run(toHeading(kind === "heading() 2" ? 3 : 2));
  one.run(toHeading(4));
  const written = A.getAllChanges(one.replica.doc()).flatMap((change) => A.decodeChange(change).ops);
  assert.deepEqual(written.filter(({ action, key }) => action === "del" && key === "type"), []);
  sync(one, two);
  assert.deepEqual(shown(two)[0], "heading() 4");
});
