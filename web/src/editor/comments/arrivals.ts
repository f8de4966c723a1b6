import { READ } from "../../base/live";
import { messages } from "../../messages";
import { announce } from "./announce";

const comments = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#commentaires .said > li")];

/** Tells of what colleagues have said since the list was last read; one's own comments can be changed. */
export function followArrivals(): void {
  let known: Set<string> | null = comments().length ? new Set(comments().map(({ id }) => id)) : null;
  document.addEventListener(READ, () => {
    const now = comments();
    const fresh = now.filter((one) => known && !known.has(one.id) && !one.querySelector(".said-edit"));
    known = new Set(now.map(({ id }) => id));
    const [one] = fresh;
    if (!one) return;
    const who = one.querySelector(".said-by strong")?.textContent ?? "";
    announce(fresh.length > 1 ? messages.comments.several(fresh.length) : messages.comments.fresh(who));
  });
}
