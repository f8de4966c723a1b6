/**
 * What this device keeps follows who is logged in and what they may read: at each page, it is looked through. Words that
 * wait to be sent are said, with the way to their text; those of a text that is closed now are shown, to be copied.
 */
import { BY_ITSELF } from "../by-itself";
import { element } from "../dom";
import { messages } from "../messages";
import { contact, forget, forgetSent } from "../offline/contact";
import { copyPassages, drawnPassage } from "../offline/passages";
import { keptTexts, type KeptText } from "../offline/register";
import { isKept } from "./live";

/** Looks through what is kept, and says so (`data-kept-read` on the body); nothing is known of the server on a kept page. */
export async function lookThroughKept(root: Document = document): Promise<void> {
  const form = root.querySelector<HTMLFormElement>("form[data-log-out]");
  const person = form?.dataset.logOut;
  if (!form || person === undefined || isKept()) return;
  await contact(person);
  if (form.dataset.keepsNothing !== undefined) await forgetSent(() => true);
  await lookThrough(root, person);
  root.body.dataset.keptRead = "";
}

async function lookThrough(root: Document, person: string): Promise<void> {
  const mine = (await keptTexts()).filter((kept) => kept.person === person);
  const open = mine.length ? await readable() : null;
  if (!open) return;
  const lost = mine.filter(({ address }) => !open.has(textOf(address)));
  await Promise.all(lost.filter(({ unsent }) => !unsent).map(forget));
  if (root.querySelector("main.writing")) return;
  const main = root.querySelector("main");
  const waiting = mine.filter((kept) => kept.unsent && open.has(textOf(kept.address)));
  main?.prepend(...lost.filter(({ unsent }) => unsent).map(words), ...(waiting.length ? [way(waiting)] : []));
}

/** An amendment's page goes with its text's. */
const textOf = (address: string): string => address.replace(/\/amendements\/[^/]+/, "");

/** The writing pages of the texts that this person may read; null when the server does not say. */
async function readable(): Promise<Set<string> | null> {
  const answer = await fetch("/api/textes", { headers: { accept: "application/json", ...BY_ITSELF }, cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return null;
  const { papers } = (await answer.json()) as { papers: { id: string }[] };
  return new Set(papers.map(({ id }) => `/textes/${id}/ecrire`));
}

const notice = (title: string, ...parts: HTMLElement[]): HTMLElement => {
  const section = element("section", { class: "notice kept", "aria-label": title });
  section.append(element("h2", {}, title), ...parts);
  return section;
};

function way(waiting: readonly KeptText[]): HTMLElement {
  const said = messages.offline;
  const link = ({ address, title, unsent }: KeptText): HTMLElement =>
    element("li", {}, element("a", { href: address }, title || messages.logOut.untitled), messages.logOut.count(unsent));
  return notice(said.waiting, element("ul", {}, ...waiting.map(link)), element("p", {}, said.waitingHint));
}

function words(kept: KeptText): HTMLElement {
  const said = messages.offline;
  const copy = element("button", { type: "button", class: "button" }, messages.unsent.copy);
  const drop = element("button", { type: "button", class: "button" }, said.drop);
  const shown = element("div", { class: "kept-words", role: "group", "aria-label": messages.unsent.title, tabindex: "0" }, ...kept.words.map(drawnPassage));
  const some = kept.words.length > 0;
  const parts = some ? [element("p", {}, said.lostHint), shown] : [element("p", {}, said.noWords)];
  const buttons = element("p", { class: "dialogue-boutons" }, ...(some && "clipboard" in navigator ? [copy] : []), drop);
  const section = notice(said.lost(kept.title || messages.logOut.untitled), ...parts, buttons);
  copy.addEventListener("click", () => void copyPassages(kept.words, copy));
  drop.addEventListener("click", () => {
    if (some && !window.confirm(said.sure)) return;
    void forget(kept).then(() => section.remove());
  });
  return section;
}
