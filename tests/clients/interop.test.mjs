// Published clients as they are really used: with a store, restarted, in two tabs, with several texts on one socket.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as A from "@automerge/automerge"
import { generateAutomergeUrl } from "@automerge/automerge-repo"
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs"
import { decode } from "cbor-x"

import { bodyOf, find, isSaved, repository, storeFolder, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

let scene
before(async () => (scene = await Scene.found()))
after(() => scene.end())

const stored = (door, place) => repository(door, { storage: new NodeFSStorageAdapter(place) })
const doorOf = person => scene.door(scene.people[person])
const sameHeads = (a, b) => String([...a.heads()].sort()) === String([...b.heads()].sort())

/** Counts the frames of a kind that a repository is sent, or sends, before the library takes out what it has heard. */
function counted(repo, kind) {
  const count = { in: 0, out: 0, senders: new Set() }
  const [adapter] = repo.networkSubsystem.adapters
  const [receive, send] = [adapter.receiveMessage.bind(adapter), adapter.send.bind(adapter)]
  adapter.receiveMessage = bytes => {
    const message = decode(new Uint8Array(bytes))
    if (message.type === kind) {
      count.in++
      count.senders.add(message.senderId)
    }
    receive(bytes)
  }
  adapter.send = message => {
    if (message.type === kind) count.out++
    send(message)
  }
  return count
}

test("a client with a store that is restarted brings what it wrote, and gets what others wrote meanwhile, in every text", async () => {
  const [alices, bobs] = [await doorOf("alice"), await doorOf("bob")]
  const place = storeFolder()
  const first = stored(alices, place)
  const texts = scene.texts.map(text => text.url)
  const mine = await Promise.all(texts.map(url => find(first, url)))
  await until("everything is here", () => mine.every(isSaved))
  alices.cut()
  for (const [at, handle] of mine.entries()) await type(A, handle, `alice-${at} `)
  await first.flush()
  await first.shutdown()
  const bob = await Promise.all(texts.map(async url => find(repository(bobs), url)))
  for (const [at, handle] of bob.entries()) await type(A, handle, `bob-${at} `)
  await until("Bob's is saved", () => bob.every(isSaved))
  alices.mend()
  const again = stored(alices, place)
  const back = await Promise.all(texts.map(url => again.find(url)))
  for (const [at, handle] of back.entries()) {
    const both = () => bodyOf(handle).includes(`alice-${at} `) && bodyOf(handle).includes(`bob-${at} `)
    await until(`both in text ${at}`, () => both() && sameHeads(handle, bob[at]))
  }
  await again.shutdown()
})

test("an unknown name is answered at once, with a store and beside texts that are open", async () => {
  const repo = stored(await doorOf("alice"), storeFolder())
  const known = await find(repo, scene.texts[0].url)
  for (let times = 0; times < 3; times++) {
    const asked = performance.now()
    await assert.rejects(repo.find(generateAutomergeUrl()), /unavailable/)
    assert.ok(performance.now() - asked < 1_000, "the server says so: nobody waits for a time to pass")
  }
  await type(A, known, "encore ")
  await until("the open text goes on", () => isSaved(known))
})

test("two people cut off together, and a third who writes on, end with the same text", async () => {
  const text = scene.texts[1]
  const doors = { alice: await doorOf("alice"), bob: await doorOf("bob") }
  const alice = await find(repository(doors.alice), text.url)
  const bob = await find(repository(doors.bob), text.url)
  const third = await find(repository(await doorOf("bob")), text.url)
  for (const round of [1, 2, 3]) {
    doors.alice.cut()
    doors.bob.cut()
    await type(A, alice, `a${round} `)
    await type(A, bob, `b${round} `)
    await type(A, third, `c${round} `)
    await until("the third is saved", () => isSaved(third))
    doors.bob.mend()
    doors.alice.mend()
    const all = ["a", "b", "c"].map(who => `${who}${round} `)
    const whole = handle => all.every(words => bodyOf(handle).split(words).length === 2)
    await until(`round ${round}`, () => [alice, bob, third].every(whole) && sameHeads(alice, bob) && sameHeads(bob, third))
  }
})

test("two tabs of one person that share a store write the same text, and outlive one another", async () => {
  const text = scene.texts[2]
  const door = await doorOf("alice")
  const place = storeFolder()
  const [one, two] = [stored(door, place), stored(door, place)]
  const [left, right] = [await find(one, text.url), await find(two, text.url)]
  for (let round = 0; round < 5; round++) {
    await type(A, left, `g${round} `)
    await type(A, right, `d${round} `)
  }
  await until("the same", () => sameHeads(left, right) && isSaved(left) && isSaved(right))
  assert.equal(bodyOf(left).match(/[gd]\d /g).length, 10)
  await one.shutdown()
  await type(A, right, "seul ")
  await until("saved", () => isSaved(right))
  const third = stored(door, place)
  const reopened = await find(third, text.url)
  await until("the next tab has it all", () => sameHeads(reopened, right))
  await two.shutdown()
  await third.shutdown()
})

test("what is not kept passes once through the server to each other, and nobody sends it on", async () => {
  const text = scene.texts[0]
  const names = ["alice", "bob", "chloe"]
  const repos = await Promise.all(names.map(async name => repository(await doorOf(name))))
  const handles = await Promise.all(repos.map(repo => find(repo, text.url)))
  const counts = repos.map(repo => counted(repo, "ephemeral"))
  const heard = handles.map(handle => {
    const said = []
    handle.on("ephemeral-message", ({ message }) => said.push(message))
    return said
  })
  for (let round = 0; round < 4; round++) {
    handles.forEach((handle, who) => handle.broadcast({ who, round, identity: { person: "quelqu’un d’autre" } }))
    await until(`round ${round}`, () => heard.every(said => said.length >= 2 * (round + 1)))
  }
  // Whatever would echo comes before what follows it on the same sockets.
  await type(A, handles[0], "fin ")
  await until("what follows", () => handles.every(handle => /fin /.test(bodyOf(handle))))
  for (const [me, count] of counts.entries()) {
    assert.equal(count.in, 8, "each message of each other, once")
    assert.deepEqual([...count.senders], [...counts[0].senders], "all from the server")
    assert.equal(count.senders.size, 1)
    const others = heard[me].filter(said => said.who !== me)
    assert.equal(others.length, 8, "no echo of one's own")
    for (const said of others) assert.equal(said.identity.person, scene.people[names[said.who]].id)
  }
  // A client sends on what it believes to come through somebody else, unless the sender is whom it came from.
  assert.deepEqual(counts.map(count => count.out), [4, 4, 4])
})
