import "./dom";
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { delivery, EventStream } from "../src/editor/session/event-stream";
import { httpLine } from "../src/editor/session/line-http";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("events are read however they are cut", () => {
  const frame = Uint8Array.of(0, 255, 128, 10, 10);
  const text = `:   \nevent: liaison\ndata: nom\n\ndata: ${Buffer.from(frame).toString("base64")}\n\n: ping\n\n`;
  for (let size = 1; size <= text.length; size += 1) {
    const stream = new EventStream();
    const said = [];
    for (let at = 0; at < text.length; at += size) said.push(...stream.read(bytes(text.slice(at, at + size))));
    assert.deepEqual(said, [{ name: "nom" }, { frame }, "ping"]);
  }
});

test("a delivery is each frame after its length", () => {
  assert.deepEqual([...delivery([bytes("ab"), bytes(""), bytes("c")])], [0, 0, 0, 2, 97, 98, 0, 0, 0, 0, 0, 0, 0, 1, 99]);
});

/** A server that says what the test says; each POST waits for its answer. */
const posts: { readonly number: string; readonly body: string; answer(status: number | null): void }[] = [];
let told: (() => void) | null = null;
let flux: ServerResponse;

const until = async (condition: () => boolean): Promise<void> => {
  const late = AbortSignal.timeout(20_000);
  while (!condition()) {
    await new Promise<void>((resolve, reject) => {
      told = resolve;
      late.onabort = () => reject(new Error("it never came"));
    });
  }
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url!, "http://localhost");
  if (url.pathname === "/sync/flux") {
    response.writeHead(200, { "content-type": "text/event-stream" }).write("event: liaison\ndata: nom\n\n");
    flux = response;
  } else {
    assert.deepEqual([url.searchParams.get("liaison"), url.searchParams.get("personne")], ["nom", "p"]);
    const body = Buffer.concat(await request.toArray()).toString("latin1");
    const answer = (status: number | null): void => void (status === null ? request.socket.destroy() : response.writeHead(status).end());
    posts.push({ number: url.searchParams.get("numero")!, body, answer });
  }
  told?.();
}

const server = createServer((request, response) => void serve(request, response));
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const href = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  Object.defineProperty(globalThis, "location", { value: { href }, configurable: true });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

/** A line to it, and what it tells. */
async function opened() {
  posts.length = 0;
  const said: string[] = [];
  const tell = (word: string): void => {
    said.push(word);
    told?.();
  };
  const line = httpLine("/sync?personne=p")({
    onOpen: () => tell("open"),
    onFrame: (frame) => tell(Buffer.from(frame).toString()),
    onClose: (byServer) => tell(byServer ? "closed" : "cut"),
  });
  await until(() => said.includes("open"));
  return { line, said };
}

test("what is sent goes in order, one delivery at a time, repeated under its number until it is taken", async () => {
  const { line, said } = await opened();
  line.send(bytes("a"));
  line.send(bytes("b"));
  await until(() => posts.length === 1);
  line.send(bytes("c"));
  posts[0]!.answer(null);
  await until(() => posts.length === 2);
  posts[1]!.answer(502);
  await until(() => posts.length === 3);
  line.send(bytes("d"));
  posts[2]!.answer(204);
  await until(() => posts.length === 4);
  posts[3]!.answer(204);
  const together = "\0\0\0\x01a\0\0\0\x01b";
  assert.deepEqual(posts.map(({ number, body }) => [number, body]), [["1", together], ["1", together], ["1", together], ["2", "\0\0\0\x01c\0\0\0\x01d"]]);
  flux.write(`data: ${btoa("x")}\n\n`);
  await until(() => said.includes("x"));
  line.close();
});

test("a ping is answered by an empty delivery; a flux that ends is told, one that breaks too", async () => {
  const { line, said } = await opened();
  flux.write(": ping\n\n");
  await until(() => posts.length === 1);
  assert.deepEqual([posts[0]!.number, posts[0]!.body], ["1", ""]);
  posts[0]!.answer(204);
  flux.end();
  await until(() => said.includes("closed"));
  line.close();
  const other = await opened();
  flux.destroy();
  await until(() => other.said.includes("cut"));
});

test("a line that is gone is closed once the server had time to say why", async () => {
  const { line, said } = await opened();
  line.send(bytes("a"));
  await until(() => posts.length === 1);
  posts[0]!.answer(410);
  flux.write(`data: ${btoa("why")}\n\n`);
  await until(() => said.includes("why"));
  await until(() => said.length === 3);
  assert.deepEqual(said, ["open", "why", "cut"]);
});

test("a line that is finished delivers what was sent, and tells nothing more", async () => {
  const { line, said } = await opened();
  line.send(bytes("a"));
  await until(() => posts.length === 1);
  const ended = new Promise((resolve) => flux.on("close", resolve));
  line.finish();
  flux.write(`data: ${btoa("late")}\n\n`);
  posts[0]!.answer(503);
  await until(() => posts.length === 2);
  posts[1]!.answer(204);
  await ended;
  assert.deepEqual(said, ["open"]);
});
