import * as A from "@automerge/automerge/slim";
import { decodeHeads, type DocHandle, type UrlHeads } from "@automerge/automerge-repo/slim";
import { LEAVING } from "../../base/log-out";
import type { TextDocument } from "../bridge/replica";
import { ahead, holds, sameHeads, saveState, type SaveState } from "./save-state";

/** Without an answer for this long (milliseconds), the connection is taken for dead. */
const SILENCE = 15_000;
/** How long changes may wait for the server (milliseconds) before the person is told that they are not saved. */
const LATE = 4_000;
/** How long local changes wait to be kept on this device together (milliseconds). */
const KEEP_PAUSE = 200;
/** How long after the device kept nothing it is asked again (milliseconds). */
const TRY_AGAIN = 5_000;

export interface TrackerOptions {
  readonly access: () => "read" | "write";
  /** Whether the server refuses what is written, for now or for good. */
  readonly refused: () => boolean;
  /** Writes the text to this device; null where nothing can be kept. */
  readonly keep: (() => Promise<void>) | null;
  /** What the server said last to a page of this device, before this one. */
  readonly known: A.Heads | null;
  /** Whether this page was opened without network. */
  readonly opensOffline: boolean;
  readonly onChange: (state: SaveState) => void;
  /** How many changes are kept here that the server has not (none: it has them all), and the heads that it said last. */
  readonly onKept: (unsent: number, heads: A.Heads | null) => void;
  /** Asked for when the server has been silent about a change for too long. */
  readonly onSilence: () => void;
}

