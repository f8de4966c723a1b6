/** The narrow no-break space of French typography. */
export const NARROW = "\u202f";

/** What takes the place of the `back` units before the caret, the typed character among them. */
export interface Correction {
  readonly back: number;
  readonly text: string;
  /** Whether what is typed next may show that it was no punctuation (`localhost:8080`), so that it is taken back. */
  readonly tentative?: boolean;
}

/** What stands around the caret in its block, once the last character is typed. */
export interface Typed {
  readonly before: string;
  readonly after: string;
  /** Whether the character before the last one was corrected, tentatively, just now. */
  readonly fresh: boolean;
}

const SCHEMES = /^(https?|ftp|sftp|file|mailto|tel|data|urn|doi|geo|wss?|localhost|[A-Z])$/;
const BLANKS = /[ \u00a0\u202f]+$/;
/** What a high punctuation mark may follow. */
const WORD_END = /[\p{L}\p{M}\p{N})\]»”’'"…%‰€°*.]$/u;

/** What stands since the last blank, without the marks that open a group. */
const tokenOf = (text: string): string => (/\S*$/.exec(text)?.[0] ?? "").replace(/^[«“"'’([{]+/, "");

/** Whether this looks like an address or a piece of code, where no character may change. */
function isCode(token: string): boolean {
  return /:\/\/|^www\.|[@\\_<>{}=`#$&|~^]|^\.{0,2}\/|[\p{L}\p{N}-]\.\p{L}{2,}/u.test(token);
}

const insideBackticks = (text: string): boolean => (text.match(/`/g)?.length ?? 0) % 2 === 1;

/** `;` `!` `?` `:`, with the blank before them made a narrow one, or added after a word. */
function highMark({ before }: Typed): Correction | null {
  const mark = before.slice(-1);
  const rest = before.slice(0, -1);
  const blanks = BLANKS.exec(rest)?.[0];
  if (blanks !== undefined) {
    const starts = rest.length === blanks.length || rest.at(-blanks.length - 1) === "\n";
    return blanks === NARROW || starts ? null : { back: blanks.length + 1, text: NARROW + mark };
  }
  const token = tokenOf(rest);
  if (!WORD_END.test(rest) || isCode(token)) return null;
  // 14:30 and 16:9 are told from « 2024 : » by what follows; see `colonAfterFigure`.
  if (mark === ":" && (SCHEMES.test(token) || /[\d:]$/.test(rest))) return null;
  return { back: 1, text: NARROW + mark, tentative: true };
}

/** A blank after « 2024: »: it was no time. */
function colonAfterFigure({ before }: Typed): Correction | null {
  const token = tokenOf(before.slice(0, -1));
  return /^[^:]*\d:$/.test(token) && !isCode(token) ? { back: 2, text: `${NARROW}: ` } : null;
}

/** The blank that habit types inside « is already there. */
const blank = (typed: Typed): Correction | null => (/«\u202f[ \u00a0\u202f]$/.test(typed.before) ? { back: 1, text: "" } : colonAfterFigure(typed));

const opening = (after: string): Correction => ({ back: 1, text: /^[ \u00a0\u202f]/.test(after) ? "«" : `«${NARROW}` });

/** `»` and the blanks before it, made one narrow blank. */
function closing(rest: string): Correction {
  const blanks = BLANKS.exec(rest)?.[0] ?? "";
  return { back: blanks.length + 1, text: `${NARROW}»` };
}

/** A straight quotation mark opens or closes by what stands before it; after a figure it may be inches, and stays. */
function quote({ before, after }: Typed): Correction | null {
  const rest = before.slice(0, -1);
  if (isCode(tokenOf(rest))) return null;
  const last = rest.slice(-1);
  const open = rest.lastIndexOf("«") > rest.lastIndexOf("»");
  const apart = last === "" || /[\s([{—–’'/-]/.test(last);
  if (apart && (!open || /^[\p{L}\p{N}]/u.test(after))) return opening(after);
  if (open) return closing(rest);
  return /[\d"]/.test(last) ? null : closing(rest);
}

/** An apostrophe after a letter, unless it closes a word that a straight one opened. */
function apostrophe({ before }: Typed): Correction | null {
  const rest = before.slice(0, -1);
  if (!/[\p{L}»)]$/u.test(rest) || isCode(tokenOf(rest)) || /(^|[\s(«])'[^']*$/.test(rest)) return null;
  return { back: 1, text: "’" };
}

function ellipsis({ before }: Typed): Correction | null {
  const rest = before.slice(0, -3);
  return /(^|[^.])\.\.\.$/.test(before) && !/[/\\]$/.test(rest) && !isCode(tokenOf(rest)) ? { back: 3, text: "…" } : null;
}

const RULES: Readonly<Record<string, (typed: Typed) => Correction | null>> = {
  ";": highMark,
  "!": highMark,
  "?": highMark,
  ":": highMark,
  " ": blank,
  "\u00a0": blank,
  [NARROW]: blank,
  '"': quote,
  "«": ({ after }) => opening(after),
  "»": ({ before }) => (before.endsWith(`${NARROW}»`) ? null : closing(before.slice(0, -1))),
  "'": apostrophe,
  ".": ellipsis,
};

/** Whether what was typed may call for a correction; quick, for it is asked at each character. */
export const mayCorrect = (text: string, fresh: boolean): boolean => fresh || text.slice(-1) in RULES;

/** What French typography makes of the character just typed, or null where it stays as it is. */
export function correction(typed: Typed): Correction | null {
  const { before, fresh } = typed;
  if (insideBackticks(before)) return null;
  const tried = fresh ? /\u202f([;:!?][\p{L}\p{N}/=])$/u.exec(before) : null;
  if (tried) return { back: 3, text: tried[1] as string };
  return RULES[before.slice(-1)]?.(typed) ?? null;
}
