// A text of the trace's first 30,000 characters with every keystroke that made it, in paragraphs as an editor writes them:
// as an Automerge document, one change a keystroke, and as a Yjs document, one transaction a keystroke.
import { readFileSync, existsSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as Y from "yjs";

/** The keystrokes `[position, deleted, inserted]` up to where the text has this many characters. */
export function keystrokes(file, characters) {
  if (!existsSync(file)) return invented(characters);
  const { txns } = JSON.parse(gunzipSync(readFileSync(file)));
  const all = txns.flatMap(({ patches }) => patches);
  let there = 0;
  const length = all.findIndex(([, deleted, inserted]) => (there += inserted.length - deleted) >= characters);
  return all.slice(0, length + 1);
}

/** Where there is no trace: words one after the other, every tenth keystroke taken back, a paragraph every 600 characters. */
function invented(characters) {
  const strokes = [];
  for (let at = 0; at < characters; at++) {
    strokes.push([at, 0, at % 600 === 599 ? "\n" : at % 6 === 5 ? " " : "e"]);
    if (at % 10 === 9) strokes.push([at, 1, ""], [at, 0, "a"]);
  }
  return strokes;
}

const paragraph = (A) => ({ type: new A.ImmutableString("paragraph"), parents: [], attrs: {}, isEmbed: false });

/** Makes these keystrokes in a text of an Automerge document that starts with a paragraph's marker; `A` is the library that made it. */
export function typeInto(A, doc, field, strokes) {
  for (const [at, deleted, inserted] of strokes) {
    doc = A.change(doc, { time: 0 }, (draft) => {
      if (deleted) A.splice(draft, [field], at + 1, deleted, "");
      else if (inserted === "\n") A.splitBlock(draft, [field], at + 1, paragraph(A));
      else A.splice(draft, [field], at + 1, 0, inserted);
    });
  }
  return doc;
}

/** The Automerge document that a stock editor starts from: `text` holds one paragraph. */
export function emptyText(A) {
  return A.change(A.from({ text: "" }), (draft) => A.splitBlock(draft, ["text"], 0, paragraph(A)));
}

/** How many of the keystrokes were there in the earlier of the two states that are compared. */
export const earlier = (strokes) => Math.floor(strokes.length * 0.6);

/**
 * The Yjs document as TipTap shapes it: a fragment of paragraphs; a split moves the tail to a new one, as its binding does.
 * With `comparable`, what was deleted is kept, which comparing needs, and `before` is the earlier state.
 */
export function yjs(strokes, comparable = false) {
  const doc = new Y.Doc({ gc: !comparable });
  let before = null;
  const fragment = doc.getXmlFragment("default");
  const texts = [new Y.XmlText()];
  const element = (text) => {
    const it = new Y.XmlElement("paragraph");
    it.insert(0, [text]);
    return it;
  };
  fragment.insert(0, [element(texts[0])]);
  const find = (at) => {
    for (let index = 0, left = at; ; index++) {
      if (left <= texts[index].length) return { index, offset: left };
      left -= texts[index].length + 1;
    }
  };
  const split = (index, offset) => {
    const tail = texts[index].toString().slice(offset);
    texts[index].delete(offset, tail.length);
    texts.splice(index + 1, 0, new Y.XmlText(tail));
    fragment.insert(index + 1, [element(texts[index + 1])]);
  };
  const join = (index) => {
    const tail = texts[index + 1].toString();
    texts[index].insert(texts[index].length, tail);
    fragment.delete(index + 1, 1);
    texts.splice(index + 1, 1);
  };
  for (const [number, [at, deleted, inserted]] of strokes.entries()) {
    if (comparable && number === earlier(strokes)) before = Y.snapshot(doc);
    doc.transact(() => {
      const { index, offset } = find(at);
      if (deleted && offset === texts[index].length) join(index);
      else if (deleted) texts[index].delete(offset, 1);
      else if (inserted === "\n") split(index, offset);
      else texts[index].insert(offset, inserted);
    });
  }
  return { update: Y.encodeStateAsUpdate(doc), text: texts.map(String).join("\n"), doc, before };
}
