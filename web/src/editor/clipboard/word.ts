import { ORDERED, UNORDERED } from "../model/block";
import { styleOf } from "./inline";

/** A paragraph that Word shows as a list item (`mso-list: l0 level2 lfo1`), its bullet being text; null for any other. */
export function wordItem(element: Element): { type: string; level: number } | null {
  const match = /level(\d)/.exec(styleOf(element, "mso-list"));
  if (!match) return null;
  const bullet = [...element.querySelectorAll("span")].find((span) => styleOf(span, "mso-list") === "ignore");
  const ordered = /^\s*(\d+|[a-z]|[ivx]+)[.)]/i.test(bullet?.textContent ?? "");
  return { type: ordered ? ORDERED : UNORDERED, level: Math.min(Math.max(1, Number(match[1])), 8) };
}

/** The lists that Word's items stand in, which only their levels tell: each level is of the type of its last item. */
export class WordLists {
  private types: string[] = [];

  /** The containers of an item, which is then the last of its level. */
  enter({ type, level }: { type: string; level: number }): string[] {
    const parents = Array.from({ length: level - 1 }, (_, at) => this.types[at] ?? type);
    this.types = [...parents, type];
    return parents;
  }

  /** Something else came between. */
  end(): void {
    this.types = [];
  }
}

/** What Word adds for those who review: comments, their calls, and what a revision struck out. */
export const isReview = (element: Element): boolean =>
  element.localName === "del" || /^comment/.test(styleOf(element, "mso-element")) || styleOf(element, "mso-comment-reference") !== "";
