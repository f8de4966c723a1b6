import * as A from "@automerge/automerge/slim";
import type { TextDocument } from "../bridge/replica";

/** The part of automerge-repo's DocHandle that tabs need. */
export interface SharedHandle {
  doc(): A.Doc<TextDocument>;
  update(change: (doc: A.Doc<TextDocument>) => A.Doc<TextDocument>): void;
  on(event: "heads-changed", listener: () => void): unknown;
}

/** What one tab says to the others: what it has, to be told what it lacks; or changes. */
type Said = { readonly heads: A.Heads } | { readonly changes: readonly Uint8Array[] };

/** What a BroadcastChannel gives. */
export interface Channel {
  postMessage(said: Said): void;
  onmessage: ((event: MessageEvent<Said>) => void) | null;
}

/**
 * One person's tabs on one text show each other what they write, with or without network. Each tab is a replica of its
 * own (automerge-repo draws an actor when it loads a document), so that two never continue one sequence; what comes from
 * another tab is heeded like a colleague's, and what both tell the server it takes once.
 */
export class Tabs {
  private told: A.Heads;

  constructor(
    private readonly handle: SharedHandle,
    private readonly channel: Channel,
    /** Before anything that comes is heeded. */
    private readonly incoming: () => void,
    /** When what was written is told: it need not be in the keystroke's own task. */
    private readonly soon: (tell: () => void) => void = (tell) => tell(),
  ) {
    this.told = this.heads;
    channel.onmessage = ({ data }) => this.heard(data);
    handle.on("heads-changed", () => this.soon(() => this.tell()));
    channel.postMessage({ heads: this.told });
  }

  private get heads(): A.Heads {
    return A.getHeads(this.handle.doc());
  }

  /** Tells what was written here since it was told last; what came from elsewhere, others tell or are told. */
  private tell(): void {
    const doc = this.handle.doc();
    const { told } = this;
    this.told = this.heads;
    const actor = A.getActorId(doc);
    if (!A.getChangesMetaSince(doc, told).some((change) => change.actor === actor)) return;
    const changes = A.getChangesSince(doc, told).filter((change) => A.decodeChange(change).actor === actor);
    this.channel.postMessage({ changes });
  }

  private heard(said: Said): void {
    if ("heads" in said) this.answer(said.heads);
    else this.take(said.changes);
  }

  /** Gives a tab that has `heads` what it lacks, and asks for what is lacking here. */
  private answer(heads: A.Heads): void {
    const doc = this.handle.doc();
    const known = heads.filter((head) => A.hasHeads(doc, [head]));
    const changes = A.getChangesSince(doc, known);
    if (changes.length) this.channel.postMessage({ changes });
    if (known.length < heads.length) this.channel.postMessage({ heads: this.heads });
  }

  private take(changes: readonly Uint8Array[]): void {
    this.incoming();
    this.handle.update((doc) => A.applyChanges(doc, [...changes])[0]);
  }
}

/** Joins the tabs of this person on this text. */
export function joinTabs(person: string, url: string, handle: SharedHandle, incoming: () => void): Tabs {
  return new Tabs(handle, new BroadcastChannel(`dires-onglets:${person}:${url}`), incoming, (tell) => setTimeout(tell));
}
