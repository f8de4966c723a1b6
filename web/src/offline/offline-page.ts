/** The page « Hors ligne »: which texts open here without network, for who was logged in last. */
import { element } from "../dom";
import { messages } from "../messages";
import { keptAt } from "./pages";
import { keptTexts, owner, type KeptText } from "./register";

const show = (id: string): HTMLElement | null => {
  const found = document.getElementById(id);
  found?.removeAttribute("hidden");
  return found;
};

const DATE = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeStyle: "short" });

function line(text: KeptText, at: string): HTMLElement {
  const unsent = text.unsent ? messages.offline.unsent(text.unsent) : "";
  const said = messages.offline.keptAt(DATE.format(new Date(at)), unsent);
  return element("li", {}, element("a", { href: text.address }, text.title || messages.logOut.untitled), element("br"), element("span", { class: "note" }, said));
}

async function list(): Promise<void> {
  const person = await owner();
  const mine = (await keptTexts()).filter((text) => text.person === person);
  const dated = await Promise.all(mine.map(async (text) => ({ text, at: await keptAt(text.person, text.address) })));
  const open = dated.flatMap(({ text, at }) => (at ? [{ text, at }] : [])).sort((a, b) => b.at.localeCompare(a.at));
  show("gardes");
  if (!open.length) {
    show("gardes-aucun");
    return;
  }
  show("gardes-aide");
  show("gardes-liste")?.replaceChildren(...open.map(({ text, at }) => line(text, at)));
}

void list();
// This page stands at the address that was asked for: to try again is to read it again.
if (location.pathname !== "/hors-ligne") window.addEventListener("online", () => location.reload());
