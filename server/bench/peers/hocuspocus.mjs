// Hocuspocus with its SQLite extension.
// seed FILE COUNT FOLDER: writes copies of a Yjs document, prints their names; serve FOLDER PORT.
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { SQLite, schema, upsertQuery } from "@hocuspocus/extension-sqlite"
import { Server } from "@hocuspocus/server"
import BetterSqlite3 from "better-sqlite3"

const [command, ...rest] = process.argv.slice(2)
const database = folder => join(folder, "hocuspocus.sqlite")

if (command === "seed") {
  const [file, count, folder] = rest
  const db = new BetterSqlite3(database(folder))
  db.exec(schema)
  const data = readFileSync(file)
  const names = Array.from({ length: Number(count) }, (_, number) => `essai-${number}`)
  db.transaction(() => names.forEach(name => db.prepare(upsertQuery).run({ name, data })))()
  db.close()
  console.log(JSON.stringify(names))
} else {
  const [folder, port] = rest
  const extensions = [new SQLite({ database: database(folder) })]
  await new Server({ address: "127.0.0.1", port: Number(port), quiet: true, extensions }).listen()
}
