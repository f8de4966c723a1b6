import { parseAutomergeUrl, type AutomergeUrl, type StorageAdapterInterface } from "@automerge/automerge-repo/slim";
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb";

type Key = Parameters<StorageAdapterInterface["load"]>[0];

/**
 * automerge-repo's store in IndexedDB, which outlives being emptied: logging out, in whatever tab, clears what the
 * browser keeps, and closes the database under every page.
 */
class DeviceStore implements StorageAdapterInterface {
  private inner: IndexedDBStorageAdapter;

  constructor(private readonly name: string) {
    this.inner = new IndexedDBStorageAdapter(name);
  }

  load = (key: Key) => this.through((store) => store.load(key));
  save = (key: Key, data: Uint8Array) => this.through((store) => store.save(key, data));
  remove = (key: Key) => this.through((store) => store.remove(key));
  loadRange = (key: Key) => this.through((store) => store.loadRange(key));
  removeRange = (key: Key) => this.through((store) => store.removeRange(key));

  private async through<T>(use: (store: IndexedDBStorageAdapter) => Promise<T>): Promise<T> {
    const store = this.inner;
    try {
      return await use(store);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      if (this.inner === store) this.inner = new IndexedDBStorageAdapter(this.name);
      return use(this.inner);
    }
  }
}

/** This person's store on this device, or null where the browser has none (private windows of some). */
async function storeOf(person: string, onEmptied: () => void): Promise<StorageAdapterInterface | null> {
  const name = `dires-${person}`;
  const usable = await new Promise<boolean>((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      // The store that automerge-repo's adapter makes when it opens the database first.
      request.onupgradeneeded = () => request.result.createObjectStore("documents");
      request.onsuccess = () => {
        // Left open: its end is the only sign that the browser was made to forget.
        request.result.onclose = onEmptied;
        resolve(true);
      };
      request.onerror = () => resolve(false);
    } catch {
      resolve(false);
    }
  });
  return usable ? new DeviceStore(name) : null;
}

/**
 * Where a text is kept on this device: for who writes in it, and for who reads it with words still here from when they
 * wrote, which must be shown. Of a mere reader's texts nothing stays on the device.
 */
export async function deviceStorage(person: string, url: AutomergeUrl, writes: boolean, onEmptied: () => void): Promise<StorageAdapterInterface | null> {
  const store = await storeOf(person, onEmptied);
  if (writes || !store) return store;
  const kept = await store.loadRange([parseAutomergeUrl(url).documentId]);
  return kept.length ? store : null;
}
