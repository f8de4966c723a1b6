/** What a cell's marker says of it: the names of its table, its row and its column, and whether its row is the header. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly header: boolean;
}

/** The types of the two markers of tables. A row's end keeps what is added after the row apart from what is written in it. */
export const CELL = "table-cell";
export const ROW_END = "table-row-end";

/** How many columns a table has at most, as the server reads it, and how many cells all the tables of a text. */
export const MOST_COLUMNS = 12;
export const MOST_CELLS = 3_000;

const isName = (value: string): boolean => /^[a-z0-9]{1,32}$/.test(value);

/** The place that a marker's attributes give, or null where they give none: the block is then a paragraph. */
export function readPlace(attrs: Readonly<Record<string, unknown>>): Place | null {
  const [table, row, column] = [attrs.table, attrs.row, attrs.column].map((name) => (name === undefined ? "" : String(name))) as [string, string, string];
  return [table, row, column].every(isName) ? { table, row, column, header: attrs.header === true } : null;
}

/** The inverse of {@link readPlace}. */
export const attrsOf = ({ table, row, column, header }: Place): Readonly<Record<string, unknown>> => ({ table, row, column, ...(header && { header }) });

/** A name that no other table, row or column of the text has: 64 random bits. */
export const newName = (): string => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
