// The editors that ours is measured beside, each served with the text: `{ name, version, size, address, open(browser), compare(),
// stop() }`, where `size` is what its script and wasm take compressed, in bytes, `open` gives a browser context for somebody,
// and `compare` tells two states of the text apart, by the library's own means, since neither editor has a redline.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as A from "@automerge/automerge";
import { Repo } from "@automerge/automerge-repo";
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket";
import { Server } from "@hocuspocus/server";
import { build } from "esbuild";
import { WebSocketServer } from "ws";
import * as Y from "yjs";
import { earlier, emptyText, typeInto, yjs } from "./text.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** A peer's script, built as our own is: for production, in one piece, compressed ahead. */
async function script(name) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, "pages", `${name}.ts`)],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    platform: "browser",
    conditions: ["browser"],
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "none",
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].contents;
}

/** Serves a peer's page, its script and wasm kept for ever as ours are; gives its address and the way to stop. */
async function site(page, files) {
  const compressed = new Map(Object.entries(files).map(([name, [type, bytes]]) => [name, { type, bytes: brotliCompressSync(bytes) }]));
  const server = createServer((request, response) => {
    const file = compressed.get(request.url);
    if (!file) return response.setHeader("content-type", "text/html; charset=utf-8").end(page);
    const headers = { "content-type": file.type, "content-encoding": "br", "cache-control": "public, max-age=31536000, immutable" };
    return response.writeHead(200, headers).end(file.bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const size = [...compressed.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { address: `http://127.0.0.1:${server.address().port}/`, size, stop: () => server.close() };
}

const page = (data) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title>
<body ${Object.entries(data).map(([key, value]) => `data-${key}="${value}"`).join(" ")}><div id="editor"></div><script type="module" src="/editor.js"></script>`;

const version = (name) => JSON.parse(readFileSync(path.join(here, "node_modules", name, "package.json"))).version;
const JAVASCRIPT = "text/javascript; charset=utf-8";
const anybody = (browser) => browser.newContext({ locale: "fr-FR" });

/** The stock Automerge editor, and a server on automerge-repo. */
export async function automerge(strokes) {
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => sockets.once("listening", resolve));
  const repo = new Repo({ network: [new WebSocketServerAdapter(sockets)], sharePolicy: async () => false });
  const first = typeInto(A, emptyText(A), "text", strokes.slice(0, earlier(strokes)));
  const before = A.getHeads(first);
  const doc = typeInto(A, first, "text", strokes.slice(earlier(strokes)));
  const handle = repo.import(A.save(doc));
  const wasm = readFileSync(require.resolve("@automerge/automerge/automerge.wasm"));
  const data = { socket: `ws://127.0.0.1:${sockets.address().port}`, name: handle.url, wasm: "/automerge.wasm" };
  const files = { "/editor.js": [JAVASCRIPT, await script("automerge")], "/automerge.wasm": ["application/wasm", wasm] };
  const { address, size, stop } = await site(page(data), files);
  return {
    name: "@automerge/prosemirror",
    version: version("@automerge/prosemirror"),
    size,
    open: anybody,
    compare: async () => A.diff(doc, before, A.getHeads(doc)),
    address,
    async stop() {
      stop();
      sockets.close();
      await repo.shutdown();
    },
  };
}

/** The texts of a fragment, those of removed paragraphs too. */
function texts(fragment) {
  const found = [];
  for (let item = fragment._start; item; item = item.right) {
    const type = item.content.type;
    if (type instanceof Y.XmlText) found.push(type);
    else if (type) found.push(...texts(type));
  }
  return found;
}

/** TipTap and Yjs, and a Hocuspocus server that keeps the text in memory. */
export async function tiptap(strokes) {
  const { update } = yjs(strokes);
  const kept = yjs(strokes, true);
  const now = Y.snapshot(kept.doc);
  const onLoadDocument = async ({ document }) => Y.applyUpdate(document, update);
  const server = new Server({ address: "127.0.0.1", port: 0, quiet: true, onLoadDocument });
  await server.listen();
  const socket = server.webSocketURL;
  const { address, size, stop } = await site(page({ socket, name: "essai" }), { "/editor.js": [JAVASCRIPT, await script("tiptap")] });
  return {
    name: "TipTap + Yjs",
    version: version("@tiptap/core"),
    size,
    open: anybody,
    compare: async () => texts(kept.doc.getXmlFragment("default")).map((text) => text.toDelta(now, kept.before)),
    address,
    async stop() {
      stop();
      await server.destroy();
    },
  };
}
