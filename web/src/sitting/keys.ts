/** A roll call by the keyboard: in the line of a territory, a letter votes and goes to the next line. */

const LETTERS: Readonly<Record<string, string>> = { p: "pour", c: "contre", a: "abstention", n: "ne-prend-pas-part" };

export function bindKeys(): void {
  document.addEventListener("keydown", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>("form[data-voix]") : null;
    if (!form || event.ctrlKey || event.altKey || event.metaKey) return;
    const vote = LETTERS[event.key.toLowerCase()];
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!vote && !step) return;
    event.preventDefault();
    if (vote) {
      const button = form.querySelector<HTMLButtonElement>(`button[value="${vote}"]`);
      if (button) form.requestSubmit(button);
    }
    go(form, vote ? 1 : step);
  });
}

function go(from: HTMLFormElement, step: number): void {
  const forms = [...(from.closest("ul")?.querySelectorAll<HTMLFormElement>("form[data-voix]") ?? [])];
  const next = forms[forms.indexOf(from) + step];
  const end = from.closest(".vote")?.querySelector<HTMLElement>(".vote-end .button");
  (next?.querySelector<HTMLElement>("button") ?? (step > 0 ? end : null))?.focus();
}
