/**
 * What this browser keeps, and for whom: one line a text and person, written by the writing page, read by every page and
 * by the service worker. It says what the server has not received, so that nothing of it is cleared before it was said.
 */
import { answer, opened, written } from "./idb";

/** A stretch of a block's words; `added` where the server does not have them. */
export interface Stretch {
  readonly text: string;
  readonly added: boolean;
}

/** A block (or the title) with words that the server does not have. */
export type Passage = readonly Stretch[];

export interface KeptText {
  /** Whose it is. */
  readonly person: string;
  /** The document's automerge-repo address. */
  readonly document: string;
  /** The writing page's address, where the text is opened. */
  readonly address: string;
  readonly title: string;
  /** How many changes the server has not. */
  readonly unsent: number;
  /** The words among them, with those around. */
  readonly words: readonly Passage[];
  /** The heads that the server said last; null: it said none. */
  readonly heads: readonly string[] | null;
}

const NAME = "dires-registre";
const TEXTS = "textes";
const STATE = "etat";
const OWNER = "personne";

async function open(): Promise<IDBDatabase> {
  const database = await opened(NAME, (made) => {
    made.createObjectStore(TEXTS, { keyPath: ["person", "document"] });
    made.createObjectStore(STATE);
  });
  database.onversionchange = () => database.close();
  return database;
}

async function read<T>(store: string, other: T, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  // A browser that keeps nothing has nothing in its register.
  const database = await open().catch(() => null);
  if (!database) return other;
  return answer(ask(database.transaction(store).objectStore(store))).finally(() => database.close());
}

async function write(store: string, work: (store: IDBObjectStore) => void): Promise<void> {
  const database = await open().catch(() => null);
  if (!database) return;
  const transaction = database.transaction(store, "readwrite");
  work(transaction.objectStore(store));
  await written(transaction).finally(() => database.close());
}

/** Every text kept here, of whoever. */
export const keptTexts = (): Promise<KeptText[]> => read<KeptText[]>(TEXTS, [], (texts) => texts.getAll());

/** Strikes a text's line out. */
export const strike = (person: string, document: string): Promise<void> => write(TEXTS, (texts) => texts.delete([person, document]));

/** Who was logged in when the server answered last; null: nobody. */
export const owner = async (): Promise<string | null> => (await read<string | undefined>(STATE, undefined, (state) => state.get(OWNER))) ?? null;

export const setOwner = (person: string | null): Promise<void> =>
  write(STATE, (state) => void (person === null ? state.delete(OWNER) : state.put(person, OWNER)));

/** The line of the text that a page holds open. What is put is handed over at once: it outlives a page that is left just after. */
export class Line {
  private constructor(
    private text: KeptText,
    private database: IDBDatabase | null,
  ) {}

  /** The line as it stands, or a new one, which is written with the first change. */
  static async of(key: Pick<KeptText, "person" | "document" | "address">): Promise<Line> {
    const database = await open().catch(() => null);
    const store = database?.transaction(TEXTS).objectStore(TEXTS);
    const before = store && ((await answer(store.get([key.person, key.document]))) as KeptText | undefined);
    return new Line({ title: "", unsent: 0, words: [], heads: null, ...before, ...key }, database);
  }

  get now(): KeptText {
    return this.text;
  }

  put(change: Partial<KeptText>): void {
    this.text = { ...this.text, ...change };
    try {
      this.hand(this.database);
    } catch {
      // The browser was made to forget, and closed it.
      void open().then(
        (database) => this.hand((this.database = database)),
        () => undefined,
      );
    }
  }

  private hand(database: IDBDatabase | null): void {
    const transaction = database?.transaction(TEXTS, "readwrite");
    transaction?.objectStore(TEXTS).put(this.text);
    transaction?.commit();
  }
}
