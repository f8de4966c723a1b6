import { ORDERED, UNORDERED } from "../model/block";
import { styleOf } from "./inline";

/** A paragraph that Word shows as a list item (`mso-list: l0 level2 lfo1`), its bullet being text; null for any other. */
export function wordItem(element: Element): { type: string; parents: string[] } | null {
  const match = /level(\d)/.exec(styleOf(element, "mso-list"));
  if (!match) return null;
  const bullet = [...element.querySelectorAll("span")].find((span) => styleOf(span, "mso-list") === "ignore");
  const ordered = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i.test(bullet?.textContent ?? "");
  const type = ordered ? ORDERED : UNORDERED;
  return { type, parents: Array.from({ length: Math.min(Number(match[1]), 8) - 1 }, () => type) };
}
