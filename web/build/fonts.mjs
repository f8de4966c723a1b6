// The two faces, cut down to what French and its neighbours write: Source Serif 4 for texts, Source Sans 3 for the
// tools beside them, both under the SIL Open Font License 1.1, whose notices stand in each file.
//
// Web subsets that are sold as "latin" lack U+202F, which French typography needs: the full files are cut here.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const resolve = createRequire(import.meta.url).resolve;

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)).join("");

/** Latin with its accents, punctuation and spaces, superscripts, currencies, arrows, a little mathematics. */
const CHARACTERS = [
  range(0x20, 0x7e),
  range(0xa0, 0x17f),
  range(0x218, 0x21b),
  range(0x2c6, 0x2dd),
  range(0x300, 0x327),
  "ᵈᵉʳˢ",
  range(0x1e80, 0x1e85),
  range(0x2000, 0x206f),
  range(0x2070, 0x209c),
  "€₤№™",
  range(0x2150, 0x215e),
  range(0x2190, 0x2199),
  "−×÷±≈≠≤≥√∞◊●○■□✓✗",
].join("");

/** What the style sheets ask of the faces; the rest would double their weight. */
const FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "lnum", "onum", "pnum", "tnum", "sups", "smcp", "c2sc", "ordn", "frac", "case"];

const FILES = {
  "texte.woff2": "source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
  "texte-italique.woff2": "source-serif-4/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf",
  "texte-gras.woff2": "source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
  "texte-gras-italique.woff2": "source-serif-4/600SemiBold_Italic/SourceSerif4_600SemiBold_Italic.ttf",
  "interface.woff2": "source-sans-3/400Regular/SourceSans3_400Regular.ttf",
  "interface-gras.woff2": "source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf",
};

/** Cuts one face; gives its WOFF2 bytes. Names 0, 13 and 14 hold the copyright and the licence. */
async function cut(path) {
  const whole = await readFile(resolve(`@expo-google-fonts/${path}`));
  return subsetFont(whole, CHARACTERS, { targetFormat: "woff2", keepFeatures: FEATURES, preserveNameIds: [0, 13, 14] });
}

/** Every face: from its logical name to its bytes. */
export async function fonts() {
  const faces = await Promise.all(Object.entries(FILES).map(async ([name, path]) => [name, await cut(path)]));
  return Object.fromEntries(faces);
}
