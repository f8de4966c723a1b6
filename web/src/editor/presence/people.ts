import { element } from "../../dom";
import { messages } from "../../messages";
import type { Peer } from "./presence";

interface Someone {
  readonly name: string;
  readonly colour: string;
  readonly self?: boolean;
}

/** What each list shows. */
const shown = new WeakMap<HTMLElement, string>();

/** The list of who is there: oneself first, then each other person once, however many pages they have open. */
export function showPeople(list: HTMLElement, self: Someone, peers: Iterable<Peer>): void {
  const others = new Map<string, Someone>();
  for (const { identity } of peers) others.set(identity.person, identity);
  const everyone = [{ ...self, self: true }, ...[...others.values()].sort((a, b) => a.name.localeCompare(b.name, "fr"))];
  // A caret that moves is no news of who is there.
  const names = JSON.stringify(everyone.map(({ name, colour }) => [name, colour]));
  if (shown.get(list) === names) return;
  shown.set(list, names);
  list.setAttribute("aria-label", messages.present);
  list.replaceChildren(...everyone.map(draw));
}

function draw({ name, colour, self }: Someone): HTMLLIElement {
  const swatch = element("span", { class: `pastille pastille-${colour}`, "aria-hidden": "true" });
  return element("li", { class: "present" }, swatch, self ? `${name} (${messages.self})` : name);
}
