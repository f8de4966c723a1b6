// What the server shows of itself to those who watch over it: counts, lines of a log, and never what people write.

import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import * as A from "@automerge/automerge"

import { Raw, bodyOf, find, isSaved, repository, type, until } from "./client.mjs"
import { Scene } from "./scene.mjs"

/** Everything that a person types, is called or holds, in the journey below; none of it may stand in a log. */
const SECRETS = {
  title: "Titre-Confidentiel",
  text: "phrase-confidentielle",
  caret: "curseur-confidentiel",
  reserve: "réserve-confidentielle",
  password: "motdepasse-confidentiel",
  email: "personne.confidentielle@exemple.fr",
  invitation: "invitation-confidentielle",
  query: "recherche-confidentielle",
  page: "adresse-confidentielle",
  json: "champ-confidentiel",
  frame: "trame-confidentielle",
}
const NAMES = ["Direction alice", "alice@exemple.fr", "Sicoval", "sicoval"]

const SETTINGS = { DIRES_METRICS: "127.0.0.1:0", DIRES_LOG: "debug" }

let scene
before(async () => (scene = await Scene.found({ ...SETTINGS, DIRES_LOG_FORMAT: "json" })))
after(() => scene.end())

const watched = async path => (await fetch(scene.watched + path)).text()
const counted = async name => Number((await watched("/metrics")).match(new RegExp(`^${name} (.*)$`, "m"))?.[1])

/** Somebody's browser without its pages: a cookie and forms. */
class Visitor {
  constructor(person) {
    this.headers = { cookie: person.cookie, origin: scene.origin }
  }

  get(path) {
    return fetch(scene.origin + path, { headers: this.headers, redirect: "manual" })
  }

  async submit(path, fields) {
    const page = await (await this.get("/compte")).text()
    const jeton = page.match(/name="jeton" value="([^"]+)"/)[1]
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...fields, jeton })) body.append(name, value)
    return fetch(scene.origin + path, { method: "POST", headers: this.headers, body, redirect: "manual" })
  }
}

/** A person does everything that leaves a trace somewhere. Gives the secrets that were made on the way. */
async function journey(scene) {
  const [text] = scene.texts
  const alice = new Visitor(scene.people.alice)
  const log = { courriel: SECRETS.email, mot_de_passe: SECRETS.password }
  const body = new URLSearchParams(log)
  assert.equal((await fetch(`${scene.origin}/connexion`, { method: "POST", headers: { origin: scene.origin }, body })).status, 422)
  assert.equal((await alice.get("/tableau")).status, 200)
  await alice.get(`/?annee=${SECRETS.query}`)
  await alice.get(`/invitation/${SECRETS.invitation}`)
  await alice.get(`/${SECRETS.page}`)
  const form = await (await alice.get("/textes/nouveau")).text()
  const [, territory, own] = form.match(/name="(territoires)"[^>]* value="([^"]+)"[^>]* checked/)
  const sheet = { titre: SECRETS.title, nature: "dire", depart: "colle", colle: SECRETS.text }
  assert.equal((await alice.submit("/textes/nouveau", { ...sheet, [territory]: own })).status, 303)
  assert.equal((await alice.submit("/textes/nouveau", sheet)).status, 422)
  const avis = { mot: "reserve", reserve: SECRETS.reserve }
  assert.equal((await alice.submit(`/textes/${text.paper}/avis`, avis)).status, 422)
  const headers = { ...alice.headers, "content-type": "application/json" }
  await fetch(`${scene.origin}/api/textes/${text.paper}/avis`, { method: "POST", headers, body: JSON.stringify({ [SECRETS.json]: SECRETS.json }) })
  await written(scene, text)
  return [scene.people.alice.cookie, scene.people.alice.cookie.split("=")[1]]
}

async function written(scene, text) {
  const door = await scene.door(scene.people.alice)
  const handle = await find(repository(door), text.url)
  await type(A, handle, `${SECRETS.text} `)
  handle.change(doc => A.updateText(doc, ["title"], SECRETS.title))
  handle.broadcast({ caret: SECRETS.caret })
  await until("saved", () => isSaved(handle))
  const bob = await find(repository(await scene.door(scene.people.bob)), text.url)
  await until("seen", () => bodyOf(bob).includes(SECRETS.text))
  const reader = await find(repository(await scene.door(scene.people.chloe)), text.url)
  await type(A, reader, SECRETS.text)
  const raw = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, { cookie: scene.people.bob.cookie, origin: scene.origin })
  raw.join()
  await raw.receives("peer")
  raw.send({ type: "sync", senderId: "brut", targetId: "x", documentId: text.url.split(":")[1], data: Buffer.from(SECRETS.frame) })
  await until("cut off", () => raw.closed)
}

