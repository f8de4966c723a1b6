import type { Anchor } from "../bridge/caret";

/** Who a peer is, as the server wrote it into their message: nothing else in it says who they are. */
export interface Identity {
  readonly person: string;
  readonly name: string;
  readonly territory: string;
  /** A class of the styles, from c0 to c9. */
  readonly colour: string;
}

/** Where a peer is: in the title or the body, or nowhere (reading). */
export interface Place {
  readonly where: "title" | "body" | null;
  readonly anchor: Anchor;
  readonly head: Anchor;
}

export interface Presence {
  readonly session: string;
  readonly identity: Identity;
  readonly place: Place;
  /** Whether this is a first word, which asks the others for theirs. */
  readonly hello: boolean;
}

export const outgoing = (session: string, place: Place, hello: boolean): object => ({ kind: "presence", session, hello, ...place });
export const farewell = (session: string): object => ({ kind: "leave", session });

const text = (value: unknown, most = 200): string | null => (typeof value === "string" && value.length <= most ? value : null);

const isColour = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 9;

function readIdentity(raw: unknown): Identity | null {
  const { person, name, territory, colour } = (raw ?? {}) as Record<string, unknown>;
  if (!text(person) || !text(name) || !isColour(colour)) return null;
  return { person: person as string, name: name as string, territory: text(territory) ?? "", colour: `c${colour}` };
}

/** Reads a message that anyone may have sent; null for what is none of ours, or that the server has not signed. */
export function readPresence(raw: unknown): Presence | { readonly left: string } | null {
  if (!raw || typeof raw !== "object") return null;
  const { kind, session, identity, where, anchor, head, hello } = raw as Record<string, unknown>;
  const id = text(session, 64);
  if (!id) return null;
  if (kind === "leave") return { left: id };
  const who = readIdentity(identity);
  if (kind !== "presence" || !who) return null;
  const [a, h] = [text(anchor, 120), text(head, 120)];
  const placed = (where === "title" || where === "body") && a && h;
  const place: Place = placed ? { where, anchor: a, head: h } : { where: null, anchor: "start", head: "start" };
  // One person's tab cannot end another's: sessions are kept apart by who the server says they are.
  return { session: `${who.person}/${id}`, identity: who, place, hello: hello === true };
}
