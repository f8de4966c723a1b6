// Chance that can be told again: the same seed gives the same run.

/** Numbers in [0, 1) from a seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let word = state
    word = Math.imul(word ^ (word >>> 15), word | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 4294967296
  }
}

/** `DIRES_SEED`, or another each time; printed, so that a failure can be told again. */
export function seed() {
  const given = Number(process.env.DIRES_SEED ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`DIRES_SEED=${given}`)
  return given
}
