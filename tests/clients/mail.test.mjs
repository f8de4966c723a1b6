// Mail and a real mail server: down, slow, refusing, hanging up; and our server killed. Nothing is lost, nothing comes twice.

import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { afterEach, beforeEach, test } from "node:test"

import { Mailbox, refusal } from "../mailbox.mjs"
import { binary } from "../server.mjs"
import { until } from "./client.mjs"
import { Scene } from "./scene.mjs"

const PEOPLE = ["alice", "bob", "chloe", "mallory"]
const ADDRESSES = PEOPLE.map(name => `${name}@exemple.fr`)

let box, scene
beforeEach(async () => {
  box = await Mailbox.open()
  scene = await Scene.found({ ...box.settings, DIRES_METRICS: "127.0.0.1:0", DIRES_LOG: "info" })
})
afterEach(async () => {
  await scene.end()
  await box.close()
})

/** Somebody stores something, which wakes whoever sends. */
async function stir() {
  const headers = { cookie: scene.people.alice.cookie, origin: scene.origin }
  const page = await (await fetch(`${scene.origin}/compte`, { headers })).text()
  const body = new URLSearchParams({ nouvelles: "chaque-jour", jeton: page.match(/name="jeton" value="([^"]+)"/)[1] })
  const done = await fetch(`${scene.origin}/compte/courriels`, { method: "POST", headers, body, redirect: "manual" })
  assert.equal(done.status, 303)
}

/** Everyone is invited, as the secretariat does. */
async function inviteAll() {
  const now = "strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')"
  scene.run(`insert into mail (id, kind, class, subject_id, occasion, person_id, made_at, attempts, next_at)
    select randomblob(16), 'invitation', 'personnel', id, 1, id, ${now}, 0, ${now} from person`)
  await stir()
}

const counted = async name =>
  Number((await (await fetch(`${scene.watched}/metrics`)).text()).match(new RegExp(`^dires_${name} (.*)$`, "m"))?.[1])

/** Waits until everyone has their mail, and makes sure that nobody has it twice. */
async function allArrive(within) {
  await until("everyone has a mail", () => new Set(box.recipients).size === ADDRESSES.length, within)
  await until("nothing waits", async () => (await counted("mails_waiting")) === 0, within)
  assert.deepEqual(box.recipients, ADDRESSES)
}

test("each is written to once, on one connection, in plain text and in HTML", async () => {
  await inviteAll()
  await allArrive()
  assert.equal(box.calls, 1)
  assert.equal(await counted("mails_sent_total"), ADDRESSES.length)
  const [mail] = box.mails
  assert.equal(mail.from, "dires@exemple.fr")
  assert.match(mail.subject, /^Choisissez votre mot de passe$/)
  const [link] = mail.text.match(/http:\/\/\S+/)
  assert.ok(mail.html.includes(`href="${link}"`))
  assert.equal((await fetch(link)).status, 200)
  assert.match(mail.id, /^<[0-9a-f-]{36}@exemple\.fr>$/)
  assert.equal(mail.headers["auto-submitted"], "auto-generated")
})

test("a server that is down is tried again, later and later, and everything leaves once it is back", async () => {
  await box.close()
  await inviteAll()
  await until("two tries", async () => (await counted("mails_failed_total")) >= 2)
  assert.equal(await counted("mails_waiting"), ADDRESSES.length)
  await box.listen()
  await allArrive()
})

test("a server that says nothing is left, and the mails wait for it", async () => {
  box.onGreeting = () => new Promise(() => {})
  await inviteAll()
  await until("a silence", async () => (await counted("mails_failed_total")) >= 1)
  assert.equal(box.mails.length, 0)
  box.onGreeting = async () => {}
  await allArrive()
})

test("a server that is slow to take a mail is waited for: who hangs up gives it twice", async () => {
  box.onMail = ({ to }) => to === ADDRESSES[1] && new Promise(resolve => setTimeout(resolve, 2_500))
  await inviteAll()
  await allArrive()
  assert.equal(await counted("mails_failed_total"), 0)
})

test("who is not taken now is tried again, and the others do not wait", async () => {
  let tries = 0
  box.onRecipient = async address => {
    if (address === ADDRESSES[0] && ++tries < 3) throw refusal(450, "revenez plus tard")
  }
  await inviteAll()
  await until("the others", () => box.mails.length === ADDRESSES.length - 1)
  await allArrive()
  assert.equal(tries, 3)
  assert.equal(await counted("mails_failed_total"), 2)
})

test("who is refused for good is given up, and `dires check` tells", async () => {
  let tries = 0
  box.onRecipient = async address => {
    if (address === ADDRESSES[3] && ++tries) throw refusal(550, "adresse inconnue")
  }
  await inviteAll()
  await until("given up", async () => (await counted("mails_given_up_total")) === 1)
  await until("the others", () => box.mails.length === ADDRESSES.length - 1)
  assert.deepEqual(box.recipients, ADDRESSES.slice(0, 3))
  assert.match(scene.check(), /courriels.*1 refusés/)
  assert.equal(tries, 1)
  assert.equal(scene.log.includes(ADDRESSES[3]), false, "a log has no addresses")
})

test("a server that hangs up in the middle of a mail is given it again", async () => {
  let cuts = 0
  box.onMail = async ({ to }) => {
    if (to !== ADDRESSES[2] || cuts++) return
    box.hangUp()
    throw refusal(451, "coupé")
  }
  await inviteAll()
  await allArrive()
  assert.equal(cuts, 2)
})

test("a mail whose taking is never heard of comes again under the same name: the one window there is", async () => {
  let cut = false
  box.onMail = async mail => {
    if (mail.to !== ADDRESSES[2] || cut) return
    cut = true
    box.mails.push(mail)
    box.hangUp()
    throw refusal(451, "coupé")
  }
  await inviteAll()
  await until("again", () => box.mails.length === ADDRESSES.length + 1)
  const twice = box.mails.filter(({ to }) => to === ADDRESSES[2])
  assert.equal(twice[0].id, twice[1].id)
  assert.equal(new Set(box.mails.map(({ id }) => id)).size, ADDRESSES.length)
})

test("killed while it gives a mail, the server loses none and gives none twice", async () => {
  let reached
  const giving = new Promise(resolve => (reached = resolve))
  box.onMail = async ({ to }) => {
    if (to !== ADDRESSES[2]) return
    reached()
    await new Promise(() => {})
  }
  await inviteAll()
  await giving
  await scene.stop("SIGKILL")
  box.onMail = async () => {}
  await scene.start()
  await allArrive()
})

test("told to stop, the server lets the mail that it gives be taken, and gives the others when it is back", async () => {
  let take
  const taking = new Promise(resolve => (take = resolve))
  let reached
  const giving = new Promise(resolve => (reached = resolve))
  box.onMail = () => (reached(), taking)
  await inviteAll()
  await giving
  const stopped = scene.stop()
  await until("it takes nothing new", () => fetch(`${scene.origin}/readyz`).then(({ ok }) => !ok, () => true))
  take()
  assert.equal((await stopped).status, 0)
  assert.equal(box.mails.length, 1)
  await scene.start()
  await allArrive()
})

/** What `dires mail test` answers, with these settings: its status and its words. */
async function tryOut(settings = {}) {
  const env = { ...scene.environment, ...settings }
  const command = spawn(binary, ["mail", "test", "essai@exemple.fr"], { env, stdio: ["ignore", "pipe", "pipe"] })
  let said = ""
  for (const output of [command.stdout, command.stderr]) output.on("data", more => (said += more))
  const status = await new Promise(resolve => command.once("close", resolve))
  return { status, said }
}

test("`dires mail test` says whether mail goes, and why not", async () => {
  const done = await tryOut()
  assert.equal(done.status, 0, done.said)
  assert.match(done.said, /a pris le courriel pour essai@exemple\.fr/)
  assert.equal(box.mails[0].subject, "Essai d’envoi")
  box.onRecipient = async () => {
    throw refusal(550, "adresse inconnue")
  }
  const refused = await tryOut()
  assert.equal(refused.status, 1)
  assert.match(refused.said, /550 adresse inconnue/)
})

test("a server that does not encipher is told nothing where that is asked", async () => {
  const done = await tryOut({ DIRES_SMTP_TLS: "starttls" })
  assert.equal(done.status, 1)
  assert.match(done.said, /STARTTLS/)
  assert.equal(box.mails.length, 0)
})

test("a server whose certificate nobody vouches for is told nothing", async () => {
  const other = await Mailbox.open(0, { secure: true })
  const done = await tryOut({ DIRES_SMTP_TLS: "tls", DIRES_SMTP_PORT: String(other.port) })
  await other.close()
  assert.equal(done.status, 1)
  assert.match(done.said, /certificate/)
  assert.equal(other.mails.length, 0)
})
