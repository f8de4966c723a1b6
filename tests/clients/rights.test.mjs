// Who may read, who may write, and what is said to those who may not.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as A from "@automerge/automerge"

import { Raw, Refused, bodyOf, find, isSaved, repository, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

let scene
before(async () => (scene = await Scene.found()))
after(() => scene.end())

const enter = async person => repository(await scene.door(scene.people[person]))

/** What the server says to a client beside the protocol. */
function errorsSaidTo(repo) {
  const said = []
  const [adapter] = repo.networkSubsystem.adapters
  const receive = adapter.receiveMessage.bind(adapter)
  adapter.receiveMessage = bytes => {
    const text = Buffer.from(bytes).toString()
    if (text.includes("ne sont pas enregistrées")) said.push(text)
    receive(bytes)
  }
  return said
}

test("a reader receives everything, and what it types reaches nobody and is not said to be saved", async () => {
  const [text] = scene.texts
  const repo = await enter("chloe")
  const said = errorsSaidTo(repo)
  const chloe = await find(repo, text.url)
  const alice = await find(await enter("alice"), text.url)
  await type(A, chloe, "lecture seule ")
  await until("it is told", () => said.length > 0)
  await type(A, alice, "écriture ")
  await until("the reader follows", () => /écriture/.test(bodyOf(chloe)))
  await until("the writer is saved", () => isSaved(alice))
  assert.doesNotMatch(bodyOf(alice), /lecture seule/)
  assert.equal(isSaved(chloe), false)
})

test("a frozen text takes nothing; thawed, the same page's changes arrive without a reload", async () => {
  const text = scene.texts[1]
  const repo = await enter("alice")
  const said = errorsSaidTo(repo)
  const alice = await find(repo, text.url)
  const bob = await find(await enter("bob"), text.url)
  // By another process, which tells the server nothing.
  scene.freeze(text)
  await type(A, alice, "trop tard ")
  await until("it is told", () => said.length > 0)
  assert.equal(isSaved(alice), false)
  assert.doesNotMatch(bodyOf(bob), /trop tard/)
  await type(A, alice, "dégelé ")
  scene.thaw(text)
  await until("both reach Bob", () => /dégelé trop tard/.test(bodyOf(bob)))
  await until("saved", () => isSaved(alice))
})

test("what is not kept reaches the others once, and says who speaks", async () => {
  const text = scene.texts[2]
  const people = {}
  const heard = { alice: [], bob: [], chloe: [] }
  for (const name of Object.keys(heard)) {
    people[name] = await find(await enter(name), text.url)
    people[name].on("ephemeral-message", ({ message }) => heard[name].push(message))
  }
  people.alice.broadcast({ caret: 1, identity: { name: "la présidence" } })
  people.alice.broadcast({ caret: 2 })
  people.bob.broadcast("texte nu")
  await until("everyone heard", () => heard.bob.length >= 2 && heard.chloe.length >= 3 && heard.alice.length >= 1)
  // Echoes would come in the next exchanges: a change that went round shows that these are over.
  await type(A, people.bob, "tour ")
  await until("a round later", () => /tour/.test(bodyOf(people.alice)) && /tour/.test(bodyOf(people.chloe)))
  const identity = { person: scene.people.alice.id, name: "Direction alice", territory: "Sicoval", colour: 0 }
  assert.deepEqual(heard.bob, [{ caret: 1, identity }, { caret: 2, identity }])
  assert.deepEqual(heard.alice, ["texte nu"])
  assert.equal(heard.chloe.length, 3)
})

test("the door is shut before the upgrade to expired cookies, to none, and to other sites", async () => {
  const url = `ws://127.0.0.1:${scene.port}/sync`
  const { cookie, expired } = scene.people.alice
  const refused = async (headers, status) =>
    assert.rejects(Raw.open(url, headers), error => error instanceof Refused && error.status === status)
  await refused({}, 401)
  await refused({ Cookie: expired }, 401)
  await refused({ Cookie: cookie, Origin: "https://ailleurs.example" }, 403)
  const raw = await Raw.open(url, { Cookie: cookie, Origin: scene.origin })
  raw.socket.close()
})

test("what is not CBOR is answered in French, and the connection closed", async () => {
  const headers = { Cookie: scene.people.alice.cookie }
  for (const rubbish of [Buffer.from("bonjour"), Buffer.alloc(50_000, 0x81)]) {
    const raw = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, headers)
    raw.join()
    await raw.receives("peer")
    raw.send(rubbish)
    const error = await raw.receives("error")
    assert.match(error.message, /ne peut pas être lu/)
    await until("closed", () => raw.closed)
  }
})

test("a message for a text that comes before its join, or a malformed one, costs the connection", async () => {
  const headers = { Cookie: scene.people.alice.cookie }
  const documentId = scene.texts[0].url.slice("automerge:".length)
  const sync = { type: "sync", senderId: "brut", targetId: "x", documentId, data: Buffer.from("abc") }
  const hasty = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, headers)
  hasty.send(sync)
  await hasty.receives("error")
  await until("closed", () => hasty.closed)
  const wrong = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, headers)
  wrong.join()
  wrong.send(sync)
  assert.match((await wrong.receives("error")).message, /n’est pas enregistrée/)
  await until("closed", () => wrong.closed)
})

test("logging out everywhere closes the open pages at once", async () => {
  const raw = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, { Cookie: scene.people.bob.cookie })
  raw.join()
  await raw.receives("peer")
  const headers = { Cookie: scene.people.bob.cookie, Origin: scene.origin }
  const page = await (await fetch(`${scene.origin}/compte`, { headers })).text()
  const token = page.match(/name="jeton" value="([^"]+)"/)[1]
  const body = new URLSearchParams({ jeton: token })
  const answer = await fetch(`${scene.origin}/deconnexion-partout`, { method: "POST", headers, body, redirect: "manual" })
  assert.equal(answer.status, 303)
  await until("closed", () => raw.closed, 1_000)
})
