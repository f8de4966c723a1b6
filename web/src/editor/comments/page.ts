import { followArrivals } from "./arrivals";
import { sendForms } from "./forms";
import { suggestNames } from "./mentions";
import { ASK } from "../../base/live";

/** How long the list waits for the editor (milliseconds), which comes first: without network it may never come. */
const PATIENCE = 3_000;

/** The script of the pages with comments. The page of comments works without it. */
document.documentElement.classList.add("comments-scripted");
sendForms();
suggestNames();
followArrivals();
// Beside the editor the list comes from the page of comments.
if (document.getElementById("panneau-commentaires")) afterEditor(() => document.dispatchEvent(new Event(ASK)));

function afterEditor(then: () => void): void {
  if (document.getElementById("editeur")?.dataset.pret !== undefined) return then();
  const timer = setTimeout(then, PATIENCE);
  const ready = (): void => {
    clearTimeout(timer);
    then();
  };
  document.addEventListener("dires:pret", ready, { once: true });
}
