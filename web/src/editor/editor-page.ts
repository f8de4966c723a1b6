import { initializeWasm, type AutomergeUrl, type DocHandle } from "@automerge/automerge-repo/slim";
import { element, part } from "../dom";
import { messages } from "../messages";
import { replicaOf, type TextDocument } from "./bridge/replica";
import { askStanding, statedAccess, watchAccess, type Standing } from "./session/access";
import { Connection } from "./session/connection";
import { deviceStore, keepsOnDevice } from "./session/device";
import { Keeping } from "./session/keeping";
import type { SaveState } from "./session/save-state";
import { StateLine } from "./session/state-line";
import { joinTabs } from "./session/tabs";
import { SaveTracker } from "./session/tracker";
import { unsentPassages } from "./session/unsent";
import { UnsentPanel } from "./session/unsent-panel";
import { digitsOf } from "./suggestions/names";
import { isKept } from "../base/live";
import { contact } from "../offline/contact";
import type { KeptText } from "../offline/register";
import { WritingDesk } from "./writing-desk";

/** Why the server is left alone. */
type Refusal = "session" | "other" | "unavailable" | "rejected" | "failed";

/** How often (milliseconds) a page whose text is closed to it, or that does not know why, asks again, beside being told. */
const ASK_AGAIN = 5_000;

/** How often changes that the server refused are offered again: a colleague's may have come between. */
const TRIES = 3;

/** What the page says of the text and of the person, in the section's data attributes. */
function contract(section: HTMLElement) {
  const { documentUrl, syncUrl, person, wasm, name, colour } = section.dataset;
  if (!documentUrl || !syncUrl || !person || !wasm) throw new Error("the section lacks data attributes");
  return { url: documentUrl as AutomergeUrl, syncUrl, person, wasm, self: { name: name ?? "", colour: colour ?? "c0" } };
}

/** The editor of one page: who may write, what is saved, and what is said when the server does not take it. */
export class EditorPage {
  private readonly page: ReturnType<typeof contract>;
  private readonly line: StateLine;
  private readonly panel: UnsentPanel;
  private access = statedAccess();
  private refusal: Refusal | null = null;
  /** What the server said when it did not take a change, until it is known what the person may do now. */
  private held: string | null = null;
  /** What the server said when it closed the connection. */
  private word: string | null = null;
  private rejections = 0;
  private checking = false;
  private checkAgain = false;
  private handle: DocHandle<TextDocument> | null = null;
  private desk: WritingDesk | null = null;
  private tracker!: SaveTracker;
  private connection!: Connection;
  private readonly keeping: Keeping;

  constructor(private readonly section: HTMLElement) {
    this.page = contract(section);
    this.line = new StateLine(section, part(section, "etat"));
    this.panel = new UnsentPanel(part(section, "presents"), () => void this.forget());
    const { person, url } = this.page;
    this.keeping = new Keeping({ person, document: url, address: location.pathname }, (heads) => this.words(heads));
  }

  async open(): Promise<void> {
    const { url, syncUrl, person, wasm } = this.page;
    // The library is fetched and compiled while the device is asked and the server is met.
    const library = initializeWasm(new Request(wasm));
    library.catch(() => undefined);
    const storage = await deviceStore(person, url, this.access === "write", () => this.tracker.emptied());
    const { heads } = await this.keeping.open(storage !== null || keepsOnDevice());
    this.connection = new Connection(url, syncUrl, storage, {
      onIncoming: () => this.incoming(),
      onServer: (storageId) => this.server(storageId),
      onWay: (way) => this.line.relayed(way === "http"),
      onNotTaken: (sentence) => this.hold(sentence),
      onClosed: (sentence, aboutText) => this.closed(sentence, aboutText),
      onUnavailable: () => this.refuse("unavailable"),
    });
    this.tracker = new SaveTracker({
      access: () => this.access,
      refused: () => this.held !== null || this.refusal !== null,
      keep: storage ? () => this.connection.keep(this.handle) : null,
      known: heads && [...heads],
      opensOffline: isKept(),
      onChange: (state) => this.show(state),
      onKept: (unsent, heads) => this.keeping.note({ unsent, heads }),
      onSilence: () => this.connection.reconnect(),
    });
    this.listen();
    this.tracker.tell();
    await library;
    this.seat(await this.connection.open());
  }

  failed(): void {
    this.refusal = "failed";
    this.line.show("refuse", messages.refused.failed);
  }

  /** The page's own events say when the text moves; coming back to the page, whether one is logged in again. */
  private listen(): void {
    watchAccess(() => this.told());
    const again = (): void => {
      if (this.refusal === "session" || this.refusal === "other" || this.refusal === "unavailable") void this.check();
    };
    setInterval(() => (this.refusal === "unavailable" || this.held !== null) && void this.check(), ASK_AGAIN);
    window.addEventListener("focus", again);
    document.addEventListener("visibilitychange", again);
  }

  private seat(handle: DocHandle<TextDocument>): void {
    this.handle = handle;
    this.desk = new WritingDesk(this.section, replicaOf(handle, digitsOf(this.page.person)), this.page.self, {
      editable: () => this.editable,
      broadcast: (message) => handle.broadcast(message),
    });
    handle.on("ephemeral-message", ({ message }) => this.desk?.presence.receive(message));
    this.tracker.follow(handle);
    joinTabs(this.page.person, this.page.url, handle, () => this.desk?.readInput());
    this.keeping.keepPage();
    this.section.dataset.pret = "";
    this.section.dispatchEvent(new CustomEvent("dires:pret", { bubbles: true }));
  }

