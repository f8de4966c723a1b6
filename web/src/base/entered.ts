/**
 * What was entered in meetings on this device and is not recorded yet: the queues of `src/sitting/queue.ts`, whoever's they
 * are.
 */
import type { KeptText } from "../offline/register";

/** A queue that is not empty, told as a text whose words wait is. */
export type Entered = Pick<KeptText, "person" | "address" | "title" | "unsent">;

const IDENTIFIER = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const NAME = new RegExp(`^dires-seance-(${IDENTIFIER})-(${IDENTIFIER})$`);

/** The queues of a shelf; what cannot be read holds one thing, rather than none. */
export function entered(shelf: Storage, title: string): readonly Entered[] {
  return names(shelf).flatMap((name) => {
    const [, meeting, person] = NAME.exec(name) ?? [];
    const unsent = count(shelf.getItem(name));
    return meeting && person && unsent ? [{ person, address: `/reunions/${meeting}/seance`, title, unsent }] : [];
  });
}

/** Forgets them all. */
export function forgetEntered(shelf: Storage): void {
  for (const name of names(shelf)) shelf.removeItem(name);
}

const names = (shelf: Storage): readonly string[] =>
  Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? "").filter((name) => NAME.test(name));

function count(kept: string | null): number {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.length : 1;
  } catch {
    return 1;
  }
}
