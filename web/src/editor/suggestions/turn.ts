import type { Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { trim } from "../bridge/local";
import type { ChangedRange } from "../bridge/ranges";
import { blockOf, sameShape, withProposals, type Block } from "../model/block";
import { PLAIN, sameMarks, valuesOf, type MarkName, type MarkValue, type MarkValues } from "../model/marks";
import { blockPosAt, indexAt, posAt } from "../model/positions";
import { flatten, isBlock, isChar, type BlockToken, type CharToken, type Token } from "../model/tokens";
import { isShape, NONE, proposalsWhere, sameProposals, writeShape, type Proposals } from "./blocks";
import { transactionOf, type Edit, type Place } from "./edits";
import { isSuggestion, nameOf, suggestionOf, type Kind } from "./names";

/** In whose name, and how. */
export interface Hand {
  /** 32 hexadecimal digits. */
  readonly person: string;
  /** Whether what is done is only suggested. */
  readonly suggesting: boolean;
  readonly newCode: () => string;
  /** Told when something cannot be suggested: nothing was done. */
  readonly onImpossible?: () => void;
}

type Marks = Partial<Record<MarkName, MarkValue>>;

/** The formatting that can be suggested. */
const FORMATS = ["strong", "em", "link"] as const;

/**
 * Turns what is about to be done into what may be done. While suggesting, words typed are to be added and words erased are
 * to go, blocks are to begin, to join the one before or to change their shape, all in one's own name, and the text stays.
 * While writing, what others suggest to add is not erased: what is typed and erased within it is suggested too, and so it
 * is with what they suggest to take out. Null where it may be done as it is; nothing is done where it cannot be suggested.
 */
export function turn(before: EditorState, after: EditorState, ranges: readonly ChangedRange[], hand: Hand): Transaction | null {
  const turner = new Turner(before, after, hand);
  for (const range of ranges) turner.read(range);
  if (!turner.needed) return null;
  if (turner.impossible) {
    hand.onImpossible?.();
    return before.tr;
  }
  return transactionOf(before, turner.edits, turner.caret).setStoredMarks(after.storedMarks);
}

/** What is shared at both ends where nothing is looked for. */
const WHOLE = { prefix: 0, suffix: 0 };

/** Whether some words are put in the place of others: then whole, although both may begin alike. */
function isReplacement(old: readonly Token[], now: readonly Token[]): boolean {
  const words = (row: readonly Token[]): string => row.map((token) => (isChar(token) ? token.char : "")).join("");
  return !old.some(isBlock) && !now.some(isBlock) && words(old) !== words(now);
}

/** The suggestions of a character, and no other marks. */
const suggested = (marks: MarkValues): MarkName[] => (Object.keys(marks) as MarkName[]).filter(isSuggestion);

const only = (marks: MarkValues, names: readonly MarkName[]): Marks =>
  Object.fromEntries(names.map((name) => [name, marks[name] as MarkValue])) as Marks;

const without = (marks: MarkValues): Marks => only(marks, (Object.keys(marks) as MarkName[]).filter((name) => !isSuggestion(name)));

/** Whether something is suggested of a block of which this holds. */
const has = (suggested: Proposals | undefined, holds: (kind: Kind, person: string) => boolean): boolean =>
  !!suggested && Object.keys(proposalsWhere(suggested, (_, kind, person) => holds(kind, person))).length > 0;

/** The marker at an index, if one stands there. */
function blockAt(doc: Node, index: number): BlockToken | null {
  const pos = blockPosAt(doc, index);
  const block = pos === null ? null : blockOf(doc.nodeAt(pos) as Node);
  return block && { block };
}

class Turner {
  readonly edits: Edit[] = [];
  caret: Place | null = null;
  /** Whether something must be done otherwise. */
  needed: boolean;
  impossible = false;
  private code: string | null = null;

  constructor(
    private readonly before: EditorState,
    private readonly after: EditorState,
    private readonly hand: Hand,
  ) {
    this.needed = hand.suggesting;
  }

  read(range: ChangedRange): void {
    const start = indexAt(this.before.doc, range.oldFrom);
    const { old, now } = this.rows(range, start);
    const { prefix, suffix } = this.hand.suggesting && isReplacement(old, now) ? WHOLE : trim(old, now);
    const tail = old.length - suffix;
    const [from, to] = [start + prefix, start + tail];
    const [left, right] = [this.marks(from, "nodeBefore"), this.marks(to, "nodeAfter")];
    if (from < to || prefix < now.length - suffix) {
      this.goOn([left, right, ...old.slice(prefix, tail).map((token) => (isChar(token) ? token.marks : PLAIN))]);
      this.goOnFrom([blockAt(this.before.doc, from - 1), blockAt(this.before.doc, to)]);
    }
    this.reformat(start, old.slice(0, prefix), now.slice(0, prefix));
    this.erase(from, old.slice(prefix, tail));
    const added = this.add(to, now.slice(prefix, now.length - suffix), left, right);
    this.reformat(to, old.slice(tail), now.slice(now.length - suffix));
    if (prefix < tail || added) this.caret = this.place(from, to, added);
  }

  /**
   * What stood in a range, and what will. The first marker of a text never goes: where another takes its place while
   * suggesting, the block after comes into the range, so that this other is only a new shape of the first.
   */
  private rows(range: ChangedRange, start: number): { old: Token[]; now: Token[] } {
    const old = flatten(this.before.doc, range.oldFrom, range.oldTo);
    const now = flatten(this.after.doc, range.newFrom, range.newTo);
    if (!this.hand.suggesting || start > 0 || isBlock(old[0]) === isBlock(now[0])) return { old, now };
    const [before, after] = [blockAt(this.before.doc, old.length), blockAt(this.after.doc, now.length)];
    this.impossible ||= !before || !after;
    return { old: before ? [...old, before] : old, now: after ? [...now, after] : now };
  }

  private name(kind: Kind): MarkName {
    return nameOf({ kind, person: this.hand.person, code: (this.code ??= this.hand.newCode()) });
  }

  private isOwn(name: MarkName): boolean {
    return suggestionOf(name)?.person === this.hand.person;
  }

  private own(marks: MarkValues, kind: Kind): MarkName | undefined {
    return suggested(marks).find((name) => this.isOwn(name) && suggestionOf(name)?.kind === kind);
  }

  /** Whether somebody else suggests to add this. */
  private isOthersAddition(marks: MarkValues, beside: readonly MarkName[] = []): boolean {
    return suggested(marks).some((name) => !this.isOwn(name) && !beside.includes(name) && suggestionOf(name)?.kind === "insert");
  }

  /** The marks of the character before or after an index of the text as it was. */
  private marks(index: number, side: "nodeBefore" | "nodeAfter"): MarkValues {
    return valuesOf(this.before.doc.resolve(posAt(this.before.doc, index))[side]?.marks ?? []);
  }

  /** What touches a suggestion of one's own goes on with it. */
  private goOn(places: readonly MarkValues[]): void {
    for (const marks of places) {
      const name = this.own(marks, "insert") ?? this.own(marks, "delete");
      this.code ??= (name && suggestionOf(name)?.code) ?? null;
    }
  }

  private goOnFrom(blocks: readonly (BlockToken | null)[]): void {
    for (const token of blocks) {
      const names = Object.keys(proposalsWhere(token?.block.suggested, (_, kind, person) => kind !== "shape" && person === this.hand.person));
      this.code ??= suggestionOf(names[0] ?? "")?.code ?? null;
    }
  }

  private erase(start: number, tokens: readonly Token[]): void {
    tokens.forEach((token, offset) => {
      const at = start + offset;
      if (isChar(token)) this.eraseOne(at, token);
      else if (token) this.eraseBlock(at, token.block);
    });
  }

  /** A block that goes joins the one before. */
  private eraseBlock(at: number, block: Block): void {
    const { suggested = NONE } = block;
    const others = has(suggested, (kind, person) => person !== this.hand.person && (kind === "insert" || (kind === "delete" && !this.hand.suggesting)));
    const own = has(suggested, (kind, person) => person === this.hand.person && kind === "insert");
    const gone = !others && (own || !this.hand.suggesting);
    this.needed ||= !gone;
    if (gone) this.edits.push({ at, length: 1, put: [] });
    else if (at === 0 || !isShape(block)) this.impossible = true;
    else if (!has(suggested, (kind, person) => person === this.hand.person && kind === "delete")) {
      this.propose(at, block, { ...suggested, [this.name("delete")]: true });
    }
  }

  private propose(at: number, block: Block, suggested: Proposals): void {
    this.edits.push({ at, length: 1, put: [{ block: withProposals(block, suggested) }] });
  }

  private eraseOne(at: number, token: CharToken): void {
    const length = token.char.length;
    // Within what another suggests one suggests too, even of one's own words there: whose they are is not told by marks.
    // So does what another suggests to take out: brought back by an undo, it would not be struck any more.
    const others = this.isOthersAddition(token.marks);
    const own = this.own(token.marks, "insert") !== undefined;
    const free = own || (!this.hand.suggesting && !suggested(token.marks).some((name) => !this.isOwn(name) && suggestionOf(name)?.kind === "delete"));
    const gone = !others && free;
    this.needed ||= !gone;
    if (gone) this.edits.push({ at, length, put: [] });
    else if (!this.own(token.marks, "delete")) {
      this.edits.push({ at, length, put: [{ char: token.char, marks: { ...token.marks, [this.name("delete")]: true } }] });
    }
  }

  /** New words, without suggestions that were copied along: in one's own name, and in those that they stand within. */
  private add(at: number, tokens: readonly Token[], left: MarkValues, right: MarkValues): boolean {
    const within = suggested(left).filter((name) => suggestionOf(name)?.kind === "insert" && right[name] !== undefined);
    const marked = this.hand.suggesting || within.length > 0;
    const stray = tokens.some((token) => (isChar(token) ? suggested(token.marks).length > 0 : isBlock(token) && !!token.block.suggested));
    if (tokens.length && (within.length || stray)) this.needed = true;
    this.impossible ||= marked && tokens.some((token) => isBlock(token) && !isShape(token.block));
    const put: (CharToken | BlockToken)[] = [];
    const insertion = (): MarkName => this.own(left, "insert") ?? this.own(right, "insert") ?? this.name("insert");
    for (const token of tokens) {
      if (isBlock(token)) {
        const others = has(token.block.suggested, (kind, person) => kind === "insert" && person !== this.hand.person);
        if (!others) put.push({ block: withProposals(token.block, marked ? { [insertion()]: true } : NONE) });
      } else if (isChar(token) && !this.isOthersAddition(token.marks, within)) {
        const marks: Marks = { ...without(token.marks), ...only(left, within) };
        if (marked) marks[insertion()] = true;
        put.push({ char: token.char, marks });
      }
    }
    if (put.length) this.edits.push({ at, length: 0, put });
    return put.length > 0;
  }

  /** After new words; where nothing is new, before what goes, or after it for the Delete key. */
  private place(from: number, to: number, added: boolean): Place {
    const { selection, doc } = this.before;
    const forward = selection.empty && indexAt(doc, selection.from) === from;
    return { index: added || forward ? to : from, after: added };
  }

  /** Marks that change on characters that stay, and blocks that change their shape. */
  private reformat(start: number, old: readonly Token[], now: readonly Token[]): void {
    old.forEach((token, offset) => {
      const next = now[offset];
      if (isBlock(token) && isBlock(next)) this.reshape(start + offset, token.block, next.block);
      if (!isChar(token) || !isChar(next) || sameMarks(token.marks, next.marks)) return;
      const marks = this.hand.suggesting ? this.proposed(token.marks, next.marks) : this.kept(token.marks, next.marks);
      if (!sameMarks(marks, token.marks)) {
        this.edits.push({ at: start + offset, length: token.char.length, put: [{ char: token.char, marks }] });
      }
    });
  }

  /** A block that changes its shape, or is about to lose what is suggested of it. */
  private reshape(at: number, was: Block, next: Block): void {
    const { suggested = NONE } = was;
    const own = has(suggested, (kind, person) => kind === "insert" && person === this.hand.person);
    if (!this.hand.suggesting || own) {
      this.needed ||= !sameProposals(suggested, next.suggested);
      if (!sameShape(was, next)) this.propose(at, next, suggested);
    } else if (!sameShape(was, next)) {
      this.impossible ||= !isShape(was) || !isShape(next);
      const others = proposalsWhere(suggested, (_, kind, person) => kind !== "shape" || person !== this.hand.person);
      this.propose(at, was, { ...others, [this.name("shape")]: writeShape(next) });
    }
  }

  /** While writing, formatting changes and suggestions stay. */
  private kept(old: MarkValues, now: MarkValues): MarkValues {
    const marks = { ...without(now), ...only(old, suggested(old)) };
    this.needed ||= !sameMarks(marks, now);
    return marks;
  }

  private proposed(old: MarkValues, now: MarkValues): MarkValues {
    if (this.own(old, "insert")) return { ...without(now), ...only(old, suggested(old)) };
    const marks: Marks = { ...old };
    for (const kind of FORMATS) if ((old[kind] ?? null) !== (now[kind] ?? null)) marks[this.name(kind)] = now[kind] ?? false;
    this.impossible ||= (old.footnote ?? null) !== (now.footnote ?? null);
    return marks;
  }
}
