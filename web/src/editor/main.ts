import { initializeWasm, type AutomergeUrl, type DocHandle } from "@automerge/automerge-repo/slim";
import { part } from "../dom";
import { messages } from "../messages";
import { replicaOf, type TextDocument } from "./bridge/replica";
import { Connection, deviceStorage, type Refusal } from "./session/connection";
import { StateLine } from "./session/state-line";
import { SaveTracker } from "./session/tracker";
import { WritingDesk } from "./writing-desk";

/** What the page says of the text and of the person, in the section's data attributes. */
function contract(section: HTMLElement) {
  const { documentUrl, syncUrl, person, wasm, name, colour, access } = section.dataset;
  if (!documentUrl || !syncUrl || !person || !wasm) throw new Error("the section lacks data attributes");
  return {
    url: documentUrl as AutomergeUrl,
    syncUrl,
    person,
    wasm,
    self: { name: name ?? "", colour: colour ?? "c0" },
    access: access === "write" ? ("write" as const) : ("read" as const),
  };
}

/** The editor of one page, from the connection to the desk. */
class EditorPage {
  private readonly page: ReturnType<typeof contract>;
  private readonly line: StateLine;
  private desk: WritingDesk | null = null;
  private refusal: Refusal | null = null;

  constructor(private readonly section: HTMLElement) {
    this.page = contract(section);
    this.line = new StateLine(section, part(section, "etat"));
  }

  async open(): Promise<void> {
    const { page } = this;
    await initializeWasm(new Request(page.wasm));
    // A reader keeps no replica: it could hold words from when they could write, which the text does not have.
    const storage = page.access === "write" ? await deviceStorage(page.person) : null;
    const connection = new Connection(page.url, page.syncUrl, storage, {
      onServer: (storageId) => this.server(tracker, storageId),
      onRefused: (refusal) => this.refuse(tracker, refusal),
    });
    const tracker = new SaveTracker({
      access: page.access,
      keep: storage ? () => connection.repo.flush() : null,
      onChange: (state) => state !== "refuse" && this.line.show(state, page.access === "read", tracker.keeps),
      onSilence: () => connection.reconnect(),
    });
    const handle = await connection.open();
    this.seat(handle);
    tracker.follow(handle);
  }

  failed(): void {
    this.line.refuse("failed", false);
    this.section.dataset.etat = "refuse";
  }

  private seat(handle: DocHandle<TextDocument>): void {
    const { self, access } = this.page;
    this.desk = new WritingDesk(this.section, replicaOf(handle), self, {
      editable: () => access === "write" && !this.refusal,
      broadcast: (message) => handle.broadcast(message),
    });
    handle.on("ephemeral-message", ({ message }) => this.desk?.presence.receive(message));
    this.section.dataset.pret = "";
    this.section.dispatchEvent(new CustomEvent("dires:pret", { bubbles: true }));
  }

  private server(tracker: SaveTracker, storageId: string | null): void {
    tracker.setServer(storageId);
    if (storageId !== null) this.desk?.presence.greet();
  }

  private refuse(tracker: SaveTracker, refusal: Refusal): void {
    this.refusal = refusal;
    const unsent = this.page.access === "write" && this.desk !== null && !tracker.stored;
    tracker.refuse();
    this.line.refuse(refusal, unsent);
    this.section.dataset.etat = "refuse";
    this.section.dispatchEvent(new CustomEvent("dires:etat", { bubbles: true, detail: { etat: "refuse", refus: refusal } }));
    this.desk?.freeze();
  }
}

const section = document.getElementById("editeur");
if (section) {
  const page = new EditorPage(section);
  page.open().catch((error: unknown) => {
    console.error(messages.refused.failed, error);
    page.failed();
  });
}
