/**
 * The service worker: pages come from the server, and where it does not answer, from what this device keeps. It touches
 * nothing but the opening of pages and built files: events, sockets, forms and what programs read pass beside it.
 */
import { BY_ITSELF } from "../by-itself";
import { contact, forgetSent } from "./contact";
import { forgetPage, keepFiles, keepOfflinePage, keepPage, keptFile, keptPage, OFFLINE, pathsKept, sweep, WHO } from "./pages";
import { owner } from "./register";
import { readKeep, type Keep } from "./words";
import type { NavigationEvent, WorkerScope } from "./worker-scope";

/** This release's built files, written here by build.mjs. */
declare const RELEASE: readonly string[];

/** How many texts are kept for a person: those opened last. */
const MOST = 50;

/** How long a page that is kept waits for the server (milliseconds). */
const PATIENCE = 8_000;

const scope = globalThis as unknown as WorkerScope;

// Another release's worker takes over at once: no page mixes releases, since files are named by their content.
scope.addEventListener("install", (event) => event.waitUntil(install().then(() => scope.skipWaiting())));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(open(event, url.pathname));
  else if (url.origin === location.origin && url.pathname.startsWith("/assets/")) event.respondWith(file(request));
});
scope.addEventListener("message", (event) => {
  const keep = readKeep(event.data);
  if (keep) event.waitUntil(keepText(keep).catch(() => undefined));
});

async function install(): Promise<void> {
  await keepFiles(RELEASE);
  await keepOfflinePage();
}

async function activate(): Promise<void> {
  await scope.registration.navigationPreload?.enable();
  await scope.clients.claim();
  await sweep(RELEASE);
}

/** A store that does not answer has nothing: a page opens as if there were no service worker. */
const orNothing = <T>(kept: Promise<T>): Promise<T | undefined> => kept.catch(() => undefined);

const file = async (request: Request): Promise<Response> => (await orNothing(keptFile(request.url))) ?? fetch(request);

/** The server's page; the kept one when the server does not answer, or not in time. */
async function open(event: NavigationEvent, path: string): Promise<Response> {
  const live = asked(event);
  const person = (await orNothing(owner())) ?? null;
  const kept = person === null ? undefined : await orNothing(keptPage(person, path));
  const answer = await (kept ? Promise.race([live, late()]) : live);
  if (!answer || isNoneOfOurs(answer)) return kept ?? (await orNothing(keptFile(OFFLINE))) ?? answer ?? Response.error();
  event.waitUntil(heed(answer, person, path));
  return answer;
}

const asked = async (event: NavigationEvent): Promise<Response | null> => {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return null;
  }
};

const late = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));

/** What a proxy answers in the place of a server that is down. */
const isNoneOfOurs = (answer: Response): boolean => answer.status >= 502 && answer.status <= 504 && !answer.headers.has(WHO);

/** What the server's answer says of what is kept. A redirection says nothing: the page it leads to will. */
async function heed(answer: Response, person: string | null, path: string): Promise<void> {
  const who = answer.headers.get(WHO);
  if (who !== null) await contact(who === "aucune" ? null : who);
  if (person !== null && (answer.status === 403 || answer.status === 404)) await forgetPage(person, path);
}

/** Keeps a text's writing page, as the server gives it to this person now. */
async function keepText({ address, person }: Keep): Promise<void> {
  const answer = await fetch(address, { headers: { accept: "text/html", ...BY_ITSELF }, redirect: "error", cache: "no-store" });
  if (!answer.ok || answer.headers.get(WHO) !== person || (await owner()) !== person) return;
  await keepPage(person, address, answer);
  const oldest = new Set((await pathsKept(person)).slice(MOST));
  if (oldest.size) await forgetSent((kept) => kept.person === person && oldest.has(kept.address));
}
