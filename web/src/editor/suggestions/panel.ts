import { element } from "../../dom";
import { messages } from "../../messages";
import { jumpToList } from "./jump";

const { suggestions: say } = messages;

/**
 * The list beside the editor: its forms are sent without leaving the page, what came of it is said, and the keyboard goes on
 * to the next suggestion.
 */
export function bindPanel(root: Document = document): void {
  const aside = root.querySelector<HTMLElement>(".suggestions-aside");
  if (!aside) return;
  const tools = root.querySelector("#editeur .pupitre");
  if (tools) jumpToList(tools, aside);
  const line = element("p", { class: "sug-said", role: "status" });
  aside.prepend(line);
  const tell = (sentence: string, bad = false): void => {
    line.textContent = sentence;
    line.classList.toggle("bad", bad);
  };
  aside.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches(".sug-decide")) return;
    event.preventDefault();
    void send(form, event.submitter, aside, tell);
  });
}

type Tell = (sentence: string, bad?: boolean) => void;

async function send(form: HTMLFormElement, button: HTMLElement | null, aside: HTMLElement, tell: Tell): Promise<void> {
  const fields = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  const accepted = fields.get("decision") === "accepter";
  const next = placeOf(form, aside);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) tell(accepted ? say.accepted : say.refused);
    else tell(page.querySelector("main .lead, main p")?.textContent?.trim() ?? say.failed, true);
    await renew(answer.ok ? page : null, form, next);
  } catch {
    tell(say.failed, true);
  }
}

/** How many suggestions stand before this one in the list. */
function placeOf(form: HTMLFormElement, aside: HTMLElement): number {
  const one = form.closest(".sug-one");
  return [...aside.querySelectorAll(".sug-one")].findIndex((it) => it === one);
}

/** Puts the list as it is now in the place of the old one, and the focus on what follows. */
async function renew(answered: Document | null, form: HTMLFormElement, next: number): Promise<void> {
  let page = answered;
  if (!page?.getElementById("suggestions")) {
    const answer = await fetch(form.action, { headers: { accept: "text/html" } });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  }
  const [now, fresh] = [document.getElementById("suggestions"), page.getElementById("suggestions")];
  if (!now || !fresh) return;
  now.replaceWith(document.adoptNode(fresh));
  const places = fresh.querySelectorAll<HTMLElement>(".sug-one");
  const place = places[Math.min(Math.max(0, next), places.length - 1)] ?? fresh.querySelector<HTMLElement>("h2");
  place?.setAttribute("tabindex", "-1");
  place?.focus();
}
