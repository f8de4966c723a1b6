import * as A from "@automerge/automerge/slim";

/** A text's Automerge document: its root holds these two texts and nothing else. */
export type TextDocument = {
  title: string;
  body: string;
};

export type Doc = A.Doc<TextDocument>;
export type Draft = TextDocument;
export type Path = ["title"] | ["body"];
export const BODY: Path = ["body"];
export const TITLE: Path = ["title"];

/** What the editor needs of a document that is synchronised elsewhere. */
export interface Replica {
  /** Who writes here, in 32 digits; absent where nobody suggests anything. */
  readonly person?: string | undefined;
  doc(): Doc;
  /** Makes one local change; listeners are not told of it. Gives what it did to the document. */
  change(write: (draft: Draft) => void): readonly A.Patch[];
  /** Tells of every change that did not come through {@link change}, and what it did to the document; gives the way to stop. */
  onRemote(listener: (patches: readonly A.Patch[]) => void): () => void;
}

/** The part of automerge-repo's DocHandle that a replica stands on. */
export interface Handle {
  doc(): Doc;
  change(write: (draft: Draft) => void, options: { time: number }): void;
  on(event: "change", listener: (payload: { patches: A.Patch[] }) => void): unknown;
  off(event: "change", listener: (payload: { patches: A.Patch[] }) => void): unknown;
}

/** A replica over an automerge-repo handle, which tells of local and remote changes alike, at once. */
export function replicaOf(handle: Handle, person?: string): Replica {
  const listeners = new Set<(patches: readonly A.Patch[]) => void>();
  let local: A.Patch[] | null = null;
  handle.on("change", ({ patches }) => {
    if (local) local.push(...patches);
    else for (const listener of listeners) listener(patches);
  });
  return {
    ...(person === undefined ? {} : { person }),
    doc: () => handle.doc(),
    change(write) {
      const patches: A.Patch[] = (local = []);
      try {
        // The server notes when a change came; a clock that runs ahead here would have it refused.
        handle.change(write, { time: 0 });
      } finally {
        local = null;
      }
      return patches;
    },
    onRemote(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
