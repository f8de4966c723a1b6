import assert from "node:assert/strict";
import { test } from "node:test";
import { JSDOM } from "jsdom";
import { entered, forgetEntered } from "../src/base/entered";
import { Queue } from "../src/sitting/queue";

const MEETING = "0190a5b2-0000-7000-8000-000000000001";
const [MINE, ANOTHERS] = ["0190a5b2-0000-7000-8000-000000000002", "0190a5b2-0000-7000-8000-000000000003"];

const shelf = (): Storage => new JSDOM("", { url: "https://dires.exemple.fr/" }).window.localStorage;

const entry = (key: string) => ({ key, url: `/reunions/${MEETING}/seance`, fields: [], label: "Pour", at: "2026-03-20T13:00:00Z" });

test("what waits in a meeting is told with its person and its way, what was refused too, and nothing else", () => {
  const kept = shelf();
  kept.setItem("dires-preferences", "[1]");
  assert.deepEqual(entered(kept, "Séance"), []);
  const mine = new Queue(kept, `dires-seance-${MEETING}-${MINE}`);
  mine.add(entry("un"));
  mine.add(entry("deux"));
  mine.refuse("un", "Le vote est clos.");
  new Queue(kept, `dires-seance-${MEETING}-${ANOTHERS}`).add(entry("trois"));
  const address = `/reunions/${MEETING}/seance`;
  const told = [...entered(kept, "Séance")].sort((one, other) => one.person.localeCompare(other.person));
  assert.deepEqual(told, [
    { person: MINE, address, title: "Séance", unsent: 2 },
    { person: ANOTHERS, address, title: "Séance", unsent: 1 },
  ]);
  mine.remove("un");
  mine.remove("deux");
  assert.deepEqual(entered(kept, "Séance").map(({ person }) => person), [ANOTHERS]);
});

test("what cannot be read is told rather than lost, and all is forgotten but what is no queue", () => {
  const kept = shelf();
  kept.setItem("dires-preferences", "[1]");
  kept.setItem(`dires-seance-${MEETING}-${MINE}`, "[{");
  assert.equal(entered(kept, "Séance")[0]?.unsent, 1);
  forgetEntered(kept);
  assert.deepEqual(entered(kept, "Séance"), []);
  assert.equal(kept.getItem("dires-preferences"), "[1]");
});
