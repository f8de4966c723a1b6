import { READ } from "../../base/live";
import { BY_ITSELF } from "../../by-itself";

/** What a person may do in a text now, or why they may do nothing: no session, another's, or no such text for them. */
export type Standing = "write" | "read" | "session" | "other" | "unavailable" | "unknown";

/** The page's section that says so, which is kept true by the page's own events. */
const SECTION = "acces";

const accessOf = (page: Document): "write" | "read" => (page.getElementById(SECTION)?.dataset.access === "write" ? "write" : "read");

/** What the page says now. */
export const statedAccess = (): "write" | "read" => accessOf(document);

/** Tells each time the page's section was made true, even if it says the same: what was heard elsewhere may be older. */
export function watchAccess(told: () => void): void {
  document.addEventListener(READ, told);
}

/** Reads what an answer to this page's own address says to `person`. */
export async function standingOf(answer: Response | null, person: string): Promise<Standing> {
  if (!answer) return "unknown";
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "session";
  if (answer.status === 404) return "unavailable";
  if (!answer.ok) return "unknown";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page.getElementById("editeur");
  if (!section) return "unknown";
  return section.dataset.person === person ? accessOf(page) : "other";
}

/** Asks the server again. A browser is not told why a WebSocket was refused; the page's own address tells. */
export async function askStanding(person: string): Promise<Standing> {
  const answer = await fetch(location.href, { headers: { accept: "text/html", ...BY_ITSELF }, redirect: "manual", cache: "no-store" }).catch(() => null);
  return standingOf(answer, person);
}
