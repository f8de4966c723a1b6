import "./dom";
import "./wasm";
import * as A from "@automerge/automerge/slim";
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { TITLE, type TextDocument } from "../src/editor/bridge/replica";
import { SaveTracker } from "../src/editor/session/tracker";
import { Tabs, type Channel, type SharedHandle } from "../src/editor/session/tabs";
import { filesOf, forgetPages, keepPage, keptAt, keptFile, keptPage, pathsKept, sweep } from "../src/offline/pages";
import { readKeep } from "../src/offline/words";
import { newDocument } from "./stand";

/** Cache Storage in memory, fetching what is added from `served`. */
const served = new Map<string, string>();
class MemoryCache {
  private readonly kept = new Map<string, Response>();
  private path = (of: string | Request): string => new URL(typeof of === "string" ? of : of.url, location.origin).pathname;
  match = async (of: string | Request) => this.kept.get(this.path(of))?.clone();
  matchAll = async () => [...this.kept.values()].map((one) => one.clone());
  keys = async () => [...this.kept.keys()].map((path) => ({ url: location.origin + path }));
  put = async (of: string, answer: Response) => void this.kept.set(this.path(of), answer);
  delete = async (of: string | Request) => this.kept.delete(this.path(of));
  add = async (of: string) => {
    const source = served.get(of);
    if (source === undefined) throw new TypeError(`${of} is not there`);
    await this.put(of, new Response(source));
  };
}
let stores: Map<string, MemoryCache>;

beforeEach(() => {
  stores = new Map();
  served.clear();
  const open = async (name: string) => stores.get(name) ?? stores.set(name, new MemoryCache()).get(name)!;
  const caches = { open, keys: async () => [...stores.keys()], has: async (name: string) => stores.has(name), delete: async (name: string) => stores.delete(name) };
  Object.defineProperty(globalThis, "caches", { value: caches, configurable: true });
});

const page = (...files: string[]): Response => new Response(`<html><body class="a">${files.map((file) => `<script src="/assets/${file}"></script>`).join("")}</body></html>`);

test("the files that a page and a style need are found, and no other address", () => {
  const html = '<link rel="stylesheet" href="/assets/a-1.css"><a href="/tableau">x</a><section data-wasm="/assets/m-1.wasm"></section><script src="/assets/e-1.js"></script>';
  assert.deepEqual(filesOf(html, "http://localhost/"), ["/assets/a-1.css", "/assets/m-1.wasm", "/assets/e-1.js"]);
  assert.deepEqual(filesOf("@font-face{src:url(texte-1.woff2)}a{background:url('/ailleurs.png')}", "http://localhost/assets/a-1.css"), ["/assets/texte-1.woff2"]);
});

test("a page is kept with its files, says when, and is one person's", async () => {
  served.set("/assets/e-1.js", "editor");
  await keepPage("moi", "/textes/1/ecrire", page("e-1.js"));
  const kept = await keptPage("moi", "/textes/1/ecrire");
  const at = await keptAt("moi", "/textes/1/ecrire");
  assert.match((await kept?.text()) ?? "", new RegExp(`<body data-kept="${at}" class="a">`));
  assert.equal(await (await keptFile("/assets/e-1.js"))?.text(), "editor");
  assert.equal(await keptPage("autre", "/textes/1/ecrire"), undefined);
  await forgetPages("autre");
  assert.equal(await keptPage("moi", "/textes/1/ecrire"), undefined);
});

test("a page whose files cannot be kept is not kept either", async () => {
  await assert.rejects(keepPage("moi", "/textes/1/ecrire", page("absent.js")));
  assert.equal(await keptPage("moi", "/textes/1/ecrire"), undefined);
});

test("another release leaves a page that was kept its own files, and takes away what nothing names", async () => {
  for (const file of ["e-1.js", "e-2.js", "old-1.js", "texte-1.woff2"]) served.set(`/assets/${file}`, file);
  served.set("/assets/a-1.css", "@font-face{src:url(texte-1.woff2)}");
  await keepPage("moi", "/textes/1/ecrire", page("e-1.js", "a-1.css"));
  await keepPage("moi", "/textes/2/ecrire", page("old-1.js"));
  await (await caches.open("dires-pages-moi")).delete("/textes/2/ecrire");
  await (await caches.open("dires-fichiers")).add("/assets/e-2.js");
  await sweep(["/assets/e-2.js"]);
  const kept = async (file: string) => (await keptFile(`/assets/${file}`)) !== undefined;
  for (const file of ["e-1.js", "a-1.css", "texte-1.woff2", "e-2.js"]) assert.ok(await kept(file), file);
  assert.equal(await kept("old-1.js"), false);
});

