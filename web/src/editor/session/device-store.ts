import type { StorageAdapterInterface } from "@automerge/automerge-repo/slim";
import { answer, written } from "../../offline/idb";
import { openDocuments, range, STORE } from "../../offline/documents";

type Key = Parameters<StorageAdapterInterface["load"]>[0];
type Chunk = Awaited<ReturnType<StorageAdapterInterface["loadRange"]>>[number];

/**
 * automerge-repo's store in IndexedDB, laid out as its own adapter's (automerge-repo-storage-indexeddb). Written here
 * because of what that one does not do: it waits for ever for a write that a full disk aborts; it leaves what was
 * written in the system's memory, which a power cut empties; and it holds the database against being cleared.
 *
 * Once cleared (logging out, in whatever tab), it keeps nothing until it is told that it may.
 */
export class DeviceStore implements StorageAdapterInterface {
  private database: Promise<IDBDatabase> | null = null;
  private isCleared = false;

  constructor(
    private readonly person: string,
    /** This device was made to forget. */
    private readonly onCleared: () => void,
  ) {}

  get cleared(): boolean {
    return this.isCleared;
  }

  /** What was kept is no longer there. */
  clear(): void {
    this.database = null;
    if (this.isCleared) return;
    this.isCleared = true;
    this.onCleared();
  }

  /** Keeps again; what is kept is to be written whole. */
  resume(): void {
    this.isCleared = false;
  }

  async load(key: Key): Promise<Uint8Array | undefined> {
    if (this.isCleared) return undefined;
    const found = (await answer((await this.read()).get(key))) as { binary: Uint8Array } | undefined;
    return found?.binary;
  }

  async loadRange(prefix: Key): Promise<Chunk[]> {
    if (this.isCleared) return [];
    const found = (await answer((await this.read()).getAll(range(prefix)))) as { key: Key; binary: Uint8Array }[];
    return found.map(({ key, binary }) => ({ key, data: binary }));
  }

  save = (key: Key, binary: Uint8Array): Promise<void> => this.write((store) => store.put({ key, binary }, key));
  remove = (key: Key): Promise<void> => this.write((store) => store.delete(key));
  removeRange = (prefix: Key): Promise<void> => this.write((store) => store.delete(range(prefix)));

  /** Whether anything can be kept at all. */
  async works(): Promise<boolean> {
    return this.open().then(
      () => true,
      () => false,
    );
  }

  private async read(): Promise<IDBObjectStore> {
    return (await this.open()).transaction(STORE).objectStore(STORE);
  }

  private async write(work: (store: IDBObjectStore) => void): Promise<void> {
    if (this.isCleared) return;
    const transaction = (await this.open()).transaction(STORE, "readwrite", { durability: "strict" });
    work(transaction.objectStore(STORE));
    await written(transaction);
  }

  private open(): Promise<IDBDatabase> {
    this.database ??= openDocuments(this.person).then(
      (database) => this.watched(database),
      (error: unknown) => {
        this.database = null;
        throw error;
      },
    );
    return this.database;
  }

  /** A database is closed under its pages when the browser forgets, and asked for by who removes it. */
  private watched(database: IDBDatabase): IDBDatabase {
    database.onclose = () => this.clear();
    database.onversionchange = () => {
      database.close();
      this.clear();
    };
    return database;
  }
}
