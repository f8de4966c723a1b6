import assert from "node:assert/strict";
import { test } from "node:test";
import { failure, shrunk } from "./concert/shrink";
import { perform, scoreOf, type Score } from "./concert/story";

/** Concerts to play from the seed DIRES_FIRST, and steps in each; DIRES_SEED replays one, of which DIRES_ONLY names the steps (`3,17,40`). */
const RUNS = Number(process.env.DIRES_RUNS ?? 150);
const STEPS = Number(process.env.DIRES_STEPS ?? 90);
const FIRST = Number(process.env.DIRES_FIRST ?? 1);
const { DIRES_SEED: seed, DIRES_ONLY: only } = process.env;

function scores(): Score[] {
  if (!seed) return Array.from({ length: RUNS }, (_, i) => scoreOf(FIRST + i, STEPS));
  const score = scoreOf(Number(seed), STEPS);
  return [only ? { ...score, steps: only.split(",").map(Number) } : score];
}

/** Says which few steps are enough to fail, and plays them again aloud. */
function explain(score: Score): never {
  const short = shrunk(score);
  console.error(`seed ${score.seed} fails; replay it with DIRES_SEED=${score.seed} DIRES_ONLY=${short.steps.join(",")} npm test converge`);
  perform(short, (line) => console.error(line));
  throw new Error("a concert failed, and its shortened score did not");
}

/** Lets the process free what is over. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("three editors on three replicas always show their documents, and end equal; an undo takes nobody else's words", async () => {
  const all = scores();
  let operations = 0;
  for (const [played, score] of all.entries()) {
    if (played && played % 1000 === 0) console.log(`${played} concerts, ${operations} operations`);
    try {
      operations += perform(score);
      await breathe();
    } catch {
      if (failure(score)) explain(score);
      throw new Error(`seed ${score.seed} failed once, and not when it was played again`);
    }
  }
  assert.ok(operations > 0);
  console.log(`seeds ${all[0]!.seed} to ${all.at(-1)!.seed}: ${operations} operations, each view equal to its document, no repair`);
});