/** Follows what the server has committed and what this device has kept, and says which of the states is true. */
export class SaveTracker {
  private handle: DocHandle<TextDocument> | null = null;
  private server: string | null = null;
  private serverHeads: A.Heads | null = null;
  private keptHeads: A.Heads | null = null;
  /** How often the device was given the text, and which of these it kept last. */
  private turns = 0;
  private keptTurn = 0;
  private isAhead = false;
  private isStored = false;
  private isEmptied = false;
  private isLeaving = false;
  /** The device did not keep what it was given last: it is full, or its store is broken. */
  private isFailing = false;
  private isLate = false;
  private lateness: ReturnType<typeof setTimeout> | null = null;
  private known: A.Heads | null;
  private firstHeads: A.Heads | null = null;
  private silence: ReturnType<typeof setTimeout> | null = null;
  private keeping: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: TrackerOptions) {
    this.known = options.known;
    for (const turned of ["online", "offline"]) window.addEventListener(turned, () => this.tell());
    window.addEventListener("beforeunload", (event) => this.safe || this.isLeaving || event.preventDefault());
    window.addEventListener(LEAVING, () => (this.isLeaving = true));
  }

  follow(handle: DocHandle<TextDocument>): void {
    this.handle = handle;
    this.firstHeads = A.getHeads(handle.doc());
    handle.on("remote-heads", ({ storageId, heads }) => {
      if (storageId === this.server) this.heard(heads);
    });
    const known = this.server && handle.getSyncInfo(this.server as never)?.lastHeads;
    if (known) this.heard(known);
    handle.on("heads-changed", () => queueMicrotask(() => this.changed()));
    this.changed();
  }

  setServer(storageId: string | null): void {
    this.server = storageId;
    this.tell();
  }

  /** Whether all is with the server or kept here, so that the page may be closed. */
  get safe(): boolean {
    const doc = this.handle?.doc();
    if (!doc || (this.options.access() === "read" && !this.isAhead)) return true;
    return holds(doc, this.serverHeads) || holds(doc, this.keptHeads);
  }

  /** Whether this device keeps what the server does not have yet. */
  get keeps(): boolean {
    return this.options.keep !== null && !this.isEmptied && !this.isFailing;
  }

  /** The device was made to forget: until the server has everything, what it lacks is in this page alone. */
  emptied(): void {
    this.isEmptied = true;
    this.keptHeads = null;
    this.tell();
  }

  /** The device keeps again: what is here is written anew. */
  resumed(): void {
    this.isEmptied = false;
    this.changed();
  }

  get stored(): boolean {
    return this.isStored;
  }

  /** What the server has, as far as this device was ever told; null: nothing was. */
  get sent(): A.Heads | null {
    const doc = this.handle?.doc();
    if (doc && this.serverHeads && A.hasHeads(doc, this.serverHeads)) this.known = this.serverHeads;
    return doc && this.known && A.hasHeads(doc, this.known) ? this.known : null;
  }

  /** The server's heads, where the replica is ahead of them; null where nothing is known to be missing there. */
  get missing(): A.Heads | null {
    if (this.isAhead && this.serverHeads) return this.serverHeads;
    return this.unsent ? this.sent : null;
  }

  /** Says again which state is true: the facts outside of the text have changed. */
  tell(): void {
    const doc = this.handle?.doc();
    const known = doc ? ahead(doc, this.serverHeads) : null;
    this.isAhead = known ?? this.isAhead;
    this.isStored = known === false;
    if (this.isStored) this.options.onKept(0, this.serverHeads);
    const connected = this.server !== null && navigator.onLine;
    const { options, isAhead, isStored: stored } = this;
    const state = saveState({ access: options.access(), refused: options.refused(), connected, stored, late: this.isLate, ahead: isAhead });
    this.watch(state);
    if (this.handle || state !== "hors-ligne" || options.opensOffline) options.onChange(state);
  }

  private heard(heads: UrlHeads): void {
    const before = this.serverHeads;
    this.serverHeads = decodeHeads(heads);
    // Heads that it said before are no sign that it stores anything.
    if (!before || !sameHeads(before, this.serverHeads)) this.onTime();
    // The message that carries heads is applied to the document just after they are told.
    queueMicrotask(() => this.tell());
  }

  private changed(): void {
    if (this.options.keep) this.keeping ??= setTimeout(() => void this.keep(), KEEP_PAUSE);
    this.tell();
  }

  private async keep(): Promise<void> {
    this.keeping = null;
    const heads = this.handle ? A.getHeads(this.handle.doc()) : null;
    const turn = ++this.turns;
    try {
      await this.options.keep?.();
      // What was written later may be kept before: it holds what came earlier.
      if (!this.isEmptied && turn > this.keptTurn) [this.keptTurn, this.keptHeads] = [turn, heads];
      this.isFailing = false;
      const { unsent } = this;
      // What was noted before stays until the server is known to have it all.
      if (unsent || this.isStored) this.options.onKept(unsent, this.sent);
    } catch {
      // Not kept: this is said, leaving the page will warn, and it is tried again.
      this.isFailing = true;
      this.keeping ??= setTimeout(() => void this.keep(), TRY_AGAIN);
    }
    this.tell();
  }

  /** How many changes the server has not; of a server that was never heard, at least one once something was written. */
  get unsent(): number {
    const doc = this.handle?.doc();
    if (!doc || this.isStored) return 0;
    const { sent } = this;
    if (sent) return A.getChangesMetaSince(doc, sent).length;
    const written = this.isAhead || (!this.serverHeads && String(A.getHeads(doc)) !== String(this.firstHeads));
    return written ? 1 : 0;
  }

  private watch(state: SaveState): void {
    if (state === "enregistrement" || state === "non-enregistre") {
      this.silence ??= setTimeout(() => this.silent(), SILENCE);
      this.lateness ??= setTimeout(() => this.late(), LATE);
      return;
    }
    if (this.silence) clearTimeout(this.silence);
    this.silence = null;
    this.onTime();
  }

  private onTime(): void {
    if (this.lateness) clearTimeout(this.lateness);
    this.lateness = null;
    this.isLate = false;
  }

  private late(): void {
    this.isLate = true;
    this.tell();
  }

  private silent(): void {
    this.silence = null;
    this.options.onSilence();
  }
}
