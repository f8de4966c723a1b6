import type { Line, OpenLine } from "./line";

/** The ways to the server; the second is for where proxies block the first. */
export type Way = "socket" | "http";

/** How long a way may take until the server speaks on it (milliseconds). */
const PATIENCE: Readonly<Record<Way, number>> = { socket: 6_000, http: 15_000 };
/** How long after a lost line another is tried (milliseconds): each page draws its own, half of it more or less, so that a server
 * that was started again does not meet them all at once. */
const RETRY = 2_000;
/** A WebSocket that something cuts this soon (milliseconds), so often in a row, is taken for blocked. */
const QUICK = 5_000;
const CUTS = 2;
/** How long after taking to HTTP the WebSocket is tried again (milliseconds): soon where it has worked in this page. */
const AGAIN_SOON = 5_000;
const AGAIN = 60_000;
/** Each time twice as long after, up to this (milliseconds). */
const AGAIN_AT_MOST = 15 * 60_000;

export interface RouteEvents {
  /** The frame that a client begins with. */
  hello(): Uint8Array;
  /** The server speaks on another line than before; its first frame follows. */
  onLine(way: Way): void;
  onFrame(frame: Uint8Array): void;
  /** No way leads to the server now; others are tried. */
  onDown(): void;
}

interface Attempt {
  readonly way: Way;
  readonly line: Line;
  readonly began: number;
  /** Runs out when the server has not spoken. */
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The page's way to the server: a WebSocket, or plain HTTP where that alone leads there. Only a server that speaks over
 * HTTP shows that the WebSocket is blocked: when neither leads there, the page is offline.
 */
export class Route {
  private stopped = true;
  /** The way that led there last, which is tried first. */
  private preferred: Way = "socket";
  private current: Attempt | null = null;
  /** A WebSocket tried beside the HTTP line that stands. */
  private probe: Attempt | null = null;
  private cuts = 0;
  private worked = false;
  private again = AGAIN;
  private readonly timers: { retry?: ReturnType<typeof setTimeout>; probe?: ReturnType<typeof setTimeout> } = {};

  constructor(
    private readonly open: Readonly<Record<Way, OpenLine>>,
    private readonly events: RouteEvents,
  ) {
    window.addEventListener("online", () => this.online());
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.connect();
  }

  /** Leaves the server until {@link start}. */
  stop(): void {
    this.stopped = true;
    const { current, probe } = this;
    for (const attempt of [current, probe]) if (attempt) this.abandon(attempt);
    this.stand(null);
    if (current) this.events.onDown();
  }

  send(frame: Uint8Array): void {
    this.current?.line.send(frame);
  }

  /** Gives up a line that no longer answers; another is opened soon. */
  renew(): void {
    const { current } = this;
    if (!current) return;
    this.abandon(current);
    this.lost(current, true);
  }

  private connect(): void {
    clearTimeout(this.timers.retry);
    if (this.stopped || this.current) return;
    const other: Way = this.preferred === "socket" ? "http" : "socket";
    this.attempt(this.preferred, () => this.attempt(other, () => this.down()));
  }

  /** Tries a way; `failed` when the server does not speak on it. */
  private attempt(way: Way, failed: () => void): void {
    this.current = this.begin(way, (attempt, byServer) => {
      if (this.current !== attempt) return;
      if (attempt.timer === undefined) this.lost(attempt, byServer);
      else {
        this.abandon(attempt);
        this.current = null;
        if (!this.stopped) failed();
      }
    });
  }

  private begin(way: Way, closed: (attempt: Attempt, byServer: boolean) => void): Attempt {
    const attempt: Attempt = {
      way,
      began: performance.now(),
      timer: setTimeout(() => closed(attempt, false), PATIENCE[way]),
      line: this.open[way]({
        onOpen: () => attempt.line.send(this.events.hello()),
        onFrame: (frame) => this.heard(attempt, frame),
        onClose: (byServer) => closed(attempt, byServer),
      }),
    };
    return attempt;
  }

  private heard(attempt: Attempt, frame: Uint8Array): void {
    if (attempt !== this.current && attempt !== this.probe) return;
    if (attempt.timer !== undefined) {
      clearTimeout(attempt.timer);
      attempt.timer = undefined;
      // Between two frames: what was sent the other way is delivered, and what was not taken is offered again.
      if (attempt === this.probe) this.current?.line.finish();
      this.stand(attempt);
    }
    this.events.onFrame(frame);
  }

  private stand(attempt: Attempt | null): void {
    clearTimeout(this.timers.probe);
    clearTimeout(this.timers.retry);
    this.current = attempt;
    this.probe = null;
    if (!attempt) return;
    this.preferred = attempt.way;
    if (attempt.way === "http") this.planProbe();
    else this.worked = true;
    this.events.onLine(attempt.way);
  }

  private lost(attempt: Attempt, byServer: boolean): void {
    const lived = performance.now() - attempt.began;
    if (attempt.way === "socket") {
      this.cuts = !byServer && lived < QUICK ? this.cuts + 1 : 0;
      if (lived > AGAIN) this.again = AGAIN;
    }
    if (this.cuts >= CUTS) {
      this.cuts = 0;
      this.preferred = "http";
    }
    if (this.probe) this.abandon(this.probe);
    this.down();
  }

  private down(): void {
    this.stand(null);
    this.timers.retry = setTimeout(() => this.connect(), RETRY * (0.5 + Math.random()));
    this.events.onDown();
  }

  private planProbe(): void {
    const soon = this.worked && this.again === AGAIN ? AGAIN_SOON : this.again;
    this.timers.probe = setTimeout(() => this.tryBack(), soon);
    this.again = Math.min(2 * this.again, AGAIN_AT_MOST);
  }

  /** Tries a WebSocket beside the line that stands, which is left only once the server speaks on the other. */
  private tryBack(): void {
    clearTimeout(this.timers.probe);
    if (this.probe || this.current?.way !== "http") return;
    this.probe = this.begin("socket", (attempt, byServer) => {
      if (attempt === this.current) this.lost(attempt, byServer);
      if (attempt !== this.probe) return;
      this.abandon(attempt);
      this.probe = null;
      this.planProbe();
    });
  }

  private online(): void {
    if (this.current?.timer === undefined && this.current?.way === "http") this.tryBack();
    else this.connect();
  }

  private abandon(attempt: Attempt): void {
    clearTimeout(attempt.timer);
    attempt.line.close();
  }
}
