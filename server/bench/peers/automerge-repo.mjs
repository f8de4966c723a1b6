// A server on automerge-repo with file storage, made as its published sync server is.
// seed FILE COUNT FOLDER: writes copies of an Automerge document, prints their addresses; serve FOLDER PORT.
import { readFileSync } from "node:fs"

import { Repo } from "@automerge/automerge-repo"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs"
import { WebSocketServer } from "ws"

const [command, ...rest] = process.argv.slice(2)

if (command === "seed") {
  const [file, count, folder] = rest
  const repo = new Repo({ storage: new NodeFSStorageAdapter(folder) })
  const bytes = readFileSync(file)
  const handles = Array.from({ length: Number(count) }, () => repo.import(bytes))
  await repo.flush()
  console.log(JSON.stringify(handles.map(handle => handle.url)))
  process.exit(0)
} else {
  const [folder, port] = rest
  const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port) })
  new Repo({
    network: [new WebSocketServerAdapter(server)],
    storage: new NodeFSStorageAdapter(folder),
    sharePolicy: async () => false,
  })
}
