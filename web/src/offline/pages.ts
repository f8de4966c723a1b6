/**
 * The pages and files kept in Cache Storage: the writing page of each text once opened, apart for each person, and the
 * files that these pages name. Built files carry their content's hash in their name, so that pages of two releases
 * stand beside each other, each with its own.
 */

/** What serves everyone: built files, and the page « Hors ligne ». */
const FILES = "dires-fichiers";
const PAGES = "dires-pages-";

/** What stands in the place of a page that is not kept. */
export const OFFLINE = "/hors-ligne";

/** The header by which the server says who is logged in. */
export const WHO = "dires-personne";

/** The header of a kept page that says when it was kept. */
const KEPT_AT = "dires-garde-le";

/** Whether this browser keeps pages at all: not over plain HTTP, nor in some private windows. */
export const keepsPages = (): boolean => "caches" in globalThis;

/** Compressed or not, the content of a file is the same. */
const ANY = { ignoreVary: true } as const;

export const keptFile = async (url: string): Promise<Response | undefined> => (await caches.open(FILES)).match(url, ANY);

export const keptPage = async (person: string, path: string): Promise<Response | undefined> =>
  (await caches.has(PAGES + person)) ? (await caches.open(PAGES + person)).match(path, ANY) : undefined;

export async function forgetPage(person: string, path: string): Promise<void> {
  if (keepsPages() && (await caches.has(PAGES + person))) await (await caches.open(PAGES + person)).delete(path, ANY);
}

/** Removes the kept pages of everyone but `person` (null: of everyone). */
export async function forgetPages(person: string | null): Promise<void> {
  if (!keepsPages()) return;
  const others = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== PAGES + person);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The built files that a page or a style names. */
export const filesOf = (source: string, base: string): string[] => {
  const named = [...source.matchAll(/(?:(?:href|src|data-wasm)="|url\(["']?)([^"')]+)/g)].map(([, url]) => new URL(url ?? "", base));
  return [...new Set(named.filter((url) => url.pathname.startsWith("/assets/")).map((url) => url.pathname))];
};

/** Keeps built files, and what their styles name. */
export async function keepFiles(paths: readonly string[]): Promise<void> {
  const files = await caches.open(FILES);
  for (const path of paths) {
    if (!(await files.match(path, ANY))) await files.add(path);
    await keepFiles(await namedBy(files, path));
  }
}

async function namedBy(files: Cache, path: string): Promise<string[]> {
  const style = path.endsWith(".css") ? await files.match(path, ANY) : undefined;
  return style ? filesOf(await style.text(), new URL(path, location.origin).href) : [];
}

/** Keeps the page « Hors ligne », asked for as nobody, and its files. */
export async function keepOfflinePage(): Promise<void> {
  const answer = await fetch(OFFLINE, { credentials: "omit", cache: "no-store" });
  if (!answer.ok) throw new Error(`${OFFLINE}: ${answer.status}`);
  await keepFiles(filesOf(await answer.clone().text(), location.origin));
  await (await caches.open(FILES)).put(OFFLINE, answer);
}

/** Keeps a page for a person, once all of its files are kept; `data-kept` on its body says when (ISO 8601). */
export async function keepPage(person: string, path: string, answer: Response): Promise<void> {
  const html = await answer.text();
  await keepFiles(filesOf(html, location.origin));
  const now = new Date().toISOString();
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, now);
  // What is kept was read already.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  const kept = new Response(html.replace("<body", `<body data-kept="${now}"`), { headers });
  await (await caches.open(PAGES + person)).put(path, kept);
}

/** The pages kept for a person, the latest first. */
export async function pathsKept(person: string): Promise<string[]> {
  const pages = await caches.open(PAGES + person);
  const dated = await Promise.all((await pages.keys()).map(async (request) => ({ request, at: (await pages.match(request, ANY))?.headers.get(KEPT_AT) ?? "" })));
  return dated.sort((a, b) => b.at.localeCompare(a.at)).map(({ request }) => new URL(request.url).pathname);
}

/** When a page was kept (ISO 8601); null: it is not. */
export async function keptAt(person: string, path: string): Promise<string | null> {
  if (!keepsPages()) return null;
  return (await keptPage(person, path))?.headers.get(KEPT_AT) ?? null;
}

/** Removes the files that neither this release nor a kept page names. */
export async function sweep(release: readonly string[]): Promise<void> {
  const files = await caches.open(FILES);
  const needed = new Set<string>([OFFLINE, ...release]);
  for (const path of await filesOfKeptPages()) {
    needed.add(path);
    for (const named of await namedBy(files, path)) needed.add(named);
  }
  const had = await files.keys();
  await Promise.all(had.filter(({ url }) => !needed.has(new URL(url).pathname)).map((request) => files.delete(request, ANY)));
}

async function filesOfKeptPages(): Promise<string[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).matchAll()));
  const sources = await Promise.all(pages.flat().map((page) => page.text()));
  return sources.flatMap((source) => filesOf(source, location.origin));
}
