import * as A from "@automerge/automerge/slim";
import { isBlock, isChar, type CharToken, type Token } from "../model/tokens";
import { expandOf, PLAIN, type MarkName, type MarkValue, type MarkValues } from "../model/marks";
import { isOthers, suggestionOf } from "../suggestions/names";
import { readBlock, sameKind, sameParents, withProposals, type Block } from "../model/block";
import { NONE, proposalsWhere } from "../suggestions/blocks";
import { elementIds, idAt, type ElementId } from "./elements";
import type { Draft, Path } from "./replica";

/** An element of the text that was removed: who it was and what it held. */
export interface Removed {
  readonly id: ElementId;
  readonly token: Exclude<Token, null>;
}

/** What stood before and after a stretch that was removed; null at the text's ends. */
export interface Neighbours {
  readonly before: ElementId | null;
  readonly after: ElementId | null;
}

/** One thing that was done to the text, by element and not by place, so that it can be undone later. */
export type Done = { readonly path: Path } & (
  | { readonly kind: "added"; readonly ids: readonly ElementId[] }
  | { readonly kind: "removed"; readonly elements: readonly Removed[]; readonly between: Neighbours }
  | { readonly kind: "marked"; readonly ids: readonly ElementId[]; readonly name: MarkName; readonly was: MarkValue | null; readonly set: MarkValue | null }
  | { readonly kind: "reshaped"; readonly id: ElementId; readonly was: Block; readonly set: Block }
);

/** The marker's map as Automerge wants it: `type` and `parents` are scalars, not texts. */
const markerOf = (block: Block): Record<string, A.MaterializeValue> => ({
  type: new A.ImmutableString(block.type),
  parents: block.parents.map((parent) => new A.ImmutableString(parent)),
  attrs: Object.fromEntries(Object.entries(block.attrs).map(([name, value]) => [name, scalar(value)])),
  isEmbed: block.isEmbed,
});

/** A string as a value, not as a text that people could write in. */
const scalar = (value: unknown): A.MaterializeValue => (typeof value === "string" ? new A.ImmutableString(value) : (value as A.MaterializeValue));

/** Writes tokens into one text of a draft, and notes each thing done in `done`. Indexes are UTF-16. */
export class Writer {
  readonly done: Done[] = [];

  constructor(
    private readonly draft: Draft,
    private readonly path: Path,
    /** Who writes, in 32 digits: nobody writes suggestions in another's name. */
    private readonly person?: string,
  ) {}

  /** Removes the tokens that stand at `index`. */
  remove(index: number, tokens: readonly Token[]): void {
    if (!tokens.length) return;
    const elements: Removed[] = [];
    tokens.forEach((token, offset) => {
      if (token) elements.push({ id: idAt(this.draft, this.path, index + offset), token });
    });
    const between = this.neighbours(index, index + tokens.length);
    A.splice(this.draft, this.path, index, tokens.length, "");
    this.done.push({ path: this.path, kind: "removed", elements, between });
  }

  private neighbours(from: number, to: number): Neighbours {
    const { length } = this.draft[this.path[0]];
    const at = (index: number): ElementId | null => (index >= 0 && index < length ? idAt(this.draft, this.path, index) : null);
    return { before: at(from - 1), after: at(to) };
  }

  /**
   * Inserts tokens before `index`, without their marks; gives the ids of the new elements, one a token but null. Only that
   * they are suggested is written at once, unless `left`, the marks of the character before, lends it: the server takes it
   * with the words themselves, and words are never seen as anybody's own first.
   */
  insert(index: number, tokens: readonly Token[], left: MarkValues = PLAIN): ElementId[] {
    const ids: ElementId[] = [];
    for (let at = 0; at < tokens.length; ) {
      const token = tokens[at];
      if (isBlock(token)) {
        A.splitBlock(this.draft, this.path, index + at, this.markerOf(token.block));
        ids.push(idAt(this.draft, this.path, index + at));
        at += 1;
      } else {
        const length = this.insertText(index + at, textFrom(tokens, at), ids);
        this.suggest(index + at, tokens.slice(at, at + length), at ? PLAIN : left);
        at += length;
      }
    }
    if (ids.length) this.done.push({ path: this.path, kind: "added", ids });
    return ids;
  }

