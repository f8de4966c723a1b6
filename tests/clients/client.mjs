// Clients as they are published, and ways to wait for what they show.

import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Repo, decodeHeads } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"
import { WebSocket } from "ws"
import { decode, Encoder } from "cbor-x"

// Milliseconds. A connection that takes longer is given up for another: not shorter than a busy machine needs for one.
const RETRY = 500

/** A folder for a client's store, removed when the process ends: a repository that was shut down may still write to it. */
export function storeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "dires-client-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An unmodified repository that comes through a door. */
export function repository(door, options = {}) {
  const adapter = new WebSocketClientAdapter(door.url, RETRY)
  // Node's own sockets report a cut connection as an error, which the adapter throws.
  const onError = adapter.onError
  adapter.onError = event => {
    try {
      onError(event)
    } catch {
      // It comes back by itself.
    }
  }
  // A try that takes longer than the next one is left without anyone who listens to its error: here somebody does.
  const connect = adapter.connect
  adapter.connect = (...who) => {
    connect.apply(adapter, who)
    adapter.socket.addEventListener("error", () => {})
  }
  return new Repo({ network: [adapter], ...options })
}

/** Waits until `holds` does, trying at each event loop turn; says what was waited for when it never comes. */
export async function until(what, holds, patience = 10_000) {
  const end = Date.now() + patience
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`it never came: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

export const bodyOf = handle => handle.doc()?.body ?? ""

/** Types at the start of the text, after its first marker. */
export async function type(A, handle, text) {
  handle.change(doc => A.splice(doc, ["body"], 1, 0, text))
}

/** Whether the server has said that it stored all that this handle shows. */
export const isSaved = handle => {
  const said = handle.getSyncInfo(serverOf(handle))
  return said !== undefined && same(said.lastHeads, handle.heads())
}

/** Which of these changes (hashes) the server has said that it stored. */
export function stored(A, handle, hashes) {
  const said = handle.getSyncInfo(serverOf(handle))
  const heads = said && decodeHeads(said.lastHeads)
  const doc = handle.doc()
  if (!heads || !A.hasHeads(doc, heads)) return []
  const missing = new Set(A.getChangesMetaSince(doc, heads).map(({ hash }) => hash))
  return hashes.filter(hash => !missing.has(hash))
}

const servers = new WeakMap()

/** Remembers under which name the server keeps what it stores. */
export async function find(repo, url) {
  const handle = await repo.find(url)
  const [peer] = repo.peers
  servers.set(handle, repo.getStorageIdOfPeer(peer))
  return handle
}

const serverOf = handle => servers.get(handle)
const same = (a, b) => a.length === b.length && [...a].sort().every((head, at) => head === [...b].sort()[at])

const encoder = new Encoder({ tagUint8Array: false, useRecords: false })

/** A socket without a library behind it: what is sent is what is given. */
export class Raw {
  frames = []
  closed = false

  static async open(url, headers = {}) {
    const self = new Raw()
    self.socket = new WebSocket(url, { headers })
    self.socket.binaryType = "nodebuffer"
    self.socket.on("message", data => self.frames.push(decode(data)))
    self.socket.on("close", () => (self.closed = true))
    await new Promise((resolve, reject) => {
      self.socket.once("open", resolve)
      self.socket.once("unexpected-response", (_, response) => reject(new Refused(response.statusCode)))
      self.socket.once("error", reject)
    })
    return self
  }

  send(frame) {
    this.socket.send(Buffer.isBuffer(frame) ? frame : encoder.encode(frame))
  }

  join() {
    this.send({ type: "join", senderId: "brut", peerMetadata: {}, supportedProtocolVersions: ["1"] })
  }

  async receives(type) {
    await until(`a frame ${type}`, () => this.frames.some(frame => frame.type === type))
    return this.frames.find(frame => frame.type === type)
  }
}

/** The server answered with a status instead of opening the socket. */
export class Refused extends Error {
  constructor(status) {
    super(`refused with ${status}`)
    this.status = status
  }
}
