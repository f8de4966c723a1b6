import { BY_ITSELF } from "../by-itself";
import { put } from "./sections";

/**
 * Keeps the sections of a meeting's page true. Unlike the base script it also brings up to date the section where the person
 * is, since that is where everything happens; never between the two halves of a click.
 */

/** How long (milliseconds) before a stream that was refused, or a page that did not come, is asked for again. */
const REFUSED = 30_000;
const PAUSE = 3_000;
const PATIENCE = 15_000;

/** Listens to the meeting's events; `shown` is called each time the page was brought up to date. */
export function followMeeting(shown: () => void): void {
  let reading = false;
  let again = false;
  let first = true;

  async function update(): Promise<void> {
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      const page = await read();
      await released();
      if (page === null) continue;
      put(page, true);
      shown();
    }
    reading = false;
  }

  async function read(): Promise<string | null> {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html", ...BY_ITSELF }, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok && !answer.redirected) return await answer.text();
      if (answer.status >= 500) throw new Error(answer.statusText);
    } catch {
      setTimeout(() => void update(), PAUSE);
    }
    return null;
  }

  function listen(events: string): void {
    const source = new EventSource(events);
    source.addEventListener("change", () => void update());
    source.addEventListener("open", () => {
      // What happened while the stream was broken was told to nobody here.
      if (!first) void update();
      first = false;
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(events), REFUSED);
    });
    window.addEventListener("pagehide", () => source.close());
  }

  if (document.body.dataset.flux) listen(document.body.dataset.flux);
}

let pressed = false;
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => (pressed = false)), true);

/** Once no button of the mouse and no finger is down: what is pressed then is still there when it is let go. */
async function released(): Promise<void> {
  while (pressed) await new Promise((done) => setTimeout(done, 50));
}
