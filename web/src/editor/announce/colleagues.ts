import { desk } from "../../messages/desk";
import { isOn } from "../preferences";

/** Milliseconds: the least between two announcements, and how long a change waits for its author's caret to follow. */
const EVERY = 20_000;
const SOON = 1_000;

/** A colleague's page, as presence knows it. */
export interface Colleague {
  readonly session: string;
  readonly identity: { readonly name: string; readonly territory: string };
  /** Grows each time they move. */
  readonly moves: number;
}

/** Says who writes where, at most once every twenty seconds, and only when the text has changed since. */
export class ColleagueNews {
  private readonly noted = new Map<string, number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = -EVERY;

  constructor(
    private readonly colleagues: () => Iterable<Colleague>,
    /** The words for where they are in the text, or null where they are nowhere in it. */
    private readonly placeOf: (colleague: Colleague) => string | null,
    private readonly say: (words: string) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** To be called when a colleague's change came. */
  changed(): void {
    if (this.timer !== undefined || !isOn("annonces")) return;
    this.timer = setTimeout(() => this.tell(), Math.max(SOON, this.last + EVERY - this.now()));
  }

  private tell(): void {
    this.timer = undefined;
    const writing = this.writing();
    if (!writing.length || !isOn("annonces")) return;
    this.last = this.now();
    const places = new Set(writing.map(({ place }) => place));
    const names = new Set(writing.map(({ name }) => name));
    this.say(desk.news.write([...names], places.size === 1 ? writing[0]!.place : desk.news.many));
  }

  /** Who has moved in the text since they were last spoken of. */
  private writing(): { name: string; place: string }[] {
    const found: { name: string; place: string }[] = [];
    for (const colleague of this.colleagues()) {
      const { session, moves, identity } = colleague;
      const place = this.placeOf(colleague);
      if (place === null || this.noted.get(session) === moves) continue;
      this.noted.set(session, moves);
      found.push({ name: identity.territory || identity.name, place });
    }
    return found;
  }
}
