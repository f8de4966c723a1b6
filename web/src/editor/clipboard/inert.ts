/** A tag with its attributes, whatever their values hold. */
const TAG = /<[a-z][^\s<>/]*(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const ATTRIBUTE = /([^\s=<>"'/]+)(\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?/g;
/** Elements that say nothing. */
const SILENT = ["script", "style", "title", "xml"];

/** The attribute under which a style is kept, to be read and never applied. */
export const STYLE = "data-style";

const attribute = (whole: string, name: string, value = ""): string => {
  if (/^on/i.test(name)) return "";
  return name.toLowerCase() === "style" ? STYLE + value : whole;
};

const tag = (whole: string): string => {
  const name = /^<[^\s<>/]+/.exec(whole)![0];
  return name + whole.slice(name.length).replace(ATTRIBUTE, attribute);
};

/** A text without the elements of one name, and all that they hold; one that never ends stays for the parser to judge. */
function withoutElements(html: string, name: string): string {
  const bounds = new RegExp(`<(/?)${name}(?![a-z0-9:-])[^<>]*>`, "gi");
  let kept = "";
  let from = 0;
  let open = -1;
  for (const { 0: whole, 1: slash, index } of html.matchAll(bounds)) {
    if (!slash && open < 0) open = index;
    if (!slash || open < 0) continue;
    kept += html.slice(from, open);
    from = index + whole.length;
    open = -1;
  }
  return kept + html.slice(from);
}

/**
 * Pasted HTML before a browser reads it: without scripts and handlers, and with styles that it will not try to apply. It
 * would run none of them in a page that nobody sees, but look at each and complain to the console.
 */
export const inert = (html: string): string => SILENT.reduce(withoutElements, html).replace(TAG, tag);
