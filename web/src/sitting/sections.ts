/** The page's live sections, put in the place of ours after something that was entered here was recorded. */

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Puts them; what was typed elsewhere, what is unfolded and where the person is stay. What comes by itself (`aside`) leaves alone where they type. */
export function put(html: string, aside = false): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const place = whereabouts();
  for (const old of document.querySelectorAll("[data-direct][id]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || (aside && old.contains(typing()))) continue;
    carry(old, fresh);
    old.replaceWith(document.adoptNode(fresh));
  }
  goBack(place);
}

/** The field in which the person types or chooses. */
function typing(): Element | null {
  const at = document.activeElement;
  return at?.matches("input:not([type=radio]), textarea, select") ? at : null;
}

/** Copies what is unfolded, and fields that the person changed. */
function carry(old: Element, fresh: Element): void {
  for (const details of old.querySelectorAll("details[open][id]")) fresh.querySelector(`[id="${details.id}"]`)?.setAttribute("open", "");
  for (const field of old.querySelectorAll<Field>("input:not([type=hidden]), textarea")) {
    const other = twin(field, fresh);
    if (!other) continue;
    if (field instanceof HTMLInputElement && field.type === "radio") (other as HTMLInputElement).checked = field.checked;
    else if (field.value !== field.defaultValue) other.value = field.value;
  }
}

/** The same field in the fresh section: of this name and value, in the part of the same name. */
function twin(field: Element, fresh: Element): Field | null {
  const part = field.parentElement?.closest("[id]");
  const within = part && fresh.querySelector(`[id="${part.id}"]`);
  const name = field.getAttribute("name") ?? "";
  const value = field.getAttribute("type") === "radio" ? `[value="${field.getAttribute("value")}"]` : "";
  return within?.querySelector<Field>(`[name="${name}"]${value}`) ?? null;
}

/** The names of the element that has the focus and of those around it, from the inside. */
function whereabouts(): readonly string[] {
  const names: string[] = [];
  for (let element = document.activeElement; element; element = element.parentElement) if (element.id) names.push(element.id);
  return names;
}

/** To the same element, or to the first that can be pressed where it stood. */
function goBack(names: readonly string[]): void {
  if (!names.length || (document.activeElement && document.activeElement !== document.body)) return;
  for (const name of names) {
    const found = document.getElementById(name);
    const target = found?.matches("button, input, select, textarea, a, summary") ? found : found?.querySelector<HTMLElement>("button:not([disabled]), summary");
    if (target && target.checkVisibility()) return target.focus({ preventScroll: true });
  }
}