  private get editable(): boolean {
    return this.access === "write" && this.held === null && this.refusal === null;
  }

  /** What comes once the text was closed to this person may be that it is open again. */
  private incoming(): void {
    this.desk?.readInput();
    if (this.refusal === "unavailable") void this.check(true);
  }

  private server(storageId: string | null): void {
    this.tracker.setServer(storageId);
    if (storageId === null) return;
    this.word = null;
    this.keepAgain();
    this.desk?.presence.greet();
    if (this.held !== null) void this.check();
  }

  /** This person is there, and may read the text: what this device was made to forget of it is kept again. */
  private keepAgain(wasClosed = false): void {
    const wasCleared = this.connection.resumeKeeping();
    if (wasCleared) this.tracker.resumed();
    if (wasCleared || wasClosed) this.keeping.keepPage();
  }

  private hold(sentence: string): void {
    this.held = sentence;
    this.turned();
    void this.check();
  }

  private closed(sentence: string | null, aboutText: boolean): void {
    if (this.refusal) return;
    if (sentence && aboutText) this.rejected(sentence);
    else this.word = sentence ?? this.word;
    this.turned();
    if (navigator.onLine) void this.check();
  }

  private rejected(sentence: string): void {
    this.held = null;
    this.word = sentence;
    if (++this.rejections >= TRIES) this.refuse("rejected");
  }

  private refuse(refusal: Refusal): void {
    this.refusal = refusal;
    this.held = null;
    // The server says by the same socket that the text is open again.
    if (refusal !== "unavailable") this.connection.halt();
    this.turned();
    if (refusal === "session") void contact(null);
    if (refusal === "unavailable" && !this.tracker.unsent) void this.keeping.withdraw();
  }

  /** The page's section says what the person may do; it says nothing of who is logged in. */
  private told(): void {
    if (this.checking || (this.refusal && this.refusal !== "rejected" && this.refusal !== "failed")) void this.check();
    else this.stands(statedAccess());
  }

  /** Asks what the person may do, anew if it may have changed meanwhile; `heard` where something came by the socket that stands. */
  private async check(heard = false): Promise<void> {
    this.checkAgain = true;
    if (this.checking) return;
    this.checking = true;
    let standing: Standing = "unknown";
    while (this.checkAgain) {
      this.checkAgain = false;
      standing = await askStanding(this.page.person);
    }
    this.checking = false;
    if (standing === "write" || standing === "read") {
      const wasClosed = this.refusal !== null;
      this.stands(standing, heard);
      this.keepAgain(wasClosed);
    } else if (standing !== "unknown" && this.refusal !== standing) this.refuse(standing);
  }

  /** What the person may do in the text, as the server says now. */
  private stands(access: "write" | "read", heard = false): void {
    this.access = access;
    this.held = null;
    if (this.refusal === "session" || this.refusal === "other") {
      this.refusal = null;
      this.connection.resume();
    } else if (this.refusal === "unavailable") {
      this.refusal = null;
      // A socket that was opened while the text was closed is not told of it: the text is asked for anew.
      if (!heard) this.connection.reconnect();
    }
    this.turned();
  }

  private turned(): void {
    this.desk?.setEditable(this.editable);
    this.tracker.tell();
  }

  private show(state: SaveState): void {
    if (state === "enregistre") this.rejections = 0;
    this.line.show(state, this.sentence(state));
    this.section.dataset.garde = this.tracker.safe ? "oui" : "non";
    this.line.offer(...this.links());
    const missing = state === "refuse" ? this.tracker.missing : null;
    this.panel.show(missing && this.handle ? unsentPassages(this.handle.doc(), missing) : null);
  }

  private sentence(state: SaveState): string {
    const { unsent, keeps } = this.tracker;
    const kept = unsent ? ` ${keeps ? messages.refused.kept : messages.refused.onlyHere}` : "";
    if (this.refusal === "rejected") return `${this.word ?? ""} ${messages.refused.rejected}`.trim();
    if (this.refusal) return messages.refused[this.refusal] + kept;
    if (this.held) return this.held;
    if (state === "refuse") return messages.refused.reading;
    if (state === "lecture") return messages.state.reading;
    if (state === "non-enregistre") return keeps ? messages.state.late : messages.state.lateUnkept;
    if (state !== "hors-ligne") return state === "enregistre" ? messages.state.saved : messages.state.saving;
    if (this.access === "read" || !this.handle) return messages.state.readingOffline;
    return this.word ?? (keeps ? messages.state.offline : messages.state.offlineUnkept);
  }

  private links(): HTMLElement[] {
    if (this.refusal !== "session" && this.refusal !== "other") return [];
    return [element("a", { href: "/connexion", target: "_blank" }, messages.refused.logIn)];
  }

  /** What other pages may say of the text: its title, and the passages that a server with these heads has not. */
  private words(heads: readonly string[] | null): Pick<KeptText, "title" | "words"> {
    const doc = this.handle?.doc();
    return { title: String(doc?.title ?? ""), words: doc && heads ? unsentPassages(doc, [...heads]) : [] };
  }

  /** Starts again from what the server has. */
  private async forget(): Promise<void> {
    await this.connection.forget();
    await this.keeping.withdraw();
    location.reload();
  }
}
