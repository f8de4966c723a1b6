import { newId } from "../../dom";
import { farewell, outgoing, readPresence, type Identity, type Place, type Presence } from "./messages";

/** Milliseconds: the least between two messages, between two signs of life, and without one until a peer is gone. */
const THROTTLE = 80;
const HEARTBEAT = 8_000;
const GONE = 20_000;

export interface Peer {
  readonly session: string;
  readonly identity: Identity;
  readonly place: Place;
  /** Grows each time they move. */
  readonly moves: number;
  readonly seen: number;
}

/** Sends where this person is, and keeps where the others are. */
export class PresenceRoom {
  readonly peers = new Map<string, Peer>();
  private readonly session = newId();
  private place: Place = { where: null, anchor: "start", head: "start" };
  private timer: ReturnType<typeof setTimeout> | null = null;
  private hello = true;

  constructor(
    private readonly broadcast: (message: object) => void,
    private readonly onChange: () => void,
  ) {
    setInterval(() => this.beat(), HEARTBEAT);
    window.addEventListener("pagehide", () => broadcast(farewell(this.session)));
    window.addEventListener("pageshow", () => this.send());
    this.later();
  }

  /** Tells the others where this person is now. */
  move(place: Place): void {
    const { where, anchor, head } = this.place;
    if (where === place.where && anchor === place.anchor && head === place.head) return;
    this.place = place;
    this.later();
  }

  /** After the connection is back: the others may have forgotten us. */
  greet(): void {
    this.hello = true;
    this.later();
  }

  receive(raw: unknown): void {
    const heard = readPresence(raw);
    if (!heard) return;
    if ("left" in heard) this.forget(heard.left, raw as { identity?: { person?: unknown } });
    else if (!heard.session.endsWith(`/${this.session}`)) this.note(heard);
  }

  private note({ session, identity, place, hello }: Presence): void {
    const before = this.peers.get(session);
    const moved = !before || JSON.stringify(before.place) !== JSON.stringify(place);
    this.peers.set(session, { session, identity, place, moves: (before?.moves ?? 0) + (moved ? 1 : 0), seen: Date.now() });
    if (hello) this.later();
    if (moved) this.onChange();
  }

  private forget(session: string, raw: { identity?: { person?: unknown } }): void {
    if (this.peers.delete(`${String(raw.identity?.person)}/${session}`)) this.onChange();
  }

  private later(): void {
    this.timer ??= setTimeout(() => this.send(), THROTTLE);
  }

  private send(): void {
    this.timer = null;
    this.broadcast(outgoing(this.session, this.place, this.hello));
    this.hello = false;
  }

  private beat(): void {
    this.send();
    const now = Date.now();
    const gone = [...this.peers.values()].filter((peer) => now - peer.seen > GONE);
    for (const { session } of gone) this.peers.delete(session);
    if (gone.length) this.onChange();
  }
}
