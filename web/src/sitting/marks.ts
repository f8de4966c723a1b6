import type { Entry } from "./queue";

/** What the page shows of something that is entered and not recorded yet. */
export function mark(entry: Entry): void {
  const field = (name: string): string => entry.fields.find(([known]) => known === name)?.[1] ?? "";
  switch (field("geste")) {
    case "voter":
      markVote(field("scrutin"), field("territoire"), field("vote"), entry.key);
      break;
    case "mettre-aux-voix":
      reveal(field("scrutin"), field("objet"));
      break;
    case "point":
      document.getElementById(`point-${field("point")}`)?.setAttribute("open", "");
      break;
    default:
      markPlace(field("territoire"), field("geste"));
  }
}

function markVote(ballot: string, territory: string, vote: string, key: string): void {
  const rows = document.querySelectorAll(`[id="voix-${ballot}-${territory}"], [id="urne-${territory}"]`);
  for (const row of rows) {
    const seen = row.querySelector<HTMLInputElement>("input[name=vu]");
    // What is corrected before it is recorded corrects that very vote.
    if (seen) seen.value = key;
    for (const button of row.querySelectorAll<HTMLButtonElement>("button[name=vote]")) {
      const chosen = button.value === vote;
      button.setAttribute("aria-pressed", String(chosen));
      button.toggleAttribute("data-attente", chosen);
    }
  }
}

/** A vote that the server has not heard of can be voted on here all the same: the page has it, hidden. */
function reveal(ballot: string, about: string): void {
  const vote = document.getElementById(`scrutin-${ballot}`);
  vote?.removeAttribute("hidden");
  const title = vote?.querySelector("h4");
  if (title && about) title.textContent = about;
}

function markPlace(territory: string, gesture: string): void {
  const place = territory ? document.getElementById(`place-${territory}`) : null;
  for (const button of place?.querySelectorAll<HTMLButtonElement>("button") ?? []) button.toggleAttribute("data-attente", button.value === gesture);
}
