/**
 * Keeps `<section id="…" data-live>` true: the body names an event stream (`data-live-events`), and at each `change` the
 * section's own page (`data-live="URL"`, or this page where empty) is fetched and the section of the same id replaces it.
 */

import { BY_ITSELF } from "../by-itself";

/** Whether replacing a section would take something from the person: the focus, or a field they changed. */
export function busy(section: Element): boolean {
  if (section.contains(document.activeElement)) return true;
  return [...section.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input, textarea, select")].some(changed);
}

function changed(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): boolean {
  if (field instanceof HTMLSelectElement) return chosen(field);
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Whether a choice is not the page's own; a page that names none means the first. */
function chosen(field: HTMLSelectElement): boolean {
  const options = [...field.options];
  if (!options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}

/** Puts the sections of a fetched page in the place of ours, but for those that are busy; gives whether one was. */
export function refresh(html: string, sections: readonly Element[]): boolean {
  const page = new DOMParser().parseFromString(html, "text/html");
  let skipped = false;
  for (const section of sections) {
    const fresh = page.getElementById(section.id);
    if (!fresh || fresh.outerHTML === section.outerHTML) continue;
    if (busy(section)) skipped = true;
    else section.replaceWith(document.adoptNode(fresh));
  }
  return skipped;
}

let stale = false;

async function update(): Promise<void> {
  const byPage = new Map<string, Element[]>();
  for (const section of document.querySelectorAll<HTMLElement>("[data-live][id]")) {
    const url = new URL(section.dataset.live || location.href, location.href).href;
    byPage.set(url, [...(byPage.get(url) ?? []), section]);
  }
  stale = false;
  for (const [url, sections] of byPage) {
    const answer = await fetch(url, { headers: { accept: "text/html", ...BY_ITSELF } }).catch(() => null);
    if (!answer?.ok || answer.redirected) stale = true;
    else if (refresh(await answer.text(), sections)) stale = true;
  }
}

export function followLive(): void {
  const events = document.body.dataset.liveEvents;
  if (!events) return;
  const source = new EventSource(events);
  source.addEventListener("change", () => void update());
  // What happened while the stream was broken was told to nobody here.
  let opened = false;
  source.addEventListener("open", () => {
    if (opened) void update();
    opened = true;
  });
  // What was left alone because the person was in it is brought up to date once they leave it.
  document.addEventListener("focusout", () => stale && setTimeout(() => void update()));
  window.addEventListener("pagehide", () => source.close());
}
