/** What a page says to the service worker: keep this text's writing page, for this person. */
export interface Keep {
  readonly address: string;
  readonly person: string;
}

const WRITING_PAGE = /^\/textes\/[0-9a-f-]{36}(\/amendements\/[0-9a-f-]{36})?\/ecrire$/;

/** Reads what a page said; null for what is nothing to keep. */
export function readKeep(raw: unknown): Keep | null {
  const { address, person } = (raw ?? {}) as Record<string, unknown>;
  return typeof address === "string" && WRITING_PAGE.test(address) && typeof person === "string" ? { address, person } : null;
}

/** Has the service worker keep a text's writing page; a browser without one (plain HTTP, some private windows) does without. */
export async function askToKeep(keep: Keep): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage(keep);
}
