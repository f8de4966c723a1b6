import { delivery, EventStream, type Said } from "./event-stream";
import type { Line, LineEvents, OpenLine } from "./line";

/** Without a word for this long (milliseconds), though the server pings every 20 s, the flux is dead. */
const SILENCE = 60_000;
/** A POST without an answer for this long (milliseconds) is repeated. */
const ANSWER = 30_000;
/** How often a delivery is repeated before the line is given up, and how long it waits before each (milliseconds). */
const PAUSES = [500, 1_000, 2_000, 4_000];
/** Frames delivered together, in bytes; one alone may be longer. */
const TOGETHER = 256 * 1024;
/** How long the flux of a line that is gone may still say why (milliseconds). */
const LAST_WORD = 1_000;

/** Answers of something on the way, which a repeated delivery may get past. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

const wait = (delay: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delay));

/** A line over plain HTTP, beside the WebSocket of this address: server-sent events one way, POST the other. */
export const httpLine = (path: string): OpenLine => (events) => new HttpLine(path, events);

class HttpLine implements Line {
  private readonly leaving = new AbortController();
  private readonly stream = new EventStream();
  private name = "";
  private number = 1;
  private queue: Uint8Array[] = [];
  /** Whether the server asked to be shown that somebody is here. */
  private asked = false;
  private posting: Promise<void> | null = null;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private told = true;

  constructor(
    private readonly path: string,
    private readonly events: LineEvents,
  ) {
    this.listen().then(
      () => this.end(true),
      () => this.end(false),
    );
  }

  send(frame: Uint8Array): void {
    this.queue.push(frame);
    this.post();
  }

  finish(): void {
    this.told = false;
    void (this.posting ?? Promise.resolve()).then(() => this.close());
  }

  close(): void {
    this.told = false;
    clearTimeout(this.silence);
    this.leaving.abort();
  }

  private address(way: string, more: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(this.path, location.href);
    url.pathname += `/${way}`;
    for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
    return url;
  }

  /** Reads the flux until its end; throws when it breaks, or is refused. */
  private async listen(): Promise<void> {
    this.watch();
    const answer = await fetch(this.address("flux"), { cache: "no-store", redirect: "error", signal: this.leaving.signal });
    if (!answer.ok || !answer.body || !answer.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error("no flux");
    const reader = answer.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.watch();
      for (const said of this.stream.read(piece.value)) if (this.told) this.heed(said);
    }
  }

  private heed(said: Said): void {
    if (said === "ping") {
      this.asked = this.name !== "";
      this.post();
    } else if ("name" in said) {
      this.name = said.name;
      this.events.onOpen();
    } else this.events.onFrame(said.frame);
  }

  private watch(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.end(false), SILENCE);
  }

  private post(): void {
    this.posting ??= this.deliver()
      .catch(() => this.end(false))
      .finally(() => (this.posting = null));
  }

  /** Delivers all that waits, in order: one POST at a time. */
  private async deliver(): Promise<void> {
    // What is said in the same breath goes together.
    await Promise.resolve();
    while (this.queue.length || this.asked) {
      this.asked = false;
      await this.repeat(delivery(this.together()));
      this.number += 1;
    }
  }

  private together(): Uint8Array[] {
    let size = 0;
    let count = 0;
    for (const frame of this.queue) {
      size += frame.byteLength;
      if (count > 0 && size > TOGETHER) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** Posts a delivery under its number until it is certain that it was taken: the server takes each number once. */
  private async repeat(body: Uint8Array<ArrayBuffer>): Promise<void> {
    for (const pause of [...PAUSES, null]) {
      const status = await this.once(body);
      if (status === 204) return;
      if (status === 410) await wait(LAST_WORD);
      if (pause === null || (status !== null && !PASSING.has(status))) throw new Error("not taken");
      await wait(pause);
    }
  }

  /** The status of the answer; null when none came. */
  private async once(body: Uint8Array<ArrayBuffer>): Promise<number | null> {
    if (this.leaving.signal.aborted) throw new Error("left");
    const late = new AbortController();
    const leave = (): void => late.abort();
    const timer = setTimeout(leave, ANSWER);
    this.leaving.signal.addEventListener("abort", leave);
    try {
      const url = this.address("envoi", { liaison: this.name, numero: String(this.number) });
      return (await fetch(url, { method: "POST", body, cache: "no-store", redirect: "error", signal: late.signal })).status;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      this.leaving.signal.removeEventListener("abort", leave);
    }
  }

  private end(byServer: boolean): void {
    const told = this.told;
    this.close();
    if (told) this.events.onClose(byServer);
  }
}
