/** A link mark's value is the JSON of this. */
export interface Link {
  readonly href: string;
  readonly title: string;
}

const SCHEMES = ["http:", "https:", "mailto:"];

/** The address if its scheme is one that a text may carry (http, https, mailto), else null. */
export function allowedHref(address: string): string | null {
  try {
    const url = new URL(address.trim());
    return SCHEMES.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** What a person typed, completed: `auat-toulouse.org` is https, `a@b.fr` a mail address. Null if it is no address. */
export function completedHref(typed: string): string | null {
  const text = typed.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return allowedHref(text);
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return allowedHref(`mailto:${text}`);
  return /^[^\s/]+\.[^\s]+$/.test(text) ? allowedHref(`https://${text}`) : null;
}

export const linkValue = (href: string, title = ""): string => JSON.stringify({ href, title } satisfies Link);

/** Reads a link mark's value; null where it is not the JSON of a link. */
export function readLink(value: string): Link | null {
  try {
    const link = JSON.parse(value) as Partial<Link> | null;
    return typeof link?.href === "string" ? { href: link.href, title: String(link.title ?? "") } : null;
  } catch {
    return null;
  }
}

/** The address of a link mark, or null if it is none or its scheme is refused. */
export function safeHref(value: string): string | null {
  const link = readLink(value);
  return link && allowedHref(link.href);
}
