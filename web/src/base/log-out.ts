import { element } from "../dom";
import { messages } from "../messages";
import { forgetAll } from "../offline/contact";
import { keptTexts } from "../offline/register";
import { entered, forgetEntered, type Entered } from "./entered";
import { isKept } from "./live";

/** Said on the window once a person chose to log out: what is cleared with it was said, and need not be said again. */
export const LEAVING = "dires:depart";

/** How long the server may take to say that it is there (milliseconds). */
const PATIENCE = 5_000;

/**
 * `<form data-log-out="PERSON">`: logging out clears what the browser keeps. Where words are among it that the server
 * has not received, or what was entered in a meeting and is not recorded, this is said first, with the way to each; of
 * another person's, only that there are some.
 */
export function guardLogOut(root: Document = document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const person = form.dataset.logOut;
    if (person === undefined) return;
    event.preventDefault();
    void leave(person, () => form.submit());
  });
}

async function leave(person: string, submit: () => void): Promise<void> {
  const unsent = [...(await keptTexts()).filter((kept) => kept.unsent > 0), ...entered(localStorage, messages.logOut.meeting)];
  if (unsent.length) ask(unsent, person, () => void clear(submit));
  else await clear(submit);
}

/** The server has the browser clear everything too; but not over plain HTTP, nor where it does not answer. */
async function clear(submit: () => void): Promise<void> {
  window.dispatchEvent(new Event(LEAVING));
  await forgetAll().catch(() => undefined);
  forgetEntered(localStorage);
  if (await isReachable()) submit();
  else sayUnreachable();
}

async function isReachable(): Promise<boolean> {
  if (!isKept() && navigator.onLine) return true;
  return fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

function ask(unsent: readonly Entered[], person: string, go: () => void): void {
  const said = messages.logOut;
  const mine = unsent.filter((kept) => kept.person === person);
  const count = (some: readonly Entered[]): number => some.reduce((sum, kept) => sum + kept.unsent, 0);
  const others = count(unsent) - count(mine);
  const parts = [
    element("p", {}, said.lost),
    ...(mine.length ? [element("ul", {}, ...mine.map(line)), element("p", {}, said.hint)] : []),
    ...(others ? [element("p", {}, said.others(others))] : []),
  ];
  dialog(said.title(count(unsent)), parts, [
    [said.stay, () => undefined],
    [said.leave, go],
  ]);
}

function sayUnreachable(): void {
  const said = messages.logOut;
  dialog(said.unreachable, [element("p", {}, said.cleared)], [[said.understood, () => location.assign("/hors-ligne")]]);
}

/** A dialog of these parts, whose buttons close it; the first is the one that changes nothing. */
function dialog(title: string, parts: readonly HTMLElement[], answers: readonly (readonly [string, () => void])[]): void {
  const made = element("dialog", { class: "dialogue", "aria-labelledby": "depart-titre" });
  const buttons = answers.map(([words, does], at) => {
    const button = element("button", { type: "button", class: at ? "button" : "button primary" }, words);
    button.addEventListener("click", () => {
      made.close();
      does();
    });
    return button;
  });
  made.append(element("h2", { id: "depart-titre" }, title), ...parts, element("p", { class: "dialogue-boutons" }, ...buttons));
  made.addEventListener("close", () => made.remove());
  document.body.append(made);
  made.showModal();
}

const line = (kept: Entered): HTMLElement =>
  element("li", {}, element("a", { href: kept.address }, kept.title || messages.logOut.untitled), messages.logOut.count(kept.unsent));