function assertSilent(log, secrets) {
  for (const secret of [...Object.values(SECRETS), ...NAMES, ...secrets]) {
    const at = log.toLowerCase().indexOf(secret.toLowerCase())
    assert.equal(at, -1, `« ${secret} » stands in the log: ${log.slice(Math.max(0, at - 200), at + 100)}`)
  }
}

test("a whole journey leaves lines with identifiers, and none of its words, even at debug", async () => {
  const secrets = await journey(scene)
  await until("the cut is logged", () => /cut off/.test(scene.log))
  assertSilent(scene.log, secrets)
  const lines = scene.log.trim().split("\n").map(line => JSON.parse(line))
  const [board] = lines.filter(({ fields }) => fields.message === "answered" && fields.route === "/tableau")
  assert.deepEqual([board.fields.method, board.fields.status, board.level], ["GET", 200, "INFO"])
  assert.equal(board.fields.person, scene.people.alice.id)
  assert.ok(board.fields.ms > 0 && board.fields.ms < 10_000)
  assert.match(board.span.id, /^[0-9a-f-]{36}$/)
  const invitation = lines.find(({ fields }) => fields.route === "/invitation/{jeton}")
  assert.equal(invitation.fields.status, 410)
  const cut = lines.find(({ fields }) => /cut off/.test(fields.message))
  assert.equal(cut.span.document, scene.texts[0].document)
  assert.ok(lines.every(({ timestamp, level }) => timestamp && level))
})

test("one line is a request, and its name is the one of the answer", async () => {
  const answer = await fetch(`${scene.origin}/nulle-part`)
  const name = answer.headers.get("x-request-id")
  assert.ok((await answer.text()).includes(name), "the page shows it")
  await until("logged", () => scene.log.includes(name))
  const lines = scene.log.split("\n").filter(line => line.includes(name))
  assert.equal(lines.filter(line => line.includes('"answered"')).length, 1, lines.join("\n"))
})

test("the proxy's name for a request is kept", async () => {
  const headers = { "x-request-id": "0123456789abcdef" }
  const answer = await fetch(`${scene.origin}/`, { headers })
  assert.equal(answer.headers.get("x-request-id"), headers["x-request-id"])
})

test("who is there is counted, until they leave", async () => {
  await until("nobody is left of the tests before", async () => (await counted("dires_connections")) === 3)
  const raw = await Raw.open(`ws://127.0.0.1:${scene.port}/sync`, { cookie: scene.people.bob.cookie, origin: scene.origin })
  raw.join()
  await raw.receives("peer")
  assert.equal(await counted("dires_connections"), 4)
  assert.equal(await counted("dires_documents_open"), 1)
  raw.socket.close()
  await until("they left", async () => (await counted("dires_connections")) === 3)
})

test("what is written, how it is stored and what is refused is counted", async () => {
  for (const name of ["edits_total", "commit_seconds_count", "commit_changes_sum", "join_bytes_count"]) {
    assert.ok((await counted(`dires_${name}`)) > 0, name)
  }
  // The journey's reader typed, and somebody sent what is no message.
  assert.ok((await counted('dires_refused_total\\{reason="read_only"\\}')) > 0)
  const changes = await counted("dires_edits_total")
  const handle = await find(repository(await scene.door(scene.people.alice)), scene.texts[1].url)
  await type(A, handle, "un de plus ")
  await until("saved", () => isSaved(handle))
  assert.equal(await counted("dires_edits_total"), changes + 1)
})

test("ready and alive, on the site and where it is watched", async () => {
  for (const base of [scene.origin, scene.watched]) {
    assert.equal(await (await fetch(`${base}/healthz`)).text(), "ok\n")
    assert.equal(await (await fetch(`${base}/readyz`)).text(), "prêt\n")
  }
  const counts = await fetch(`${scene.watched}/metrics`)
  assert.match(counts.headers.get("content-type"), /^application\/openmetrics-text; version=1\.0\.0/)
  assert.equal((await fetch(`${scene.origin}/metrics`)).status, 404)
  assert.equal((await fetch(`${scene.watched}/tableau`)).status, 404)
})

test("as text, too, the log has no word of theirs", async () => {
  const other = await Scene.found(SETTINGS)
  const mine = scene
  scene = other
  try {
    const secrets = await journey(other)
    await until("the cut is logged", () => /cut off/.test(other.log))
    assertSilent(other.log, secrets)
    assert.match(other.log, /request\{id="[0-9a-f-]{36}"\}: .*answered method="GET" route="\/tableau" status=200 ms=/)
    assert.ok(!other.log.includes("\u001b"), "no colours where nobody looks")
  } finally {
    await other.end()
    scene = mine
  }
})
