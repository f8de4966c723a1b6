import { TITLE, type Replica } from "./bridge/replica";
import { Writer, type Done } from "./bridge/writer";
import { pushText, type Token } from "./model/tokens";
import type { History } from "./undo/history";

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  pushText(tokens, text, {});
  return tokens;
};

/** Where two texts differ: the smallest stretch that ends at `caret` in the new one, if one does. */
export function difference(before: string, after: string, caret: number): { from: number; oldTo: number; newTo: number } {
  const most = Math.min(before.length, after.length);
  const suffixMost = Math.min(most, after.length - caret);
  let suffix = 0;
  while (suffix < suffixMost && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  let prefix = 0;
  while (prefix < most - suffix && before[prefix] === after[prefix]) prefix++;
  while (suffix < most - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  return { from: prefix, oldTo: before.length - suffix, newTo: after.length - suffix };
}

const isLow = (text: string, index: number): boolean => /[\udc00-\udfff]/.test(text[index] ?? "");

/** The title of a text in its document: a plain, single line. */
export class TitleText {
  constructor(
    private readonly replica: Replica,
    private readonly history: History,
  ) {}

  get value(): string {
    return this.replica.doc().title;
  }

  /** Writes what a person made of the title; `caret` is where they are in it, in UTF-16 units. */
  write(after: string, caret: number): void {
    const before = this.value;
    let { from, oldTo, newTo } = difference(before, after, caret);
    while (from > 0 && (isLow(before, from) || isLow(after, from))) from--;
    while (isLow(before, oldTo) || isLow(after, newTo)) [oldTo, newTo] = [oldTo + 1, newTo + 1];
    if (oldTo === from && newTo === from) return;
    let done: readonly Done[] = [];
    this.replica.change((draft) => {
      const writer = new Writer(draft, TITLE);
      writer.remove(from, tokensOf(before.slice(from, oldTo)));
      writer.insert(from, tokensOf(after.slice(from, newTo)));
      done = writer.done;
    });
    this.history.record(TITLE, done, { from, to: newTo });
  }
}
