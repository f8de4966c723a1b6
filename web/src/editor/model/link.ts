/** A link mark's value is the JSON of this. */
export interface Link {
  readonly href: string;
  readonly title: string;
}

const SCHEMES = ["http:", "https:", "mailto:"];

/** Longest address, in bytes. */
const MOST = 2_048;

/**
 * The address if it is one that a text may carry, else null: http, https or mailto, leading somewhere, without a blank
 * or a control character, and of no more than 2,048 bytes.
 */
export function allowedHref(address: string): string | null {
  try {
    const url = new URL(address.trim());
    const { href } = url;
    const whole = !/[\s\p{Cc}]/u.test(href) && href.length > url.protocol.length && new TextEncoder().encode(href).length <= MOST;
    return SCHEMES.includes(url.protocol) && whole ? href : null;
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

/** A link mark's value; of a title, only what fits in it. */
export const linkValue = (href: string, title = ""): string =>
  JSON.stringify({ href, title: title.replace(/[\s\p{Cc}]+/gu, " ").slice(0, 500) } satisfies Link);

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
