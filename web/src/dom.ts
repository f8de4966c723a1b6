/** Makes an element: its class and attributes, then its children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The part of a section that the page's contract names, or an error that says which is missing. */
export function part(section: HTMLElement, role: string): HTMLElement {
  const found = section.querySelector<HTMLElement>(`[data-role="${role}"]`);
  if (!found) throw new Error(`the section has no part "${role}"`);
  return found;
}

/** A name that nothing else has: 128 random bits in hexadecimal. `crypto.randomUUID` is missing without HTTPS. */
export const newId = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
