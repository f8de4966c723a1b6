// Several people write the same texts at once.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as A from "@automerge/automerge"
import { generateAutomergeUrl } from "@automerge/automerge-repo"

import { bodyOf, find, isSaved, repository, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

let scene
before(async () => (scene = await Scene.found()))
after(() => scene.end())

const enter = async person => repository(await scene.door(scene.people[person]))

test("two clients see the text and each other's changes", async () => {
  const [text] = scene.texts
  const alice = await find(await enter("alice"), text.url)
  const bob = await find(await enter("bob"), text.url)
  assert.equal(alice.doc().title, "Premier texte")
  assert.match(bodyOf(bob), /Bonjour$/)
  await type(A, alice, "Alice. ")
  await type(A, bob, "Bob. ")
  await until("the same text", () => bodyOf(alice) === bodyOf(bob) && /Alice/.test(bodyOf(bob)) && /Bob/.test(bodyOf(alice)))
  await until("both saved", () => isSaved(alice) && isSaved(bob))
  assert.deepEqual(A.spans(alice.doc(), ["body"]), A.spans(bob.doc(), ["body"]))
})

test("three clients type at once, with markers and marks", async () => {
  const text = scene.texts[1]
  const people = await Promise.all(["alice", "bob", "alice"].map(async person => find(await enter(person), text.url)))
  const paragraph = { type: new A.ImmutableString("paragraph"), parents: [], attrs: {}, isEmbed: false }
  for (let round = 0; round < 12; round++) {
    for (const [who, handle] of people.entries()) {
      handle.change(doc => {
        A.splice(doc, ["body"], 1, 0, `${who}${round} `)
        if (round % 4 === who) A.splitBlock(doc, ["body"], 3, paragraph)
        if (round % 4 === 3) A.mark(doc, ["body"], { start: 1, end: 3, expand: "after" }, "strong", true)
      })
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  await until("everyone saved", () => people.every(isSaved))
  await until("equal heads", () => new Set(people.map(handle => String([...handle.heads()].sort()))).size === 1)
  assert.equal(new Set(people.map(bodyOf)).size, 1)
  assert.equal(bodyOf(people[0]).match(/2\d/g).length >= 10, true)
})

test("several texts on one socket", async () => {
  const alice = await enter("alice")
  const bob = await enter("bob")
  const urls = scene.texts.map(text => text.url)
  const near = await Promise.all(urls.map(url => find(alice, url)))
  const far = await Promise.all(urls.map(url => find(bob, url)))
  for (const [at, handle] of near.entries()) await type(A, handle, `texte ${at} `)
  for (const [at, handle] of far.entries()) {
    await until(`text ${at}`, () => bodyOf(handle).includes(`texte ${at} `))
  }
})

test("a text that does not exist and one of others are unavailable in the same way", async () => {
  const unknown = generateAutomergeUrl()
  const mallory = await enter("mallory")
  for (const url of [unknown, scene.texts[0].url]) {
    await assert.rejects(mallory.find(url), /unavailable/)
  }
  await assert.rejects((await enter("alice")).find(unknown), /unavailable/)
})

test("what a client creates by itself is nobody's text", async () => {
  const alice = await enter("alice")
  const own = alice.create({ title: "à moi" })
  const bob = await enter("bob")
  await assert.rejects(bob.find(own.url), /unavailable/)
})

test("a change is said to be saved only once it can be read by another server process", async () => {
  const text = scene.texts[2]
  const alice = await find(await enter("alice"), text.url)
  await type(A, alice, "enregistré ")
  assert.equal(isSaved(alice), false)
  await until("saved", () => isSaved(alice))
  await scene.stop("SIGKILL")
  await scene.start()
  const bob = await find(await enter("bob"), text.url)
  assert.match(bodyOf(bob), /enregistré/)
})
