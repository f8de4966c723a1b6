// A server that dies at any moment, again and again, while people write: nothing that it acknowledged is ever missing.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"

import { until } from "./client.mjs"
import { chance, seed } from "./random.mjs"
import { Scene } from "./scene.mjs"
import { Writer } from "./writer.mjs"

const KILLS = Number(process.env.DIRES_KILLS ?? 200)
/** The server lives at most this long (milliseconds) after somebody's words were acknowledged. */
const LIFE = 160
/** Words that a writer types ahead of the server, so that two hundred restarts do not make a book. */
const AHEAD = 3
/** A version is frozen, by another process, before each so many kills. */
const FREEZE_EVERY = 20

let scene, writers
before(async () => {
  scene = await Scene.found()
  const write = async (person, text) => Writer.at(await scene.door(scene.people[person]), scene.texts[text], `${person}${text}x`)
  writers = await Promise.all([write("alice", 0), write("bob", 0), write("alice", 1), write("bob", 2)])
  writers.forEach(writer => writer.start(AHEAD))
})
after(() => {
  writers?.forEach(writer => writer.stop())
  return scene.end()
})

/** What is stored has every change that was acknowledged: all that a writer was told of so far. */
function nothingIsMissing(kill) {
  const stored = new Set(Object.values(scene.stored()).flat())
  for (const writer of writers) {
    const missing = [...writer.acknowledged].filter(hash => !stored.has(hash))
    assert.deepEqual(missing, [], `acknowledged to ${writer.name} and missing after kill ${kill}`)
  }
}

test(`a server killed ${KILLS} times while people write keeps all that it acknowledged`, async () => {
  const random = chance(seed())
  for (let kill = 1; kill <= KILLS; kill++) {
    const before = writers.map(writer => writer.times)
    const heard = () => writers.filter((writer, at) => writer.times > before[at] + 1).length
    await until(`acknowledgements before kill ${kill}`, () => heard() > 0, 60_000)
    if (kill % FREEZE_EVERY === 0) scene.version(scene.texts[kill % 3])
    await new Promise(resolve => setTimeout(resolve, random() * LIFE))
    await scene.stop("SIGKILL")
    nothingIsMissing(kill)
    await scene.start()
  }
  writers.forEach(writer => writer.stop())
  await until("everything is saved", () => writers.every(writer => writer.isSaved), 60_000)
  await until("all read the same", () => writers.every(writer => writer.text === writers.find(other => other.handle.url === writer.handle.url).text), 60_000)
  for (const writer of writers) {
    const words = writer.words(writer.text)
    assert.equal(new Set(words).size, writer.typed, `every word of ${writer.name}`)
    assert.equal(words.length, writer.typed, `each once, of ${writer.name}`)
  }
  const said = scene.check()
  const [, frozen] = said.match(/Versions figées recalculées\s: (\d+)/)
  assert.ok(Number(frozen) >= Math.min(3, Math.floor(KILLS / FREEZE_EVERY)), said)
})
