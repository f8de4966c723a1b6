import { busy } from "./busy";

/**
 * Puts a fresh element in the place of the one on the page. Where the person is in it, its parts (`data-part` with an id,
 * children of one another) are each looked at by themselves: only those where the person is are left alone. Gives whether
 * one was.
 */
export function bring(old: Element, fresh: Element): boolean {
  if (fresh.outerHTML === old.outerHTML) return false;
  if (busy(old)) return bringParts(old, fresh);
  keepOpen(old, fresh);
  const left = makeRoom(fresh, old);
  old.replaceWith(document.adoptNode(fresh));
  return left;
}

const parts = (of: Element): Element[] => [...of.children].filter((child) => child.id && child.hasAttribute("data-part"));

/** What the person unfolded stays so. */
function keepOpen(old: Element, fresh: Element): void {
  for (const details of old.querySelectorAll("details[open][id]")) fresh.querySelector(`[id="${details.id}"]`)?.setAttribute("open", "");
}

/**
 * Takes away what stands elsewhere on the page and comes with a fresh element; where the person is in it, it stays, and the
 * fresh one comes without. Gives whether that was so.
 */
function makeRoom(fresh: Element, old: Element | null): boolean {
  let left = false;
  for (const part of fresh.querySelectorAll("[data-part][id]")) {
    const here = document.getElementById(part.id);
    if (!here || old?.contains(here) || !fresh.contains(part)) continue;
    if (busy(here)) {
      part.remove();
      left = true;
    } else here.remove();
  }
  return left;
}

function bringParts(old: Element, fresh: Element): boolean {
  const wanted = parts(fresh);
  if (!wanted.length) return true;
  let left = false;
  let last: Element | null = null;
  for (const part of wanted) {
    const here = document.getElementById(part.id);
    if (here && here.parentElement === old) left = bring(here, part) || left;
    else if (here && busy(here)) left = true;
    else {
      // It may stand in another place of the page, which is looked at later.
      here?.remove();
      left = makeRoom(part, null) || left;
      put(old, last, document.adoptNode(part));
    }
    last = document.getElementById(part.id) ?? last;
  }
  const names = new Set(wanted.map((part) => part.id));
  for (const gone of parts(old).filter((part) => !names.has(part.id))) {
    if (busy(gone)) left = true;
    else gone.remove();
  }
  return left;
}

function put(into: Element, after: Element | null, part: Element): void {
  const [first] = parts(into);
  if (after && after.parentElement === into) after.after(part);
  else if (first) first.before(part);
  else into.append(part);
}
