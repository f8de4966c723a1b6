/**
 * What this browser holds that the server has not: a note a text, left by its writing page and read by every page, so
 * that logging out, which has the browser forget everything, says first what would be lost.
 */

export interface UnsentNote {
  /** Whose words they are. */
  readonly person: string;
  /** The writing page's address, where they can be sent or copied. */
  readonly address: string;
  readonly title: string;
  /** How many changes. */
  readonly count: number;
}

const PREFIX = "dires-non-envoye:";

const isNote = (raw: unknown): raw is UnsentNote => {
  const { person, address, title, count } = (raw ?? {}) as Record<string, unknown>;
  return typeof person === "string" && typeof address === "string" && address.startsWith("/") && typeof title === "string" && Number.isInteger(count) && (count as number) > 0;
};

/** Leaves a note, in the place of the one before. */
export function leaveNote(document: string, note: UnsentNote): void {
  quietly(() => localStorage.setItem(PREFIX + note.person + document, JSON.stringify(note)));
}

export function dropNote(document: string, person: string): void {
  quietly(() => localStorage.removeItem(PREFIX + person + document));
}

/** The notes left in this browser, of whoever. */
export function unsentNotes(): UnsentNote[] {
  const notes: UnsentNote[] = [];
  quietly(() => {
    for (let at = 0; at < localStorage.length; at++) {
      const key = localStorage.key(at) ?? "";
      const note: unknown = key.startsWith(PREFIX) ? JSON.parse(localStorage.getItem(key) ?? "null") : null;
      if (isNote(note)) notes.push(note);
    }
  });
  return notes;
}

/** A browser that keeps nothing keeps no words either: nothing is to be said of them. */
function quietly(use: () => void): void {
  try {
    use();
  } catch {
    // No storage here, or a note that is none.
  }
}
