import { parseAutomergeUrl, type AutomergeUrl, type StorageAdapterInterface } from "@automerge/automerge-repo/slim";
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb";

/** This person's store on this device, or null where the browser has none (private windows of some). */
async function storeOf(person: string): Promise<StorageAdapterInterface | null> {
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

/**
 * Where a text is kept on this device: for who writes in it, and for who reads it with words still here from when they
 * wrote, which must be shown. Of a mere reader's texts nothing stays on the device.
 */
export async function deviceStorage(person: string, url: AutomergeUrl, writes: boolean): Promise<StorageAdapterInterface | null> {
  const store = await storeOf(person);
  if (writes || !store) return store;
  const kept = await store.loadRange([parseAutomergeUrl(url).documentId]);
  return kept.length ? store : null;
}
