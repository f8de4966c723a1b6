// Somebody who never stops typing, and remembers everything that the server said it stored.

import * as A from "@automerge/automerge"
import { decodeHeads } from "@automerge/automerge-repo"

import { bodyOf, find, isSaved, repository, type } from "./client.mjs"

/** How often (milliseconds) a word is typed. */
const PACE = 80
/** How many words are typed while none is acknowledged; then it waits, so that a long trouble does not end in a flood. */
const AHEAD = 100

export class Writer {
  /** Hashes of changes that are stored, as the server said: whoever has a head has all that it follows. */
  acknowledged = new Set()
  /** How often the server said so. */
  times = 0
  typed = 0
  #since = 0

  static async at(door, text, name) {
    const self = new Writer()
    self.name = name
    self.repo = repository(door)
    self.handle = await find(self.repo, text.url)
    self.handle.on("remote-heads", ({ storageId, heads }) => self.#heard(storageId, decodeHeads(heads)))
    return self
  }

  #heard(storageId, heads) {
    this.storage ??= storageId
    if (storageId !== this.storage) throw new Error("another database answers")
    this.times += 1
    this.#since = 0
    heads.forEach(head => this.acknowledged.add(head))
  }

  /** Types, at most `ahead` words between two acknowledgements. */
  start(ahead = AHEAD) {
    this.typing ??= setInterval(() => this.#since < ahead && void this.word(), PACE)
  }

  stop() {
    clearInterval(this.typing)
    this.typing = undefined
  }

  word() {
    this.#since += 1
    return type(A, this.handle, `${this.name}${this.typed++} `)
  }

  get isSaved() {
    return isSaved(this.handle)
  }

  get text() {
    return bodyOf(this.handle)
  }

  /** The words typed here, in the order in which the text has them. */
  words(text) {
    return text.match(new RegExp(`\\b${this.name}\\d+(?= )`, "g")) ?? []
  }
}
