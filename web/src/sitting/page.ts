import { newId } from "../dom";
import { bindKeys } from "./keys";
import { followMeeting } from "./live";
import { mark } from "./marks";
import { Queue, type Entry } from "./queue";
import { put } from "./sections";
import { send } from "./sender";
import { drawWaiting } from "./waiting";

/**
 * The script of the pages of a meeting that sits. Each form notes one thing and works without it; with it, what is entered
 * goes through a queue that outlives a cut: nothing is said to be recorded before the server has answered.
 */

/** How long (milliseconds) before what could not be sent is sent again. */
const PAUSE = 3_000;

/** How far the server's clock is ahead of this device's, in milliseconds. */
const ahead = Date.parse(document.body.dataset.maintenant ?? "") - Date.now();

const person = document.querySelector<HTMLElement>("[data-log-out]")?.dataset.logOut ?? "";
const queue = new Queue(localStorage, `dires-seance-${document.body.dataset.reunion ?? ""}-${person}`);

let sending = false;
let ended = false;
let later: ReturnType<typeof setTimeout> | null = null;

function entered(form: HTMLFormElement, submitter: HTMLElement | null): Entry {
  const fields = [...new FormData(form, submitter as HTMLButtonElement | null).entries()].flatMap(([name, value]) =>
    typeof value === "string" && name !== "jeton" ? [[name, value] as const] : [],
  );
  const key = fields.find(([name]) => name === "cle")?.[1] ?? newId();
  return { key, url: form.action, fields, label: told(form, submitter), at: new Date(Date.now() + ahead).toISOString() };
}

/** How an entry is told: by its button where that says it all, else by its form, and by its button where that says which. */
function told(form: HTMLFormElement, submitter: HTMLElement | null): string {
  const whole = submitter?.getAttribute("aria-label");
  if (whole) return whole;
  const which = form.querySelector("[name=vote], [name=invite]") ? submitter?.textContent?.trim() : "";
  return [form.dataset.libelle, which].filter(Boolean).join(", ");
}

function submit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-seance]")) return;
  event.preventDefault();
  const entry = entered(form, event.submitter);
  queue.add(entry);
  const field = form.querySelector<HTMLInputElement>("input[name=cle]");
  if (field) field.value = newId();
  event.submitter?.setAttribute("data-attente", "");
  mark(entry);
  void drain();
}

/** Sends what waits, one after another; what is refused is said and does not keep the rest. */
async function drain(): Promise<void> {
  if (sending) return;
  sending = true;
  let page: string | null = null;
  for (let entry = queue.next; entry; entry = queue.next) {
    const token = document.querySelector<HTMLInputElement>("input[name=jeton]")?.value ?? "";
    const outcome = await send(entry, token);
    ended = "later" in outcome && outcome.later === "session";
    if ("later" in outcome) break;
    if ("done" in outcome) {
      queue.remove(entry.key);
      page = outcome.done;
    } else {
      queue.refuse(entry.key, outcome.refused);
      page = outcome.page;
    }
  }
  sending = false;
  settle(page);
}

/** Shows what came of it, marks again what still waits, and tries again later if something does. */
function settle(page: string | null): void {
  if (page !== null) put(page);
  remark();
  draw();
  if (queue.next) later ??= setTimeout(again, PAUSE);
}

/** Marks again what still waits, on a page that does not know of it. */
function remark(): void {
  for (const entry of queue.entries) if (entry.refused === undefined) mark(entry);
}

function again(): void {
  if (later) clearTimeout(later);
  later = null;
  void drain();
}

const draw = (): void => drawWaiting(queue, ended, () => settle(null));

document.addEventListener("submit", submit);
followMeeting(remark);
window.addEventListener("online", again);
window.addEventListener("beforeunload", (event) => {
  if (queue.next) event.preventDefault();
});
bindKeys();
draw();
void drain();
