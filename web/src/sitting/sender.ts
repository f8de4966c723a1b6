import { sitting } from "../messages/sitting";
import type { Entry } from "./queue";

/** What became of something sent. */
export type Outcome =
  | { readonly done: string }
  | { readonly refused: string; readonly page: string }
  /** To be sent again: no answer, or a session that ended. */
  | { readonly later: "network" | "session" };

/** How long (milliseconds) the server may take. */
const PATIENCE = 15_000;

/** Sends one entry with the page's own token: the one that it was entered with may have ended with its session. */
export async function send(entry: Entry, token: string): Promise<Outcome> {
  const body = new URLSearchParams([...entry.fields.map(([name, value]) => [name, value]), ["minute", entry.at], ["jeton", token]]);
  try {
    const answer = await fetch(entry.url, { method: "POST", body, headers: { accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
    if (answer.redirected && new URL(answer.url).pathname === "/connexion") return { later: "session" };
    if (answer.status >= 500 || answer.status === 429) return { later: "network" };
    const html = await answer.text();
    return answer.ok ? { done: html } : { refused: sentence(html), page: html };
  } catch {
    return { later: "network" };
  }
}

/** What the page that came back says of the refusal. */
function sentence(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const said = [...page.querySelectorAll("[data-refus] p, [data-refus] li, .problem .lead, .problem li")];
  const words = said.map((element) => element.textContent?.trim() ?? "").filter(Boolean);
  return words.join(" ") || sitting.unknown;
}
