import { printable } from "../model/allowed";

/** What a marker says of its image: which file, how large, and what is read in its place or that it is decorative. */
export interface Image {
  /** The hash of its bytes, and `.png` or `.jpg`. */
  readonly file: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Empty where it is decorative, or where nobody said what it shows. */
  readonly alt: string;
  readonly decorative: boolean;
}

/** The type of an image's marker. */
export const IMAGE = "image";

/** The longest alternative text, in characters, and the longest side, in pixels, as the server takes them. */
export const ALT_MOST = 1_000;
const SIDE_MOST = 4_096;

const isFile = (name: string): boolean => /^[0-9a-f]{64}\.(png|jpg)$/.test(name);

const isSide = (pixels: unknown): pixels is number => Number.isInteger(pixels) && (pixels as number) >= 1 && (pixels as number) <= SIDE_MOST;

/** Words as an alternative text: on one line, without blanks at its ends, cut at its limit between two characters. */
export function altOf(words: string): string {
  const line = printable(words.replace(/\s+/g, (blank) => (/[\n\r\t\u2028\u2029]/.test(blank) ? " " : blank))).trim();
  return [...line].slice(0, ALT_MOST).join("").trim();
}

/** The image that a marker's attributes give, or null where they give none: the block is then a paragraph. */
export function readImage(attrs: Readonly<Record<string, unknown>>): Image | null {
  const { file, width, height } = attrs;
  const name = file === undefined ? "" : String(file);
  if (!isFile(name) || !isSide(width) || !isSide(height)) return null;
  const alt = attrs.alt === undefined ? "" : String(attrs.alt);
  return { file: name, width, height, alt, decorative: !alt && attrs.decorative === true };
}

/** The inverse of {@link readImage}. */
export const imageAttrs = ({ file, width, height, alt, decorative }: Image): Readonly<Record<string, unknown>> => ({
  ...(alt && { alt }),
  ...(!alt && decorative && { decorative }),
  file,
  height,
  width,
});
