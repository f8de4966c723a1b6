import { element } from "../../dom";

/** Has a screen reader say a sentence, without moving anything. */
export function announce(sentence: string): void {
  const found = document.querySelector<HTMLElement>('[data-role="annonce-commentaires"]');
  const place = found ?? document.body.appendChild(element("p", { class: "visually-hidden", role: "status", "data-role": "annonce-commentaires" }));
  // The same sentence twice is said twice.
  place.textContent = place.textContent === sentence ? `${sentence}\u00a0` : sentence;
}
