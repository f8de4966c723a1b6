/**
 * Keeps `<section id="…" data-live>` true: the body names an event stream (`data-live-events`), and at each `change` the
 * section's own page (`data-live="URL"`, or this page where empty) is fetched and the section of the same id replaces it.
 */

import { BY_ITSELF } from "../by-itself";
import { bring } from "./parts";

export { busy } from "./busy";

/** Puts the sections of a fetched page in the place of ours, but for what is busy in them; gives whether something was. */
export function refresh(html: string, sections: readonly Element[]): boolean {
  const page = new DOMParser().parseFromString(html, "text/html");
  let skipped = false;
  for (const section of sections) {
    const fresh = page.getElementById(section.id);
    if (fresh && bring(section, fresh)) skipped = true;
  }
  return skipped;
}

/** Said on the document each time the server's page was read, whether or not a section changed. */
export const READ = "dires:lu";

/** Sent to the document to have the page's sections read again now. */
export const ASK = "dires:relire";

/** How long (milliseconds) the server is left alone after it did not answer, and how long it may take to. */
const PAUSE = 5_000;
const PATIENCE = 15_000;

/** How long (milliseconds) a page waits that was refused its events: it may be let in again. */
const REFUSED = 30_000;

let stale = false;
let updating = false;
let again = false;

/** One update at a time: what happens meanwhile is asked for after it, so that an older answer never comes last. */
export async function update(): Promise<void> {
  again = true;
  if (updating) return;
  updating = true;
  while (again) {
    again = false;
    await bringUpToDate();
  }
  updating = false;
}

async function bringUpToDate(): Promise<void> {
  const byPage = new Map<string, Element[]>();
  for (const section of document.querySelectorAll<HTMLElement>("[data-live][id]")) {
    const url = new URL(section.dataset.live || location.href, location.href).href;
    byPage.set(url, [...(byPage.get(url) ?? []), section]);
  }
  stale = false;
  for (const [url, sections] of byPage) {
    const page = await read(url);
    if (page === null) continue;
    if (refresh(page, sections)) stale = true;
    document.dispatchEvent(new Event(READ));
  }
}

/** The page at `url`, or `null`: no answer, which is asked for again, or one that says that it is no longer ours to read. */
async function read(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { headers: { accept: "text/html", ...BY_ITSELF }, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && !answer.redirected) return await answer.text();
    if (answer.status >= 500) throw new Error(answer.statusText);
    stale = true;
  } catch {
    updateLater();
  }
  return null;
}

let later: ReturnType<typeof setTimeout> | null = null;

/** Once, however many pages did not come. */
function updateLater(): void {
  later ??= setTimeout(() => {
    later = null;
    void update();
  }, PAUSE);
}

/** Listens to the page's events. A browser connects again by itself, but never to a server that once answered by no. */
function listen(events: string, opened: () => void): void {
  const source = new EventSource(events);
  source.addEventListener("change", () => void update());
  source.addEventListener("open", opened);
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(events, opened), REFUSED);
  });
  window.addEventListener("pagehide", () => source.close());
}

/** Whether this page is not the server's own answer, but what this device kept of it. */
export const isKept = (): boolean => document.body.dataset.kept !== undefined;

export function followLive(): void {
  const events = document.body.dataset.liveEvents;
  if (!events) return;
  // What happened while the stream was broken, or since this page was kept, was told to nobody here.
  let first = !isKept();
  listen(events, () => {
    if (!first) void update();
    first = false;
  });
  document.addEventListener(ASK, () => void update());
  // What was left alone because the person was in it is brought up to date once they leave it.
  document.addEventListener("focusout", () => stale && setTimeout(() => void update()));
}
