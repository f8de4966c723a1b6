import { newDocument, sync, Writer } from "../stand";
import assert from "node:assert/strict";
import { mock } from "node:test";
import { Random } from "../random";
import { pickStep } from "./steps";

/** A random concert: which of its steps are played (each is its own seed, so that any may be left out), by how many people. */
export interface Score {
  readonly seed: number;
  readonly steps: readonly number[];
  readonly people: number;
}

export const scoreOf = (seed: number, length: number, people = 3): Score => ({ seed, people, steps: Array.from({ length }, (_, i) => i) });

/** Shows what the document says: never anything else, and never by having been mended. */
export function faithful(writer: Writer): void {
  assert.ok(writer.editor.faithful, `view differs from spans\nview  ${writer.view.state.doc}\nspans ${JSON.stringify(writer.spans)}`);
  assert.equal(writer.editor.repairs, 0, "a view had to be repaired");
  // Anchors and carets read the text that the library holds ready, which follows patches.
  const text = writer.spans.map((span) => (span.type === "block" ? "\uFFFC" : span.value)).join("");
  assert.equal(writer.text, text, "the text held ready is not the document's");
}

/** What the browser shows is what the editor believes that it shows. */
function drawn(writer: Writer): void {
  const blocks = [...Array(writer.view.state.doc.childCount).keys()].map((at) => writer.view.state.doc.child(at).textContent);
  // Empty places of tables are drawn among the blocks, and are none.
  const shown = [...writer.view.dom.children].filter((block) => !block.classList.contains("ProseMirror-widget"));
  const lines = shown.map((block) => block.textContent);
  assert.deepEqual(lines, blocks, "the page shows another text than the editor's");
}

/** Plays one step: somebody does something, or hears what somebody else has done. Gives it in words. */
function play(writers: readonly Writer[], random: Random): string {
  const writer = random.pick(writers);
  const others = writers.filter((other) => other !== writer);
  const name = `${writers.indexOf(writer) + 1}`;
  if (random.below(5) === 0) {
    const from = random.pick(others);
    writer.replica.pull(from.replica);
    faithful(writer);
    return `${name} hears ${writers.indexOf(from) + 1}`;
  }
  writer.time += random.below(3) ? 100 : 5000;
  const { name: what, step } = pickStep(random);
  step(writer, random, others);
  faithful(writer);
  return `${name} ${what}`;
}

/** At the end everyone hears everyone, and all read the same, in the page, the editor and the document. */
function agree(writers: readonly Writer[], random: Random): void {
  sync(...random.shuffled(writers));
  const [first] = writers as [Writer, ...Writer[]];
  for (const writer of writers) {
    faithful(writer);
    drawn(writer);
    assert.deepEqual(writer.view.state.doc.toJSON(), first.view.state.doc.toJSON());
    assert.equal(writer.title.value, first.title.value);
    writer.view.state.doc.check();
  }
}

/** In whose names they suggest. */
const PEOPLE = ["a", "b", "c"].map((digit) => digit.repeat(32));

/** Plays a score; gives how many operations it had. Throws where a property does not hold. */
export function perform({ seed, steps, people }: Score, tell: (line: string) => void = () => {}): number {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const document_ = newDocument();
  const writers = Array.from({ length: people }, (_, at) => new Writer(document_, [], PEOPLE[at]));
  let operations = 0;
  try {
    for (const step of steps) {
      const done = play(writers, new Random(seed * 1_000_003 + step));
      tell(`${step}: ${done}: ${writers.map((writer) => writer.view.state.doc).join(" | ")}`);
      if (!done.includes("hears")) operations++;
    }
    agree(writers, new Random(seed));
  } finally {
    for (const writer of writers) writer.leave();
    mock.timers.reset();
  }
  return operations;
}
