import { forget } from "../../offline/contact";
import { Line, type KeptText } from "../../offline/register";
import { askToKeep } from "../../offline/words";
import { keepsOnDevice } from "./device";

/** How long after the last change its count and its words are noted (milliseconds): not while somebody types. */
const PAUSE = 1_000;

export interface Sent {
  /** How many changes the server has not. */
  readonly unsent: number;
  /** The heads that it said last. */
  readonly heads: readonly string[] | null;
}

/** What this device keeps of the page's text, as other pages and the service worker are to know it. */
export class Keeping {
  private line: Line | null = null;
  private pending: ReturnType<typeof setTimeout> | null = null;
  private said: Sent = { unsent: 0, heads: null };

  constructor(
    private readonly key: Pick<KeptText, "person" | "document" | "address">,
    /** The text's title, and the passages that a server with these heads has not (null: none is to be told). */
    private readonly tell: (heads: readonly string[] | null) => Pick<KeptText, "title" | "words">,
  ) {
    window.addEventListener("pagehide", () => this.pending && this.write());
  }

  /** What was noted when the text was open last; where the device keeps nothing, nothing will be. */
  async open(keeps: boolean): Promise<KeptText> {
    const line = await Line.of(this.key);
    if (keeps) this.line = line;
    this.said = line.now;
    return line.now;
  }

  /** The text is there: its page is kept, to be opened without network. */
  keepPage(): void {
    if (!this.line || !keepsOnDevice()) return;
    this.write();
    askToKeep(this.key).catch(() => undefined);
  }

  /** Notes what the server has not: at once when that begins or ends, and otherwise once nothing changes for a while. */
  note(sent: Sent): void {
    const turned = !sent.unsent !== !this.said.unsent;
    if (!turned && sent.unsent === this.said.unsent && String(sent.heads) === String(this.said.heads)) return;
    this.said = sent;
    if (turned) this.line?.put({ ...this.said, ...(sent.unsent ? {} : { words: [] }) });
    if (this.pending) clearTimeout(this.pending);
    this.pending = setTimeout(() => this.write(), PAUSE);
  }

  /** The text is closed to this person: what the server has of it is not kept here any more. */
  async withdraw(): Promise<void> {
    if (this.pending) clearTimeout(this.pending);
    this.pending = null;
    await forget(this.key);
  }

  private write(): void {
    if (this.pending) clearTimeout(this.pending);
    this.pending = null;
    const { title, words } = this.tell(this.said.unsent ? this.said.heads : null);
    this.line?.put({ ...this.said, title, words });
  }
}
