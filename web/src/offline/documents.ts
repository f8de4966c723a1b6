/** The databases where automerge-repo keeps a person's texts on this device: one a person. */
import { opened, written } from "./idb";

/** The database's one store, and how its keys begin: with the document's id. */
export const STORE = "documents";
const PREFIX = "dires-texte-";

export const databaseOf = (person: string): string => PREFIX + person;

export const openDocuments = (person: string): Promise<IDBDatabase> => opened(databaseOf(person), (made) => made.createObjectStore(STORE));

/** Every key that begins with these parts. */
export const range = (prefix: readonly string[]): IDBKeyRange => IDBKeyRange.bound(prefix, [...prefix, "\uffff"]);

/** Heard by every page of this browser: whose text was cleared from it, and which; `null` stands for all. */
export interface Cleared {
  readonly person: string | null;
  readonly document: string | null;
}

const CHANNEL = "dires-efface";

/** Tells the other pages, which may hold the text open, that this device no longer has it. */
function tell(cleared: Cleared): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(cleared);
  channel.close();
}

/** Calls `heard` when something that was kept is cleared by another page or by the service worker. */
export function onCleared(heard: (cleared: Cleared) => void): void {
  new BroadcastChannel(CHANNEL).onmessage = ({ data }) => heard(data as Cleared);
}

/** Clears one text of a person; `document` is its automerge-repo address. */
export async function clearDocument(person: string, document: string): Promise<void> {
  const database = await openDocuments(person);
  const transaction = database.transaction(STORE, "readwrite");
  transaction.objectStore(STORE).delete(range([document.replace(/^automerge:/, "")]));
  await written(transaction).finally(() => database.close());
  tell({ person, document });
}

/** Removes a person's whole database; pages that hold it open let go of it. */
export async function clearDocuments(person: string): Promise<void> {
  await removed(databaseOf(person));
  tell({ person, document: null });
}

/** Removes every database of this site. */
export async function clearDatabases(people: readonly string[]): Promise<void> {
  const listed = "databases" in indexedDB ? (await indexedDB.databases()).map(({ name }) => name ?? "") : people.map(databaseOf);
  tell({ person: null, document: null });
  await Promise.all(listed.filter((name) => name.startsWith(PREFIX)).map(removed));
}

/** Deleted, or waiting for a page that is slow to let go of it. */
const removed = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
