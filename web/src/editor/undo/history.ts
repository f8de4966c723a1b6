import { flatten, pushText, type Token } from "../model/tokens";
import { docOf, settle } from "../bridge/settle";
import type { Path, Replica } from "../bridge/replica";
import type { Done } from "../bridge/writer";
import { Reverter, type Reborn } from "./revert";

/** Typing that pauses no longer than this (milliseconds) is undone as one. */
const PAUSE = 800;

/** Where plain typing or erasing ended, in indexes: what follows at once, there, is undone with it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

interface Group {
  readonly path: Path;
  readonly done: Done[];
  stretch: Stretch | null;
  time: number;
}

/** Where the caret belongs after an undo. */
export interface Reverted {
  readonly path: Path;
  readonly caret: number | null;
}

const touches = (a: Stretch, b: Stretch): boolean => b.from <= a.to && b.to >= a.from;

/** One person's own undo, kept in the document's space by elements, so that it follows what colleagues do. */
export class History {
  private readonly past: Group[] = [];
  private readonly future: Group[] = [];
  private readonly reborn: Reborn = new Map();

  constructor(
    private readonly replica: Replica,
    private readonly now: () => number,
  ) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Notes what a local change did; `stretch` where it was plain typing or erasing, null for all else. */
  record(path: Path, done: readonly Done[], stretch: Stretch | null): void {
    if (!done.length) return;
    this.future.length = 0;
    const time = this.now();
    const last = this.past.at(-1);
    const joins = last && last.path === path && last.stretch && stretch && time - last.time < PAUSE && touches(last.stretch, stretch);
    if (!joins) this.past.push({ path, done: [...done], stretch, time });
    else {
      last.done.push(...done);
      [last.stretch, last.time] = [stretch, time];
    }
  }

  undo(): Reverted | null {
    return this.step(this.past, this.future);
  }

  redo(): Reverted | null {
    return this.step(this.future, this.past);
  }

  /** Takes groups from one stack until one still had something to undo, which goes, inverted, to the other. */
  private step(from: Group[], to: Group[]): Reverted | null {
    for (let group = from.pop(); group; group = from.pop()) {
      const { path } = group;
      const { done, caret } = this.revert(group);
      if (!done.length) continue;
      to.push({ path, done: [...done], stretch: null, time: 0 });
      return { path, caret };
    }
    return null;
  }

  private revert(group: Group): { done: readonly Done[]; caret: number | null } {
    const tokens = this.tokensOf(group.path);
    let reverter: Reverter | null = null;
    this.replica.change((draft) => {
      reverter = new Reverter(draft, group.path, tokens, this.reborn, this.replica.person);
      for (const thing of [...group.done].reverse()) reverter.revert(thing);
    });
    const { done, caret } = reverter as unknown as Reverter;
    if (done.length && group.path[0] === "body") settle(this.replica, tokens);
    return { done, caret };
  }

  private tokensOf(path: Path): Token[] {
    if (path[0] === "body") return flatten(docOf(this.replica));
    const tokens: Token[] = [];
    pushText(tokens, this.replica.doc().title, {});
    return tokens;
  }
}
