import { element, part } from "../dom";
import { sitting } from "../messages/sitting";
import type { Entry, Queue } from "./queue";

/** Says on the page what is not recorded: what waits, and what was refused, each with its minute. */
export function drawWaiting(queue: Queue, ended: boolean, changed: () => void): void {
  const box = document.getElementById("attente");
  if (!box) return;
  const { entries } = queue;
  const refused = entries.filter((entry) => entry.refused !== undefined);
  const waiting = entries.length - refused.length;
  box.hidden = !entries.length;
  const said = [refused.length ? sitting.refused(refused.length) : "", waiting ? sitting.waiting(waiting) : "", ended ? sitting.session : "", queue.kept ? "" : sitting.unkept];
  part(box, "phrase").textContent = said.filter(Boolean).join(" ");
  part(box, "lignes").replaceChildren(...entries.map((entry) => line(entry, queue, changed)));
}

const CLOCK = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });

/** « 14 h 07 ». */
const hour = (at: string): string => CLOCK.format(new Date(at)).replace(":", "\u00a0h\u00a0");

function line(entry: Entry, queue: Queue, changed: () => void): HTMLElement {
  const made = element("li", {}, element("time", {}, hour(entry.at)), ` ${entry.label}`);
  if (entry.refused === undefined) return made;
  made.append(element("span", { class: "refused" }, sitting.why(entry.refused)), " ");
  made.append(button(sitting.again, () => queue.retry(entry.key), changed), " ", button(sitting.drop, () => queue.remove(entry.key), changed));
  return made;
}

function button(words: string, does: () => void, changed: () => void): HTMLElement {
  const made = element("button", { class: "button quiet", type: "button" }, words);
  made.addEventListener("click", () => {
    does();
    changed();
  });
  return made;
}
