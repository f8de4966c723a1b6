import { Repo, type AutomergeUrl, type DocHandle, type StorageAdapterInterface } from "@automerge/automerge-repo/slim";
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb";
import type { TextDocument } from "../bridge/replica";
import { SyncAdapter } from "./adapter";

export type Refusal = "closed" | "unavailable" | "session";

export interface ConnectionEvents {
  /** The server answered (its storage id) or is gone (null). */
  onServer(storageId: string | null): void;
  onRefused(refusal: Refusal): void;
}

/** The synchronisation of one text: repository, handle, and the server at the other end. */
export class Connection {
  readonly repo: Repo;
  private readonly adapter: SyncAdapter;
  private refused = false;

  constructor(
    private readonly url: AutomergeUrl,
    syncUrl: string,
    /** Where the text is kept on this device; null keeps it in memory only. */
    storage: StorageAdapterInterface | null,
    private readonly events: ConnectionEvents,
  ) {
    this.adapter = new SyncAdapter(absolute(syncUrl), {
      onError: () => this.refuse("closed"),
      onUnavailable: () => this.refuse("unavailable"),
      onClosed: () => void this.checkSession(),
    });
    this.adapter.on("peer-candidate", ({ peerMetadata }) => events.onServer(peerMetadata.storageId ?? ""));
    this.adapter.on("peer-disconnected", () => events.onServer(null));
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

  /** Closes a socket that no longer answers; automerge-repo then opens another. */
  reconnect(): void {
    this.adapter.socket?.close();
  }

  private refuse(refusal: Refusal): void {
    if (this.refused) return;
    this.refused = true;
    this.adapter.disconnect();
    this.events.onRefused(refusal);
  }

  /** A browser is not told why a WebSocket was refused: the page's own address tells whether the session still stands. */
  private async checkSession(): Promise<void> {
    if (this.refused || !navigator.onLine) return;
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer && (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status))) this.refuse("session");
  }
}

function absolute(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace(/^http/, "ws");
  return url.href;
}

/** This person's store on this device, or null where the browser has none (private windows of some). */
export async function deviceStorage(person: string): Promise<StorageAdapterInterface | null> {
  const name = `dires-${person}`;
  const usable = await new Promise<boolean>((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      // The store that automerge-repo's adapter makes when it opens the database first.
      request.onupgradeneeded = () => request.result.createObjectStore("documents");
      request.onsuccess = () => {
        request.result.close();
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
  return usable ? new IndexedDBStorageAdapter(name) : null;
}
