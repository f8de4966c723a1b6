// Cut networks, servers that stop and servers that die: nothing that was written is lost.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as A from "@automerge/automerge"
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs"

import { bodyOf, find, isSaved, repository, storeFolder, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

let scene
before(async () => (scene = await Scene.found()))
after(() => scene.end())

test("what is written while the network is cut is merged when it is back", async () => {
  const [text] = scene.texts
  const door = await scene.door(scene.people.alice)
  const alice = await find(repository(door), text.url)
  const bob = await find(repository(await scene.door(scene.people.bob)), text.url)
  door.cut()
  for (const word of ["un ", "deux ", "trois "]) await type(A, alice, word)
  await type(A, bob, "entre-temps ")
  await until("Bob's is saved", () => isSaved(bob))
  assert.equal(isSaved(alice), false)
  door.mend()
  const words = ["un ", "deux ", "trois ", "entre-temps "]
  await until("merged", () => bodyOf(alice) === bodyOf(bob) && words.every(word => bodyOf(bob).includes(word)))
  await until("saved", () => isSaved(alice))
})

test("a server that stops and starts again loses nothing, and clients come back by themselves", async () => {
  const text = scene.texts[1]
  const alice = await find(repository(await scene.door(scene.people.alice)), text.url)
  const bob = await find(repository(await scene.door(scene.people.bob)), text.url)
  await type(A, alice, "avant ")
  await scene.stop()
  await type(A, bob, "pendant ")
  await scene.start()
  await type(A, alice, "après ")
  await until("all three", () => ["avant", "pendant", "après"].every(word => bodyOf(alice).includes(word)) && bodyOf(alice) === bodyOf(bob))
  await until("saved", () => isSaved(alice) && isSaved(bob))
})

test("a server killed right after it said « saved » has kept it", async () => {
  const text = scene.texts[2]
  for (let round = 0; round < 5; round++) {
    const alice = await find(repository(await scene.door(scene.people.alice)), text.url)
    await type(A, alice, `tour-${round} `)
    await until("saved", () => isSaved(alice))
    await scene.stop("SIGKILL")
    await scene.start()
    const fresh = await find(repository(await scene.door(scene.people.bob)), text.url)
    for (let past = 0; past <= round; past++) assert.ok(bodyOf(fresh).includes(`tour-${past} `))
  }
})

test("a page with storage that was closed offline brings what it wrote when it opens again", async () => {
  const [text] = scene.texts
  const folder = storeFolder()
  const door = await scene.door(scene.people.alice)
  const first = repository(door, { storage: new NodeFSStorageAdapter(folder) })
  const alice = await find(first, text.url)
  await until("saved", () => isSaved(alice))
  door.cut()
  await type(A, alice, "hors ligne ")
  await first.flush()
  await first.shutdown()
  door.mend()
  const again = repository(door, { storage: new NodeFSStorageAdapter(folder) })
  const reopened = await again.find(text.url)
  assert.match(bodyOf(reopened), /hors ligne/)
  const bob = await find(repository(await scene.door(scene.people.bob)), text.url)
  await until("it reached the others", () => /hors ligne/.test(bodyOf(bob)))
  await again.shutdown()
})
