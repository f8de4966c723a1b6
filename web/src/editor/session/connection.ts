import * as A from "@automerge/automerge/slim";
import { parseAutomergeUrl, Repo, type AutomergeUrl, type DocHandle } from "@automerge/automerge-repo/slim";
import type { TextDocument } from "../bridge/replica";
import { SyncAdapter } from "./adapter";
import type { DeviceStore } from "./device-store";
import type { Way } from "./route";

/** A connection that closes this soon (milliseconds) after a refusal closes because of it. */
const FAREWELL = 2_000;

export interface ConnectionEvents {
  /** Something is about to come in. */
  onIncoming(): void;
  /** The server answered (its storage id) or is gone (null). */
  onServer(storageId: string | null): void;
  /** Which way leads to the server; null when none does. */
  onWay(way: Way | null): void;
  /** Changes were not taken; the connection goes on. */
  onNotTaken(sentence: string): void;
  /** The connection was closed, with the reason given just before: about the text's changes, or not. */
  onClosed(sentence: string | null, aboutText: boolean): void;
  /** There is no such text for this person. */
  onUnavailable(): void;
}

/** The synchronisation of one text: repository, handle, and the server at the other end. */
export class Connection {
  readonly repo: Repo;
  private readonly adapter: SyncAdapter;
  private isPartial = false;
  /** What the server said last on this connection, which is why it closes if it closes now. */
  private said: { sentence: string; aboutText: boolean; at: number } | null = null;

  constructor(
    private readonly url: AutomergeUrl,
    syncUrl: string,
    /** Where the text is kept on this device; null keeps it in memory only. */
    private readonly storage: DeviceStore | null,
    events: ConnectionEvents,
  ) {
    this.adapter = new SyncAdapter(syncUrl, {
      onError: (sentence, aboutText) => {
        this.said = { sentence, aboutText, at: performance.now() };
        if (aboutText) events.onNotTaken(sentence);
      },
      onIncoming: () => events.onIncoming(),
      onServer: (storageId) => events.onServer(storageId),
      onWay: (way) => events.onWay(way),
      // What the server says before it goes on speaking of the text was no farewell.
      onMessage: () => (this.said = null),
      onUnavailable: () => events.onUnavailable(),
      onClosed: () => {
        const said = this.said && performance.now() - this.said.at < FAREWELL ? this.said : null;
        this.said = null;
        events.onClosed(said?.sentence ?? null, said?.aboutText ?? false);
      },
    });
    this.repo = new Repo({ network: [this.adapter], ...(storage && { storage }) });
  }

  /** The handle of the text, ready with its body; waits as long as it takes. */
  async open(): Promise<DocHandle<TextDocument>> {
    const handle = await this.repo.find<TextDocument>(this.url, { allowableStates: ["ready", "unavailable"] });
    const whole = (): boolean => handle.isReady() && typeof handle.doc().body === "string";
    if (whole()) return handle;
    return new Promise((resolve) => {
      const look = (): void => {
        // The handle says "ready" only once its listeners have been told.
        queueMicrotask(() => {
          if (!whole()) return;
          handle.off("heads-changed", look);
          resolve(handle);
        });
      };
      handle.on("heads-changed", look);
      look();
    });
  }

  /** Writes what is here to this device; throws where it does not take it. */
  async keep(handle: DocHandle<TextDocument> | null): Promise<void> {
    if (this.storage?.cleared) throw new DOMException("the device was made to forget", "InvalidStateError");
    await this.repo.flush();
    if (!handle || !this.isPartial) return;
    // The library believes that what the device forgot is still there, and adds to it.
    const { documentId } = parseAutomergeUrl(this.url);
    await this.storage?.save([documentId, "snapshot", A.getHeads(handle.doc()).join("")], A.save(handle.doc()));
    this.isPartial = false;
  }

  /** Keeps again on a device that was made to forget; gives whether it was. */
  resumeKeeping(): boolean {
    if (!this.storage?.cleared) return false;
    this.isPartial = true;
    this.storage.resume();
    return true;
  }

  /** Closes a connection that no longer answers; another is opened soon. */
  reconnect(): void {
    this.adapter.renew();
  }

  /** Leaves the server until {@link resume}. */
  halt(): void {
    this.adapter.halt();
  }

  resume(): void {
    this.adapter.resume();
  }

  /** Forgets what this device keeps of the text. */
  async forget(): Promise<void> {
    this.halt();
    await this.repo.flush();
    await this.storage?.removeRange([parseAutomergeUrl(this.url).documentId]);
  }
}
