/**
 * What was entered in a meeting and is not recorded yet, in the order in which it was entered. It is kept on the device, so
 * that neither a cut nor a browser that is closed loses it; the server notes each once, by its key.
 */

/** Something entered: where it goes, what it says, when it was entered. */
export interface Entry {
  readonly key: string;
  readonly url: string;
  readonly fields: readonly (readonly [string, string])[];
  /** How it is told to the person. */
  readonly label: string;
  /** The instant (ISO 8601, UTC) on the server's clock. */
  readonly at: string;
  /** Why the server did not take it. */
  readonly refused?: string;
}

/** Where entries are kept: `localStorage`, or anything like it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Queue {
  private own: readonly Entry[] = [];
  /** Whether the device took the last change. */
  kept = true;

  constructor(
    private readonly shelf: Shelf,
    private readonly name: string,
  ) {
    this.own = this.read();
  }

  /** Everything, in order; another tab of the same person may have added to it, or sent from it. */
  get entries(): readonly Entry[] {
    if (this.kept) this.own = this.read();
    return this.own;
  }

  /** What is to be sent next. */
  get next(): Entry | undefined {
    return this.entries.find((entry) => entry.refused === undefined);
  }

  add(entry: Entry): void {
    if (!this.entries.some(({ key }) => key === entry.key)) this.write([...this.entries, entry]);
  }

  remove(key: string): void {
    this.write(this.entries.filter((entry) => entry.key !== key));
  }

  refuse(key: string, why: string): void {
    this.write(this.entries.map((entry) => (entry.key === key ? { ...entry, refused: why } : entry)));
  }

  retry(key: string): void {
    this.write(this.entries.map(({ refused, ...entry }) => (entry.key === key || refused === undefined ? entry : { ...entry, refused })));
  }

  private read(): readonly Entry[] {
    try {
      const found: unknown = JSON.parse(this.shelf.getItem(this.name) ?? "[]");
      return Array.isArray(found) ? (found as Entry[]) : [];
    } catch {
      return this.own;
    }
  }

  private write(entries: readonly Entry[]): void {
    this.own = entries;
    try {
      if (entries.length) this.shelf.setItem(this.name, JSON.stringify(entries));
      else this.shelf.removeItem(this.name);
      this.kept = true;
    } catch {
      // A device that is full, or keeps nothing: the page itself still has them.
      this.kept = false;
    }
  }
}
