import "./dom";
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Line, LineEvents } from "../src/editor/session/line";
import { Route, type Way } from "../src/editor/session/route";

const HELLO = Uint8Array.of(0);
const FIRST = Uint8Array.of(1);

/** A line whose other end is the test. */
class TestLine implements Line {
  readonly sent: Uint8Array[] = [];
  state: "open" | "finished" | "closed" = "open";
  constructor(
    readonly way: Way,
    readonly events: LineEvents,
  ) {}
  send(frame: Uint8Array): void {
    this.sent.push(frame);
  }
  finish(): void {
    this.state = "finished";
  }
  close(): void {
    this.state = "closed";
  }
  /** The server speaks. */
  stands(): void {
    this.events.onOpen();
    this.events.onFrame(FIRST);
  }
  fails(byServer = false): void {
    this.events.onClose(byServer);
  }
}

class World {
  readonly lines: TestLine[] = [];
  readonly told: string[] = [];
  readonly route: Route;
  constructor() {
    const open = (way: Way) => (events: LineEvents) => {
      const line = new TestLine(way, events);
      this.lines.push(line);
      return line;
    };
    this.route = new Route(
      { socket: open("socket"), http: open("http") },
      {
        hello: () => HELLO,
        onLine: (way) => this.told.push(way),
        onFrame: (frame) => this.told.push(`frame ${frame[0]}`),
        onDown: () => this.told.push("down"),
      },
    );
    this.route.start();
  }
  get last(): TestLine {
    return this.lines.at(-1)!;
  }
  get ways(): string {
    return this.lines.map((line) => line.way).join(" ");
  }
}

let now = 0;
const passes = (milliseconds: number): void => {
  now += milliseconds;
  mock.timers.tick(milliseconds);
};

beforeEach(() => {
  now = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
});
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("a WebSocket that opens is all there is", () => {
  const world = new World();
  world.last.stands();
  assert.deepEqual(world.last.sent, [HELLO]);
  assert.deepEqual(world.told, ["socket", "frame 1"]);
  passes(3_600_000);
  assert.equal(world.ways, "socket");
});

test("where it is refused, the same goes over HTTP at once", () => {
  const world = new World();
  world.last.fails();
  assert.equal(world.ways, "socket http");
  world.last.stands();
  assert.deepEqual(world.told, ["http", "frame 1"]);
});

test("where it hangs, or opens and says nothing, the same within seconds", () => {
  const world = new World();
  world.last.events.onOpen();
  passes(6_000);
  assert.equal(world.lines[0]!.state, "closed");
  assert.equal(world.ways, "socket http");
});

test("a server that is down is no blocked WebSocket: no way stands, and the WebSocket is tried first again", () => {
  const world = new World();
  for (let round = 1; round <= 3; round += 1) {
    world.last.fails();
    world.last.fails();
    assert.deepEqual(world.told, Array(round).fill("down"));
    passes(3_000);
  }
  assert.equal(world.ways, "socket http socket http socket http socket");
  world.last.stands();
  assert.deepEqual(world.told.slice(3), ["socket", "frame 1"]);
});

test("a line that was told to close, or lived, comes back as a WebSocket", () => {
  const world = new World();
  for (const [lived, byServer] of [[100, true], [100, true], [60_000, false], [60_000, false]] as const) {
    world.last.stands();
    passes(lived);
    world.last.fails(byServer);
    passes(3_000);
  }
  assert.equal(world.ways, "socket socket socket socket socket");
});

test("a proxy that accepts and cuts at once is found out the second time", () => {
  const world = new World();
  for (let cuts = 0; cuts < 2; cuts += 1) {
    world.last.stands();
    passes(100);
    world.last.fails();
    passes(3_000);
  }
  assert.equal(world.ways, "socket socket http");
});

test("over HTTP, the WebSocket is tried beside now and then, less and less often", () => {
  const world = new World();
  world.last.fails();
  world.last.stands();
  const tried: number[] = [];
  for (let second = 1; second <= 3_600; second += 1) {
    passes(1_000);
    if (world.last.way !== "socket" || world.last.state === "closed") continue;
    tried.push(second);
    world.last.fails();
  }
  assert.deepEqual(tried, [60, 180, 420, 900, 1_800, 2_700, 3_600]);
  assert.deepEqual(world.told, ["http", "frame 1"], "and the page is told nothing");
});

test("it goes back between two frames, without a gap", () => {
  const world = new World();
  world.last.fails();
  const http = world.last;
  http.stands();
  window.dispatchEvent(new Event("online"));
  const socket = world.last;
  assert.equal(socket.way, "socket");
  socket.events.onOpen();
  world.route.send(Uint8Array.of(7));
  assert.equal(http.sent.length, 2, "until the server speaks on the new line, the old one carries");
  socket.events.onFrame(FIRST);
  assert.equal(http.state, "finished", "what was sent is delivered");
  http.events.onFrame(Uint8Array.of(9));
  http.fails(true);
  world.route.send(Uint8Array.of(8));
  assert.deepEqual(socket.sent, [HELLO, Uint8Array.of(8)]);
  assert.deepEqual(world.told, ["http", "frame 1", "socket", "frame 1"]);
});

test("left alone, it tries nothing until it is asked to", () => {
  const world = new World();
  world.last.stands();
  world.route.stop();
  assert.equal(world.last.state, "closed");
  window.dispatchEvent(new Event("online"));
  passes(3_600_000);
  assert.equal(world.lines.length, 1);
  world.route.start();
  assert.equal(world.ways, "socket socket");
});
