// A real server on a temporary database, and the doors through which its people come.

import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import net from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { binary, scene as program, settings } from "../server.mjs"

/** Runs the program that founds the tests' association, and gives what it prints. */
function scene(...commands) {
  const done = spawnSync(program, commands, { encoding: "utf8" })
  if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr)
  return done.stdout
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1")
  await new Promise(resolve => server.once("listening", resolve))
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}

/** The association, its database, and `dires serve` on it. */
export class Scene {
  #folder = mkdtempSync(join(tmpdir(), "dires-"))
  #doors = []
  #settings
  #server
  /** What the server has logged since it was started. */
  log = ""
  /** Where it is watched, when `DIRES_METRICS` is among the settings. */
  watched = null

  /** With these settings; on a SQLite file of its own, unless they name a database. */
  static async found(settings = {}) {
    const self = new Scene()
    self.#settings = settings
    self.database = settings.DIRES_DATABASE ?? `sqlite://${self.#folder}/dires.sqlite`
    Object.assign(self, JSON.parse(scene("found", self.database)))
    self.port = await freePort()
    await self.start()
    return self
  }

  /** Starts the server, and waits until it says that it serves. */
  async start() {
    const env = this.environment
    // A write over a limit of size shall be an error, as on a full disk, and not the end.
    this.#server = spawn("sh", ["-c", 'trap "" XFSZ; exec "$0" serve', binary], { env, stdio: ["ignore", "pipe", "pipe"] })
    this.log = ""
    this.#server.stderr.on("data", said => (this.log += said))
    // What nobody asked for is shown with the tests.
    if (!this.#settings.DIRES_LOG) this.#server.stderr.pipe(process.stderr)
    const watching = "DIRES_METRICS" in this.#settings
    let said = ""
    await new Promise((resolve, reject) => {
      this.#server.stdout.on("data", more => {
        said += more
        this.watched = said.match(/Surveillance.*(http:.*)\/metrics/)?.[1] ?? null
        if (said.includes("en service") && (this.watched || !watching)) resolve()
      })
      this.#server.once("exit", code => reject(new Error(`the server ended with ${code}`)))
    })
  }

  /** Sends a signal to the server, and goes on. */
  signal(signal) {
    this.#server.kill(signal)
  }

  /** Waits until the server has ended: with which status. */
  async ended() {
    const server = this.#server
    if (server.exitCode === null && server.signalCode === null) await new Promise(resolve => server.once("exit", resolve))
    return server.exitCode
  }

  /** Stops the server: SIGTERM lets it finish, SIGKILL does not. Its status, and how long it took, in milliseconds. */
  async stop(signal = "SIGTERM") {
    const since = performance.now()
    this.signal(signal)
    const status = await this.ended()
    return { status, took: performance.now() - since }
  }

  /** Keeps the server from writing, until the function that this gives is called. */
  async hold() {
    const holder = spawn(program, ["hold", this.database], { stdio: ["pipe", "pipe", "inherit"] })
    await new Promise(resolve => holder.stdout.once("data", resolve))
    return async () => {
      holder.stdin.end()
      await new Promise(resolve => holder.once("exit", resolve))
    }
  }

  /**
   * From now on no file of the server may be written: a limit on their size, which needs no rights and no disk of its own.
   * Gives back what puts an end to it.
   */
  fillDisk() {
    const limit = bytes => {
      const done = spawnSync("prlimit", ["--pid", String(this.#server.pid), `--fsize=${bytes}:`], { encoding: "utf8" })
      if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr)
    }
    limit(0)
    return () => limit("unlimited")
  }

  freeze(text) {
    scene("freeze", this.database, text.document)
  }

  thaw(text) {
    scene("thaw", this.database, text.document)
  }

  /** Freezes a version of a text as it stands. */
  version(text) {
    scene("version", this.database, text.document)
  }

  /** Every stored change's hash, by document. */
  stored() {
    return JSON.parse(scene("stored", this.database))
  }

  /** What `dires check` says of the database, which must be sound. */
  check() {
    const env = { ...settings(this.#folder, this.port), DIRES_DATABASE: this.database }
    const done = spawnSync(binary, ["check"], { env, encoding: "utf8" })
    if (done.status !== 0) throw new Error(done.stdout + done.stderr)
    return done.stdout
  }

  /** Does to the database what another process may do. */
  run(statement) {
    scene("run", this.database, statement)
  }

  /** What a command is told of this server and its database. */
  get environment() {
    return { ...settings(this.#folder, this.port), DIRES_DATABASE: this.database, ...this.#settings }
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`
  }

  /** Opens a door for somebody. */
  async door(person) {
    const door = await Door.open(this.port, person.cookie)
    this.#doors.push(door)
    return door
  }

  async end() {
    this.#doors.forEach(door => door.close())
    await this.stop("SIGKILL")
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/**
 * A way to the server that adds somebody's cookie to what passes, as their browser would: the clients themselves stay as
 * they are published. It can be cut.
 */
export class Door {
  #sockets = new Set()
  #server
  #shut = false

  static async open(port, cookie) {
    const self = new Door()
    self.#server = net.createServer(client => self.#enter(client, port, cookie)).listen(0, "127.0.0.1")
    await new Promise(resolve => self.#server.once("listening", resolve))
    self.url = `ws://127.0.0.1:${self.#server.address().port}/sync`
    return self
  }

  #enter(client, port, cookie) {
    if (this.#shut) return client.destroy()
    const server = net.connect(port, "127.0.0.1")
    for (const [near, far] of [[client, server], [server, client]]) {
      this.#sockets.add(near)
      near.on("error", () => far.destroy())
      near.on("close", () => {
        this.#sockets.delete(near)
        far.destroy()
      })
    }
    client.once("data", request => {
      const head = String(request)
      server.write(head.replace("\r\n", `\r\nCookie: ${cookie}\r\n`))
      client.pipe(server)
    })
    server.pipe(client)
  }

  /** Cuts whoever is connected, and lets nobody in until `mend`. */
  cut() {
    this.#shut = true
    this.#sockets.forEach(socket => socket.destroy())
  }

  mend() {
    this.#shut = false
  }

  close() {
    this.cut()
    this.#server.close()
  }
}
