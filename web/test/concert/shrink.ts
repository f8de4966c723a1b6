import { perform, type Score } from "./story";

/** How a score fails, or null if it does not. */
export function failure(score: Score): Error | null {
  try {
    perform(score);
    return null;
  } catch (error) {
    return error as Error;
  }
}

/** A score that still fails, of which no single step can be left out: pieces are left out, smaller and smaller ones. */
export function shrunk(score: Score): Score {
  let { steps } = score;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < steps.length; ) {
      const fewer = [...steps.slice(0, at), ...steps.slice(at + size)];
      if (failure({ ...score, steps: fewer })) steps = fewer;
      else at += size;
    }
  }
  return { ...score, steps };
}
