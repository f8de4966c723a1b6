// Builds dist/: scripts, styles, fonts and wasm under names that carry their content's hash, the manifest that maps
// logical names to them, and beside each text and wasm file what a server sends to who accepts Brotli or gzip.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { fonts } from "./build/fonts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const cache = join(here, "node_modules/.cache/dires-assets");
const COMPRESSED = new Set([".js", ".css", ".wasm", ".svg", ".ttf", ".json"]);
const manifest = {};

const hashed = (name, bytes) => {
  const extension = extname(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `${basename(name, extension)}-${hash}${extension}`;
};

// Brotli at its best takes seconds for the wasm, which seldom changes: what was compressed once is kept.
async function compressed(kind, bytes, compress) {
  const kept = join(cache, createHash("sha256").update(bytes).digest("hex") + kind);
  if (existsSync(kept)) return readFile(kept);
  const out = await compress(bytes);
  await mkdir(cache, { recursive: true });
  await writeFile(kept, out);
  return out;
}

const brotli = (bytes) =>
  promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
const zip = (bytes) => promisify(gzip)(bytes, { level: 9 });

/** Writes a file under its hashed name, and its compressed forms; gives that name. */
async function put(logical, bytes) {
  const name = hashed(logical, bytes);
  manifest[logical] = name;
  const files = [[name, bytes]];
  if (COMPRESSED.has(extname(name))) {
    const [br, gz] = await Promise.all([compressed(".br", bytes, brotli), compressed(".gz", bytes, zip)]);
    files.push([`${name}.br`, br], [`${name}.gz`, gz]);
  }
  await Promise.all(files.map(([file, content]) => writeFile(join(dist, file), content)));
  return name;
}

async function script(logical, entry, { format = "esm", define = {} } = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    format,
    target: ["es2022"],
    platform: "browser",
    conditions: ["browser"],
    define: { "process.env.NODE_ENV": '"production"', ...define },
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  await put(logical, outputFiles[0].contents);
}

async function faces() {
  await Promise.all(Object.entries(await fonts()).map(([name, bytes]) => put(name, bytes)));
}

async function images() {
  const folder = join(here, "images");
  const names = await readdir(folder);
  await Promise.all(names.map(async (name) => put(name, await readFile(join(folder, name)))));
}

/** Joins style sheets in order, gives fonts their hashed names, and minifies. */
async function style(logical, names) {
  const sheets = await Promise.all(names.map((name) => readFile(join(here, "styles", name), "utf8")));
  const { outputFiles } = await build({
    stdin: { contents: sheets.join("\n"), loader: "css", resolveDir: join(here, "styles") },
    bundle: true,
    minify: true,
    external: ["*.woff2", "*.woff", "*.ttf", "*.svg"],
    target: ["es2022", "chrome111", "firefox113", "safari16.4"],
    write: false,
    logLevel: "warning",
  });
  const css = outputFiles[0].text.replace(/url\((["']?)([^"')]+)\1\)/g, (whole, _quote, url) => {
    const name = manifest[basename(url)];
    return name ? `url(${name})` : whole;
  });
  await put(logical, Buffer.from(css));
}

/** Tokens first, then the base, then the parts in alphabetical order. */
function inOrder(names) {
  const first = ["tokens.css", "base.css"];
  const rank = (name) => (first.includes(name) ? first.indexOf(name) : first.length);
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

async function styles() {
  const names = (await readdir(join(here, "styles"))).filter((name) => name.endsWith(".css"));
  await Promise.all([style("site.css", inOrder(names)), style("editor.css", ["desk", "people", "text", "tables", "images", "aside", "beside", "find", "shortcuts", "handle", "gestures"].map((name) => `editor/${name}.css`))]);
}

const started = performance.now();
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const wasm = createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm");
await Promise.all([faces(), images()]);
await Promise.all([
  script("editor.js", "src/editor/main.ts"),
  script("base.js", "src/base.ts"),
  script("offline.js", "src/offline/offline-page.ts"),
  script("reserves.js", "src/reserves/page.ts"),
  script("comments.js", "src/editor/comments/page.ts"),
  script("sitting.js", "src/sitting/page.ts"),
  readFile(wasm).then((bytes) => put("automerge.wasm", bytes)),
  styles(),
]);
// Last, since it names all others: any change in a release makes another service worker.
const release = JSON.stringify(Object.values(manifest).sort().map((name) => `/assets/${name}`));
await script("service-worker.js", "src/offline/service-worker.ts", { format: "iife", define: { RELEASE: release } });
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(Object.fromEntries(Object.entries(manifest).sort()), null, 2)}\n`);
console.log(`web/dist: ${Object.keys(manifest).length} assets in ${((performance.now() - started) / 1000).toFixed(1)} s`);
