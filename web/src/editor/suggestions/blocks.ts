import { suggestionOf, type Kind } from "./names";

/** What is suggested of a block, by the names of suggestions: `insert` and `delete` are true, a `shape` is its JSON. */
export type Proposals = Readonly<Record<string, string | true>>;

/** Nothing; shared, so that plain blocks compare by identity. */
export const NONE: Proposals = Object.freeze({});

/** A shape that a block may take: what the server reads of `shape` (`ShapeValue` in `server/domain`). */
export interface ProposedShape {
  readonly type: string;
  readonly level?: number;
  readonly parents: readonly string[];
}

/** The kinds of block that can be proposed, and proposed to go. */
const SHAPES = ["paragraph", "heading", "ordered-list-item", "unordered-list-item"];

/** Whether suggestions can be made of such a block: a rule and what makes up a table are only written. */
export const isShape = ({ type, isEmbed }: { readonly type: string; readonly isEmbed: boolean }): boolean => !isEmbed && SHAPES.includes(type);

/** The shape of a block as a suggestion writes it. */
export function writeShape({ type, parents, attrs }: { readonly type: string; readonly parents: readonly string[]; readonly attrs: Readonly<Record<string, unknown>> }): string {
  const shape: ProposedShape = type === "heading" ? { type, level: attrs.level as number, parents } : { type, parents };
  return JSON.stringify(shape);
}

/** The inverse of {@link writeShape}; null for what is none. */
export function readShape(json: string): ProposedShape | null {
  try {
    const shape = JSON.parse(json) as Partial<ProposedShape> | null;
    return shape && SHAPES.includes(String(shape.type)) && Array.isArray(shape.parents) ? (shape as ProposedShape) : null;
  } catch {
    return null;
  }
}

function isProposal(kind: Kind | undefined, value: unknown): value is string | true {
  if (kind === "insert" || kind === "delete") return value === true;
  return kind === "shape" && typeof value === "string" && readShape(value) !== null;
}

/** What a marker's map holds of suggestions; strings in it may be the library's own. */
export function readProposals(marker: Readonly<Record<string, unknown>>): Proposals {
  let found: Record<string, string | true> | null = null;
  for (const name of Object.keys(marker)) {
    const kind = suggestionOf(name)?.kind;
    if (!kind) continue;
    const value = marker[name] === true ? true : String(marker[name]);
    if (isProposal(kind, value)) (found ??= {})[name] = value;
  }
  return found ?? NONE;
}

export function sameProposals(a: Proposals = NONE, b: Proposals = NONE): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** Those of which this holds. */
export const proposalsWhere = (proposals: Proposals = NONE, keep: (name: string, kind: Kind, person: string) => boolean): Proposals =>
  Object.fromEntries(
    Object.entries(proposals).filter(([name]) => {
      const suggestion = suggestionOf(name);
      return suggestion !== null && keep(name, suggestion.kind, suggestion.person);
    }),
  );

/** `now` with what went from `set` back to `was`, where nobody has changed it since. */
export function revertedProposals(now: Proposals = NONE, set: Proposals = NONE, was: Proposals = NONE): Proposals {
  const back: Record<string, string | true> = { ...now };
  for (const name of new Set([...Object.keys(set), ...Object.keys(was)])) {
    if (set[name] === was[name] || now[name] !== set[name]) continue;
    const before = was[name];
    if (before === undefined) delete back[name];
    else back[name] = before;
  }
  return back;
}
