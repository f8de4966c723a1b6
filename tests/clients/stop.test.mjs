// A server that is told to stop: what it said is stored is stored, it tells everyone to come back, and it is gone in time.

import assert from "node:assert/strict"
import net from "node:net"
import { afterEach, beforeEach, test } from "node:test"
import * as A from "@automerge/automerge"

import { bodyOf, find, isSaved, repository, stored, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

const RESTART = 1012
/** In milliseconds, the signal and the end of the process included. */
const LIMIT = 10_000

let scene
beforeEach(async () => (scene = await Scene.found({ DIRES_METRICS: "127.0.0.1:0" })))
afterEach(() => scene.end())

/** Somebody who is connected. */
async function enter(person) {
  const repo = repository(await scene.door(scene.people[person]))
  await until("connected", () => repo.peers.length > 0)
  return repo
}

/** With which codes the client's present connection ends. */
function closing(repo) {
  const [{ socket }] = repo.networkSubsystem.adapters
  return new Promise(resolve => socket.addEventListener("close", event => resolve(event.code)))
}

/** Somebody who types without rest. */
class Author {
  /** What they typed, by the hash of its change. */
  words = new Map()
  #resting = false

  static async open(person, text, name) {
    const self = new Author()
    self.repo = await enter(person)
    self.handle = await find(self.repo, text.url)
    self.name = name
    self.typing = self.#type()
    return self
  }

  async #type() {
    for (let count = 0; !this.#resting; count++) {
      const word = `${this.name}-${count} `
      await type(A, this.handle, word)
      this.words.set(A.decodeChange(A.getLastLocalChange(this.handle.doc())).hash, word)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }

  /** The words that the server said it has stored. */
  get stored() {
    return stored(A, this.handle, [...this.words.keys()]).map(hash => this.words.get(hash))
  }

  async rests() {
    this.#resting = true
    await this.typing
  }
}

/** A client that says it listens, and never reads. */
function deaf() {
  const socket = net.connect(scene.port, "127.0.0.1")
  socket.on("error", () => {})
  socket.write(
    `GET /sync HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nCookie: ${scene.people.bob.cookie}\r\nConnection: Upgrade\r\n` +
      "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  )
  return new Promise(resolve => socket.once("data", () => resolve(socket.pause())))
}

/** A form of which only the head is ever sent. */
async function hanging() {
  const socket = net.connect(scene.port, "127.0.0.1")
  socket.on("error", () => {})
  socket.write(
    `POST /connexion HTTP/1.1\r\nHost: 127.0.0.1:${scene.port}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
      "Content-Length: 100\r\n\r\ncourriel=",
  )
  await until("the request is under way", async () => /under_way 1/.test(await watched("/metrics")))
  return socket
}

const watched = async path => (await fetch(scene.watched + path)).text()

test("under load nothing that was acknowledged is lost, and every client is told to come back", async () => {
  const authors = await Promise.all(
    ["alice", "bob", "alice", "bob"].map((person, at) => Author.open(person, scene.texts[at % 2], `auteur${at}`)),
  )
  const readers = await Promise.all([...Array(6)].map(() => enter("chloe")))
  for (const [at, reader] of readers.entries()) await find(reader, scene.texts[at % 2].url)
  await until("everyone has had something stored", () => authors.every(author => author.stored.length > 5))
  const codes = [...authors.map(({ repo }) => repo), ...readers].map(closing)
  const { status, took } = await scene.stop()
  assert.deepEqual(await Promise.all(codes), codes.map(() => RESTART))
  assert.equal(status, 0)
  assert.ok(took < 3_000, `${took} ms, although nothing held it up`)
  const acknowledged = authors.map(author => author.stored)
  await Promise.all(authors.map(author => author.rests()))
  await scene.start()
  const fresh = await enter("chloe")
  const bodies = []
  for (const text of scene.texts.slice(0, 2)) bodies.push(bodyOf(await find(fresh, text.url)))
  for (const [at, words] of acknowledged.entries()) {
    assert.ok(words.length > 5, "something was said to be stored")
    for (const word of words) assert.ok(bodies[at % 2].includes(word), `${word} was said to be stored`)
  }
  await until("they come back by themselves, with the rest", () =>
    authors.every(({ handle, words }) => isSaved(handle) && [...words.values()].every(word => bodyOf(handle).includes(word))),
  )
})

test("a client that never reads holds nobody up", async () => {
  const alice = await enter("alice")
  await find(alice, scene.texts[0].url)
  const socket = await deaf()
  const code = closing(alice)
  const { status, took } = await scene.stop()
  assert.deepEqual([await code, status], [RESTART, 0])
  assert.ok(took < 4_000, `${took} ms`)
  socket.destroy()
})

test("a request that hangs is cut when the time is over; meanwhile clients have left and nobody is sent here", async () => {
  const alice = await enter("alice")
  await find(alice, scene.texts[0].url)
  const socket = await hanging()
  const code = closing(alice)
  const ending = scene.stop()
  assert.equal(await code, RESTART)
  const ready = await fetch(`${scene.watched}/readyz`)
  assert.equal(ready.status, 503)
  assert.match(await ready.text(), /Le serveur s’arrête/)
  assert.equal((await fetch(`${scene.watched}/healthz`)).status, 200)
  await assert.rejects(fetch(`${scene.origin}/healthz`))
  const { status, took } = await ending
  assert.equal(status, 0)
  assert.ok(took < LIMIT, `${took} ms`)
  assert.match(scene.log, /stopped without waiting longer.*requests=1/)
  socket.destroy()
})

test("a second signal stops at once", async () => {
  const socket = await hanging()
  scene.signal("SIGTERM")
  await until("it stops", async () => (await fetch(`${scene.watched}/readyz`)).status === 503)
  const { status, took } = await scene.stop("SIGINT")
  assert.equal(status, 0)
  assert.ok(took < 1_000, `${took} ms`)
  socket.destroy()
})

test("pages that listen to what changes hold nobody up", async () => {
  const headers = { cookie: scene.people.alice.cookie }
  const flux = await fetch(`${scene.origin}/textes/${scene.texts[0].paper}/flux`, { headers })
  assert.equal(flux.status, 200)
  const read = flux.text()
  const { status, took } = await scene.stop()
  assert.equal(status, 0)
  assert.ok(took < 2_000, `${took} ms`)
  assert.match(await read, /ouvert/)
})

test("a database that is locked holds nobody up for longer than it may; what was typed comes back with its author", async () => {
  const alice = await enter("alice")
  const handle = await find(alice, scene.texts[0].url)
  const release = await scene.hold()
  await type(A, handle, "verrouillé ")
  await until("the server has taken it, and waits to store it", async () => /connections_used [1-9]/.test(await watched("/metrics")))
  const code = closing(alice)
  const { status, took } = await scene.stop()
  assert.deepEqual([await code, status, isSaved(handle)], [RESTART, 0, false])
  assert.ok(took < LIMIT, `${took} ms`)
  assert.match(scene.log, /stopped without waiting longer.*documents=1/)
  await release()
  await scene.start()
  await until("it is stored", () => isSaved(handle))
  const fresh = await find(await enter("bob"), scene.texts[0].url)
  assert.match(bodyOf(fresh), /verrouillé/)
})