test("pages are told apart by when they were kept, the latest first", async () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  for (const text of ["a", "b", "c"]) {
    await keepPage("moi", `/textes/${text}/ecrire`, page());
    mock.timers.tick(1_000);
  }
  mock.timers.reset();
  assert.deepEqual(await pathsKept("moi"), ["/textes/c/ecrire", "/textes/b/ecrire", "/textes/a/ecrire"]);
});

test("only a text's writing page is asked to be kept", () => {
  const address = "/textes/01a20950-93e7-73d2-a6f2-c138c90ceca9/ecrire";
  assert.deepEqual(readKeep({ address, person: "moi", title: "x" }), { address, person: "moi" });
  for (const other of ["/tableau", "/api/textes", `${address}/..`, "https://ailleurs.example/", `${address}?x`]) assert.equal(readKeep({ address: other, person: "moi" }), null, other);
  for (const junk of [null, 3, "x", [], {}, { address }, { address, person: 4 }]) assert.equal(readKeep(junk), null);
});

/** A replica with listeners, as automerge-repo's handle has. */
class Stand implements SharedHandle {
  private readonly listeners: (() => void)[] = [];
  constructor(private document: A.Doc<TextDocument>) {}
  doc = () => this.document;
  on = (_: "heads-changed", listener: () => void) => this.listeners.push(listener);
  update(change: (doc: A.Doc<TextDocument>) => A.Doc<TextDocument>): void {
    const before = A.getHeads(this.document).join();
    this.document = change(this.document);
    if (A.getHeads(this.document).join() !== before) for (const listener of this.listeners) listener();
  }
  type = (words: string) => this.update((doc) => A.change(doc, (draft) => A.splice(draft, TITLE, 0, 0, words)));
  get title(): string {
    return this.document.title;
  }
}

/** Channels that hear each other, and count what is said. */
function ether() {
  const channels: Channel[] = [];
  const said: unknown[] = [];
  const join = (): Channel => {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data) => {
        said.push(data);
        for (const other of channels) if (other !== channel) other.onmessage?.({ data } as MessageEvent);
      },
    };
    channels.push(channel);
    return channel;
  };
  return { join, said };
}

test("tabs of one person are replicas of their own, and read the same at once", () => {
  const { join, said } = ether();
  const kept = A.save(newDocument());
  const [one, other] = [new Stand(A.load(kept)), new Stand(A.load(kept))];
  for (const tab of [one, other]) new Tabs(tab, join(), () => undefined);
  one.type("x");
  other.type("y");
  one.type("z");
  assert.equal(one.title, other.title);
  assert.equal([...one.title].filter((sign) => "xyz".includes(sign)).sort().join(""), "xyz");
  assert.notEqual(A.getActorId(one.doc()), A.getActorId(other.doc()));
  assert.equal(said.filter((it) => "changes" in (it as object)).length, 3, "each says what it wrote, and nothing again");
});

test("a tab that opens later, and one that comes with words of its own, lack nothing", () => {
  const { join } = ether();
  const start = newDocument();
  const one = new Stand(A.clone(start));
  new Tabs(one, join(), () => undefined);
  one.type("x");
  const apart = new Stand(A.clone(start));
  apart.type("y");
  new Tabs(apart, join(), () => undefined);
  assert.equal(one.title, apart.title);
  assert.equal([...one.title].filter((sign) => "xy".includes(sign)).sort().join(""), "xy");
});

test("a device that keeps nothing is not said to keep, until it does", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let full = true;
  const keep = mock.fn(async () => {
    if (full) throw new DOMException("full", "QuotaExceededError");
  });
  const tracker = new SaveTracker({
    access: () => "write", refused: () => false, keep, known: null, opensOffline: false,
    onChange: () => undefined, onKept: () => undefined, onSilence: () => undefined,
  });
  const handle = { doc: () => newDocument(), on: () => undefined, getSyncInfo: () => undefined };
  tracker.follow(handle as never);
  assert.equal(tracker.keeps, true);
  mock.timers.tick(200);
  await new Promise(setImmediate);
  assert.equal(keep.mock.callCount(), 1);
  assert.equal(tracker.keeps, false);
  full = false;
  mock.timers.tick(5_000);
  await new Promise(setImmediate);
  assert.equal(tracker.keeps, true);
  mock.timers.reset();
});
