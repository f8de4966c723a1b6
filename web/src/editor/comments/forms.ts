import { ASK, READ } from "../../base/live";
import { messages } from "../../messages";
import { announce } from "./announce";
import { untilSaved } from "./saved";

/** Sent to the document once the server has taken a form, which it came from. */
export const SENT = "dires:commente";

/** How long (milliseconds) the server may take to answer. */
const PATIENCE = 20_000;

/** Sends the forms of comments without leaving the page: what was typed stays until the server has it. */
export function sendForms(root: Document = document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-comment-form]")) return;
    event.preventDefault();
    void send(form, event.submitter);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-comment-form]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>("button:not([type])"));
  });
}

async function send(form: HTMLFormElement, button: HTMLElement | null): Promise<void> {
  if (form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const action = button?.getAttribute("value") ?? "";
  const fault = await refusal(form, button);
  form.removeAttribute("aria-busy");
  say(form, fault);
  if (fault === null) taken(form, action);
}

/** Sends the form; gives what the server said against it, or null. */
async function refusal(form: HTMLFormElement, button: HTMLElement | null): Promise<string | null> {
  const said = messages.comments;
  if (form.matches("[data-selection]") && !(await untilSaved())) return said.unsaved;
  const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  const request = { method: "POST", body, headers: { accept: "application/json" }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) } as const;
  try {
    // The buttons are called "action", which hides the form's own property.
    const answer = await fetch(form.getAttribute("action") ?? "", request);
    if (answer.type === "opaqueredirect" || answer.status === 401) return said.session;
    const told = (await answer.json().catch(() => null)) as { phrase?: string } | null;
    if (answer.ok) return announce(told?.phrase ?? ""), null;
    return told?.phrase ?? (answer.status === 404 ? said.gone : said.unsent);
  } catch {
    return said.unsent;
  }
}

function say(form: HTMLFormElement, fault: string | null): void {
  const place = form.querySelector<HTMLElement>("[data-fault]");
  const field = form.querySelector("textarea");
  if (!place || !field) return;
  place.textContent = fault ?? "";
  place.hidden = fault === null;
  if (fault === null) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    return;
  }
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", place.id);
  announce(fault);
  field.focus();
}

/** What is left of the form once the server has it: nothing that a refresh would spare. */
function taken(form: HTMLFormElement, action: string): void {
  const details = form.closest("details");
  const thread = form.closest<HTMLElement>("[data-fil]")?.id;
  if (action === "modifier") for (const field of form.querySelectorAll("textarea")) field.defaultValue = field.value;
  else form.reset();
  if (details) {
    details.open = false;
    details.querySelector("summary")?.focus();
  }
  form.dispatchEvent(new CustomEvent(SENT, { bubbles: true }));
  if (action !== "repondre" && thread) moved(thread);
  document.dispatchEvent(new Event(ASK));
}

/** How many times the page is read before a thread that did not move is left where it is. */
const READS = 4;

/** A thread that goes to another place of the list, or away, is left; the focus follows it there, or stays in the list. */
function moved(thread: string): void {
  const list = (): HTMLElement | null => document.querySelector<HTMLElement>("#commentaires");
  if (!list()?.contains(document.activeElement)) return;
  (document.activeElement as HTMLElement).blur();
  const before = document.getElementById(thread);
  let reads = 0;
  const follow = (): void => {
    const place = document.getElementById(thread);
    if (place === before && ++reads < READS) return;
    document.removeEventListener(READ, follow);
    if (document.activeElement === document.body) focus(place ?? list());
  };
  document.addEventListener(READ, follow);
}

function focus(place: HTMLElement | null): void {
  if (place && !place.hasAttribute("tabindex")) place.tabIndex = -1;
  place?.focus();
}