  /** What is suggested of a new block is its author's. */
  private markerOf(block: Block): Record<string, A.MaterializeValue> {
    const own = Object.entries(proposalsWhere(block.suggested, (name) => !isOthers(name, this.person)));
    return { ...markerOf(block), ...Object.fromEntries(own.map(([name, value]) => [name, scalar(value)])) };
  }

  private suggest(index: number, tokens: readonly Token[], left: MarkValues): void {
    const names = new Map<MarkName, { from: number; to: number }>();
    tokens.forEach((token, at) => {
      for (const name of isChar(token) ? (Object.keys(token.marks) as MarkName[]) : []) {
        const run = names.get(name);
        if (suggestionOf(name)?.person !== this.person || suggestionOf(name)?.kind !== "insert") continue;
        if (run) run.to = at + (token as CharToken).char.length;
        else names.set(name, { from: at, to: at + (token as CharToken).char.length });
      }
    });
    for (const [name, { from, to }] of names) {
      if (from > 0 || left[name] === undefined) setMark(this.draft, this.path, index + from, to - from, name, true);
    }
  }

  private insertText(index: number, text: string, ids: ElementId[]): number {
    A.splice(this.draft, this.path, index, 0, text);
    for (const id of elementIds(this.draft, this.path, index, text)) ids.push(id);
    return text.length;
  }

  /** Gives `length` indexes from `index` the mark, or takes it off; `was` is what all of them had. */
  mark(index: number, length: number, name: MarkName, set: MarkValue | null, was: MarkValue | null): void {
    if (isOthers(name, this.person)) return;
    const ids: ElementId[] = [];
    for (let at = index; at < index + length; at++) {
      const id = idAt(this.draft, this.path, at);
      if (id !== ids.at(-1)) ids.push(id);
    }
    setMark(this.draft, this.path, index, length, name, set);
    this.done.push({ path: this.path, kind: "marked", ids, name, was, set });
  }

  /**
   * Changes the block whose marker stands at `index`, in place. Automerge's own `updateBlock` replaces the marker, so
   * that two people who change one block at once leave two; writing its keys lets the last one win.
   */
  reshape(index: number, seen: Block, set: Block): void {
    const backend = A.getBackend(this.draft as A.Doc<Draft>);
    const marker = `/${this.path[0]}/${index}`;
    // A rule, an image or a part of a table may stand in something, or have something suggested of it, that is not shown.
    const { parents, suggested } = readBlock(A.block(this.draft as A.Doc<Draft>, this.path, index) as Record<string, unknown>);
    const was = withProposals({ ...seen, parents }, suggested);
    if (!sameKind(was, set)) {
      // Writing what is there already writes nothing, or takes away what somebody else gave at the same time; the hub
      // takes no such thing from anybody, since it might leave a block without a type.
      if (backend.get(marker, "type") !== set.type) backend.put(marker, "type", set.type, "str");
      backend.putObject(marker, "attrs", { ...set.attrs } as unknown as string);
    }
    if (!sameParents(was, set)) backend.putObject(marker, "parents", [...set.parents]);
    this.propose(marker, was, set);
    this.done.push({ path: this.path, kind: "reshaped", id: idAt(this.draft, this.path, index), was, set });
  }

  /** Brings what is suggested of a block from `was` to `set`: a proposal is written once, and taken back under its name. */
  private propose(marker: string, { suggested: was = NONE }: Block, { suggested: set = NONE }: Block): void {
    const backend = A.getBackend(this.draft as A.Doc<Draft>);
    for (const name of new Set([...Object.keys(was), ...Object.keys(set)])) {
      const [before, value] = [was[name], set[name]];
      // That a block is only suggested is said where it is inserted.
      if (before === value || isOthers(name, this.person) || (value && suggestionOf(name)?.kind === "insert")) continue;
      if (before !== undefined) backend.delete(marker, name);
      if (value !== undefined) backend.put(marker, name, value, typeof value === "string" ? "str" : "boolean");
    }
  }
}

/** The text from the token `at` up to the next marker. */
function textFrom(tokens: readonly Token[], at: number): string {
  let text = "";
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i];
    if (isBlock(token)) break;
    if (isChar(token)) text += token.char;
  }
  return text;
}

/** Sets or clears one mark over a range, without noting it. */
export function setMark(draft: Draft, path: Path, index: number, length: number, name: MarkName, value: MarkValue | null): void {
  const range = { start: index, end: index + length, expand: expandOf(name) };
  if (value === null) A.unmark(draft, path, range, name);
  else A.mark(draft, path, range, name, value);
}
