import { sameKind, sameParents, withProposals, type Block } from "../model/block";
import { revertedProposals } from "../suggestions/blocks";
import { PLAIN, type MarkName, type MarkValue } from "../model/marks";
import { isBlock, isChar, type Token } from "../model/tokens";
import { locate, type ElementId } from "../bridge/elements";
import type { Draft, Path } from "../bridge/replica";
import { Writer, type Done, type Neighbours, type Removed } from "../bridge/writer";

/** Which element stands for one that an undo brought back: deleted elements never return, new ones take their place. */
export type Reborn = Map<ElementId, ElementId>;

const current = (reborn: Reborn, id: ElementId): ElementId => {
  let now = id;
  for (let next = reborn.get(now); next !== undefined; next = reborn.get(now)) now = next;
  return now;
};

/** A run of indexes. */
interface Run {
  from: number;
  to: number;
}

/**
 * Undoes things done, in one text of a draft, by element: what one added is removed wherever it now stands, what one
 * removed comes back where it stood, and a mark or a block's shape goes back only where nobody has changed it since.
 * So what a colleague wrote is never touched. `tokens` is the text before, kept up to date; `caret` where it ended.
 */
export class Reverter {
  caret: number | null = null;
  private readonly writer: Writer;

  constructor(
    private readonly draft: Draft,
    private readonly path: Path,
    private readonly tokens: Token[],
    private readonly reborn: Reborn,
    person?: string,
  ) {
    this.writer = new Writer(draft, path, person);
  }

  get done(): readonly Done[] {
    return this.writer.done;
  }

  revert(thing: Done): void {
    if (thing.kind === "added") this.remove(thing.ids);
    else if (thing.kind === "removed") this.restore(thing.elements, thing.between);
    else if (thing.kind === "marked") this.unmark(thing.ids, thing.name, thing.set, thing.was);
    else this.reshape(thing.id, thing.set, thing.was);
  }

  /** The runs of living elements, in order, of those that `keep` accepts. */
  private runs(ids: readonly ElementId[], keep: (token: Token) => boolean): Run[] {
    const indexes: number[] = [];
    for (const id of ids) {
      const { index, alive } = locate(this.draft, this.path, current(this.reborn, id));
      if (alive && keep(this.tokens[index] ?? null)) indexes.push(index);
    }
    const runs: Run[] = [];
    for (const index of indexes.sort((a, b) => a - b)) {
      const to = this.tokens[index + 1] === null ? index + 2 : index + 1;
      const last = runs.at(-1);
      if (last?.to === index) last.to = to;
      else runs.push({ from: index, to });
    }
    return runs;
  }

  private remove(ids: readonly ElementId[]): void {
    for (const { from, to } of this.runs(ids, () => true).reverse()) {
      this.writer.remove(from, this.tokens.slice(from, to));
      this.tokens.splice(from, to - from);
      this.caret = from;
    }
  }

  private restore(elements: readonly Removed[], between: Neighbours): void {
    const groups: { index: number; elements: Removed[] }[] = [];
    for (const element of elements) {
      const { index } = locate(this.draft, this.path, current(this.reborn, element.id));
      const last = groups.at(-1);
      if (last?.index === index) last.elements.push(element);
      else groups.push({ index, elements: [element] });
    }
    this.placeBesideReborn(groups, between);
    for (const group of groups.sort((a, b) => b.index - a.index)) this.insert(group.index, group.elements);
  }

  /**
   * Where a neighbour is itself one that an undo brought back, what was removed goes beside it: of two elements that are
   * both gone, the place of one says nothing of where the other's successor was put.
   */
  private placeBesideReborn(groups: readonly { index: number }[], { before, after }: Neighbours): void {
    const [first, last] = [groups[0], groups.at(-1)];
    const [below, above] = [this.rebornAt(after), this.rebornAt(before)];
    if (last && below !== null) last.index = below;
    else if (first && above !== null) first.index = above + (this.tokens[above + 1] === null ? 2 : 1);
  }

  /** The index of the element that stands for one that is gone; null if it has not come back. */
  private rebornAt(id: ElementId | null): number | null {
    const now = id === null ? null : current(this.reborn, id);
    if (now === null || now === id) return null;
    const { index, alive } = locate(this.draft, this.path, now);
    return alive ? index : null;
  }

  private insert(index: number, elements: readonly Removed[]): void {
    const tokens = elements.flatMap(({ token }): Token[] => (isChar(token) && token.char.length === 2 ? [token, null] : [token]));
    const ids = this.writer.insert(index, tokens);
    elements.forEach((element, at) => this.reborn.set(current(this.reborn, element.id), ids[at] as ElementId));
    this.tokens.splice(index, 0, ...tokens);
    this.caret = index + tokens.length;
  }

  private unmark(ids: readonly ElementId[], name: MarkName, set: MarkValue | null, was: MarkValue | null): void {
    const mine = (token: Token): boolean => isChar(token) && (token.marks[name] ?? null) === set;
    for (const { from, to } of this.runs(ids, mine)) {
      this.writer.mark(from, to - from, name, was, set);
      for (let at = from; at < to; at++) this.remark(at, name, was);
      this.caret = to;
    }
  }

  private remark(at: number, name: MarkName, value: MarkValue | null): void {
    const token = this.tokens[at];
    if (!isChar(token)) return;
    const { [name]: _, ...rest } = token.marks;
    const marks = value === null ? rest : { ...rest, [name]: value };
    this.tokens[at] = { char: token.char, marks: Object.keys(marks).length ? marks : PLAIN };
  }

  private reshape(id: ElementId, set: Block, was: Block): void {
    const { index, alive } = locate(this.draft, this.path, current(this.reborn, id));
    const token = this.tokens[index];
    if (!alive || !isBlock(token)) return;
    const now = token.block;
    const kind = sameKind(now, set) ? was : now;
    const parents = sameParents(now, set) ? was.parents : now.parents;
    const back = withProposals({ type: kind.type, attrs: kind.attrs, isEmbed: kind.isEmbed, parents }, revertedProposals(now.suggested, set.suggested, was.suggested));
    this.writer.reshape(index, now, back);
    this.tokens[index] = { block: back };
    this.caret = index + 1;
  }
}
