import { newDocument } from "./stand";
import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { test } from "node:test";
import { TITLE } from "../src/editor/bridge/replica";
import { allowedHref, completedHref } from "../src/editor/model/link";
import { readPresence } from "../src/editor/presence/messages";
import { holds, saveState } from "../src/editor/session/save-state";
import { difference } from "../src/editor/title-text";

test("nothing is said to be saved that the server has not committed", () => {
  const facts = { access: "write", refused: false, connected: true, stored: true, late: false, ahead: false } as const;
  assert.equal(saveState(facts), "enregistre");
  assert.equal(saveState({ ...facts, stored: false }), "enregistrement");
  assert.equal(saveState({ ...facts, stored: false, late: true }), "non-enregistre");
  assert.equal(saveState({ ...facts, late: true }), "enregistre");
  assert.equal(saveState({ ...facts, stored: false, late: true, connected: false }), "hors-ligne");
  assert.equal(saveState({ ...facts, connected: false }), "hors-ligne");
  assert.equal(saveState({ ...facts, access: "read" }), "lecture");
  assert.equal(saveState({ ...facts, access: "read", stored: false, ahead: true }), "refuse");
  assert.equal(saveState({ ...facts, refused: true, connected: false }), "refuse");
});

test("a server holds a text when no change of ours is missing in what it has", () => {
  const server = newDocument();
  const mine = A.change(A.clone(server), (draft) => A.splice(draft, TITLE, 0, 0, "x"));
  assert.equal(holds(mine, null), false);
  assert.equal(holds(mine, A.getHeads(server)), false);
  assert.equal(holds(mine, A.getHeads(mine)), true);
  const ahead = A.change(A.clone(mine), (draft) => A.splice(draft, TITLE, 0, 0, "y"));
  assert.equal(holds(mine, A.getHeads(ahead)), false, "unknown heads prove nothing");
  const both = A.merge(A.clone(mine), A.change(A.clone(server), (draft) => A.splice(draft, TITLE, 0, 0, "z")));
  assert.equal(holds(both, A.getHeads(mine)), false);
  assert.equal(holds(both, A.getHeads(both)), true);
});

test("presence is believed only as the server signed it", () => {
  const identity = { person: "p", name: "Direction générale du Sicoval", territory: "Sicoval", colour: 3 };
  const message = { kind: "presence", session: "s", where: "body", anchor: "-3@ab", head: "start", hello: true };
  assert.deepEqual(readPresence({ ...message, identity }), {
    session: "p/s", identity: { ...identity, colour: "c3" }, hello: true, place: { where: "body", anchor: "-3@ab", head: "start" },
  });
  assert.equal(readPresence(message), null);
  assert.equal(readPresence({ ...message, identity: { ...identity, colour: "3 evil" } }), null);
  assert.equal(readPresence({ ...message, identity, session: 4 }), null);
  assert.equal((readPresence({ ...message, identity, anchor: {} }) as { place: { where: unknown } }).place.where, null);
  for (const junk of [null, 3, "x", [], {}, { kind: "other", session: "s" }]) assert.equal(readPresence(junk), null);
});

test("addresses of links", () => {
  assert.equal(completedHref("exemple.fr/page"), "https://exemple.fr/page");
  assert.equal(completedHref("a@exemple.fr"), "mailto:a@exemple.fr");
  for (const refused of ["javascript:alert(1)", "data:text/html,x", "mot", "", "ftp://exemple.fr", "java\nscript:alert(1)"]) assert.equal(completedHref(refused), null, refused);
  assert.equal(allowedHref(" JaVaScRiPt:alert(1)"), null);
});

test("a title's change is found where the caret says", () => {
  assert.deepEqual(difference("aa", "aaa", 1), { from: 0, oldTo: 0, newTo: 1 });
  assert.deepEqual(difference("aa", "aaa", 3), { from: 2, oldTo: 2, newTo: 3 });
  assert.deepEqual(difference("un deux", "un", 2), { from: 2, oldTo: 7, newTo: 2 });
});
