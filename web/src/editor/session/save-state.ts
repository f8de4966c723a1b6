import * as A from "@automerge/automerge/slim";
import type { Doc } from "../bridge/replica";

/** What is true of a person's words now. */
export type SaveState = "enregistre" | "enregistrement" | "hors-ligne" | "lecture" | "refuse";

export interface Facts {
  readonly access: "read" | "write";
  readonly refused: boolean;
  readonly connected: boolean;
  /** Whether the server said, after its commit, that it has all that this replica has. */
  readonly stored: boolean;
}

export function saveState(facts: Facts): SaveState {
  if (facts.refused) return "refuse";
  if (!facts.connected) return "hors-ligne";
  if (facts.access === "read") return "lecture";
  return facts.stored ? "enregistre" : "enregistrement";
}

/**
 * Whether a holder of `heads` has every change of `doc`. Heads that `doc` does not know say nothing of its own changes:
 * false, until those heads arrive too.
 */
export function holds(doc: Doc, heads: A.Heads | null): boolean {
  if (!heads || !A.hasHeads(doc, heads)) return false;
  return sameHeads(A.getHeads(doc), heads) || A.getChangesMetaSince(doc, heads).length === 0;
}

const sameHeads = (a: A.Heads, b: A.Heads): boolean => a.length === b.length && a.every((head) => b.includes(head));
