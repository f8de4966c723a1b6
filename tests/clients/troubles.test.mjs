// A database that takes nothing for a while: writers type on without being told that it is stored, readers go on, and
// everything is stored when it comes back.

import assert from "node:assert/strict"
import { after, test } from "node:test"

import { holdDatabase } from "../server.mjs"
import { Postgres } from "../postgres.mjs"
import { find, repository, until } from "./client.mjs"
import { Scene } from "./scene.mjs"
import { Writer } from "./writer.mjs"

/** Longer than the server waits for a busy database, or for a connection to one. */
const TROUBLE = 6_500
/** How soon everything is stored when the trouble has passed. */
const RECOVERY = 8_000

const toEnd = []
after(async () => {
  for (const end of toEnd.reverse()) await end()
})

async function found(database) {
  const scene = await Scene.found(database && { DIRES_DATABASE: database })
  toEnd.push(() => scene.end())
  return scene
}

/** Two write two texts while `trouble` lasts, and a third person reads; `trouble` gives back what puts an end to it. */
async function throughTrouble(scene, trouble) {
  const [text, another] = scene.texts
  const write = async (person, text, name) => Writer.at(await scene.door(scene.people[person]), text, name)
  const writers = [await write("alice", text, "alicex"), await write("bob", text, "bobx"), await write("bob", another, "autrex")]
  const reader = await find(repository(await scene.door(scene.people.chloe)), text.url)
  const carets = []
  reader.on("ephemeral-message", ({ message }) => carets.push(message.caret))
  writers.forEach(writer => writer.start())
  try {
    await until("they are heard", () => writers.every(writer => writer.times > 3))
    const passed = await trouble()
    const began = Date.now()
    const said = () => writers.map(writer => writer.acknowledged.size)
    // What was committed just before is still said.
    let last = said(), since = Date.now()
    await until("nothing more is acknowledged", () => {
      const now = said()
      if (String(now) !== String(last)) [last, since] = [now, Date.now()]
      writers[0].handle.broadcast({ caret: Date.now() - began })
      return Date.now() - began > TROUBLE
    }, 2 * TROUBLE)
    assert.ok(since - began < 1_000, `something was acknowledged ${since - began} ms into the trouble`)
    assert.ok(carets.some(caret => caret > TROUBLE - 1_500), `the last caret that a reader saw: ${carets.at(-1)} ms into the trouble`)
    const typed = writers.map(writer => writer.typed)
    await passed()
    const mended = Date.now()
    writers.forEach(writer => writer.stop())
    await until("everything is saved", () => writers.every(writer => writer.isSaved), 2 * RECOVERY)
    assert.ok(Date.now() - mended < RECOVERY, `saved only ${Date.now() - mended} ms after it came back`)
    assert.ok(typed.every(count => count > 20), "they typed on")
  } finally {
    writers.forEach(writer => writer.stop())
  }
  const stored = new Set(Object.values(scene.stored()).flat())
  for (const writer of writers) {
    assert.deepEqual([...writer.acknowledged].filter(hash => !stored.has(hash)), [])
    assert.equal(writer.words(writer.text).length, writer.typed, `every word of ${writer.name}, once`)
  }
}

test("a file that another program holds", async () => {
  const scene = await found()
  await throughTrouble(scene, async () => {
    const held = await holdDatabase(scene.database)
    return () => held.release()
  })
})

test("a full disk", async () => {
  const scene = await found()
  await throughTrouble(scene, async () => scene.fillDisk())
  assert.match(scene.check(), /Tout est intact/)
})

test("a PostgreSQL server that is stopped and started again", async () => {
  const postgres = await Postgres.start()
  toEnd.push(() => postgres.end())
  const scene = await found(postgres.url)
  await throughTrouble(scene, async () => {
    postgres.stop()
    return () => postgres.resume()
  })
})

test("a PostgreSQL server that is restarted again and again under load", async () => {
  const postgres = await Postgres.start()
  toEnd.push(() => postgres.end())
  const scene = await found(postgres.url)
  const writer = await Writer.at(await scene.door(scene.people.alice), scene.texts[0], "alicex")
  writer.start()
  for (let round = 0; round < 5; round++) {
    const before = writer.times
    await until("an acknowledgement", () => writer.times > before)
    postgres.stop(round % 2 ? "fast" : "immediate")
    postgres.resume()
  }
  writer.stop()
  await until("everything is saved", () => writer.isSaved)
  const stored = new Set(Object.values(scene.stored()).flat())
  assert.deepEqual([...writer.acknowledged].filter(hash => !stored.has(hash)), [])
  assert.equal(writer.words(writer.text).length, writer.typed)
})
