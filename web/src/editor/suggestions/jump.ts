import { element } from "../../dom";
import { messages } from "../../messages";

/** The way from the tools to the list of suggestions, wherever it stands; no way where nothing is suggested. */
export function jumpToList(tools: Element, aside: HTMLElement): void {
  const link = element("a", { class: "sug-jump", href: "#suggestions" });
  const count = (): void => {
    const pending = aside.querySelectorAll(".sug-one").length;
    const words = messages.suggestions.jump(pending);
    link.hidden = pending === 0;
    if (link.textContent !== words) link.textContent = words;
  };
  link.addEventListener("click", (event) => {
    const first = aside.querySelector<HTMLElement>(".sug-one");
    if (!first) return;
    event.preventDefault();
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  });
  new MutationObserver(count).observe(aside, { childList: true, subtree: true });
  count();
  tools.append(link);
}
