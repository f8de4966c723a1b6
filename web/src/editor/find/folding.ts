/** A text as it is compared, and for each of its units the offset in the text that it comes from; one more for the end. */
export interface Folded {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** What is typed in two ways and read as one: blanks, apostrophes, quotation marks, hyphens. */
const ALIKE: Readonly<Record<string, string>> = { "\u00a0": " ", "\u202f": " ", "\n": " ", "\t": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "\u2011": "-" };

/** The same letter without its case and its accents. */
const plain = (char: string): string => char.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae");

/** Folds a text; `exact` keeps its case and accents. */
export function fold(source: string, exact: boolean): Folded {
  const offsets: number[] = [];
  let text = "";
  let at = 0;
  for (const char of source) {
    const alike = ALIKE[char] ?? char;
    const folded = exact ? alike : plain(alike);
    for (let unit = 0; unit < folded.length; unit++) offsets.push(at);
    text += folded;
    at += char.length;
  }
  offsets.push(at);
  return { text, offsets };
}
