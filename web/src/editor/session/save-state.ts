import * as A from "@automerge/automerge/slim";
import type { Doc } from "../bridge/replica";

/** What is true of a person's words now. */
export type SaveState = "enregistre" | "enregistrement" | "non-enregistre" | "hors-ligne" | "lecture" | "refuse";

export interface Facts {
  readonly access: "read" | "write";
  /** Whether the server said that it does not take what was written. */
  readonly refused: boolean;
  readonly connected: boolean;
  /** Whether the server said, after its commit, that it has all that this replica has. */
  readonly stored: boolean;
  /** Whether the server, though connected, has said nothing new for too long about what it lacks. */
  readonly late: boolean;
  /** Whether it is certain that this replica has changes that the server has not. */
  readonly ahead: boolean;
}

export function saveState(facts: Facts): SaveState {
  if (facts.refused) return "refuse";
  if (!facts.connected) return "hors-ligne";
  if (facts.access === "read") return facts.ahead ? "refuse" : "lecture";
  if (facts.stored) return "enregistre";
  return facts.late ? "non-enregistre" : "enregistrement";
}

/**
 * Whether a holder of `heads` has every change of `doc`. Heads that `doc` does not know say nothing of its own changes:
 * false, until those heads arrive too.
 */
export function holds(doc: Doc, heads: A.Heads | null): boolean {
  return !!heads && A.hasHeads(doc, heads) && !isAhead(doc, heads);
}

/** Whether `doc` certainly has changes that a holder of `heads` has not; null where it cannot be known (yet). */
export function ahead(doc: Doc, heads: A.Heads | null): boolean | null {
  return heads && A.hasHeads(doc, heads) ? isAhead(doc, heads) : null;
}

const isAhead = (doc: Doc, heads: A.Heads): boolean => !sameHeads(A.getHeads(doc), heads) && A.getChangesMetaSince(doc, heads).length > 0;

export const sameHeads = (a: A.Heads, b: A.Heads): boolean => a.length === b.length && a.every((head) => b.includes(head));
