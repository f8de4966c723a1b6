import { MOST_COLUMNS, type Place } from "./place";

/** Cells in rows and columns: the number of a cell, or null for an empty place. All lines are equally long. */
export interface Layout {
  readonly columns: readonly string[];
  readonly lines: readonly (readonly (number | null)[])[];
}

/**
 * The one layout of the cells of a table, in their order: a cell that names another row than the one before it, or a
 * column that does not come after that one's, begins a new line. Columns stand in the order in which they are first met,
 * one that is met later after the column before it in its row, or first. The server does the same
 * (`server/domain/src/text/table/layout.rs`); `tests/samples/tables.json` is what both are held to.
 */
export function layOut(cells: readonly Place[]): Layout {
  const columns = columnsOf(cells);
  const lines = linesOf(cells, columns);
  const width = Math.max(...lines.map((line) => line.length));
  return { columns, lines: lines.map((line) => Array.from({ length: width }, (_, at) => line[at] ?? null)) };
}

function columnsOf(cells: readonly Place[]): string[] {
  const columns: string[] = [];
  let before: { row: string; column: number } | null = null;
  for (const { row, column } of cells) {
    const after: number = before?.row === row ? before.column + 1 : 0;
    const known = columns.indexOf(column);
    const place = known < 0 ? after : known;
    if (known < 0 && columns.length < MOST_COLUMNS) columns.splice(place, 0, column);
    before = { row, column: Math.min(place, columns.length - 1) };
  }
  return columns;
}

function linesOf(cells: readonly Place[], columns: readonly string[]): number[][] {
  const lines: number[][] = [];
  let row: string | null = null;
  cells.forEach((cell, number) => {
    const line = lines.at(-1);
    const next = line?.length ?? 0;
    const known = columns.indexOf(cell.column);
    const goesOn = row === cell.row && next < MOST_COLUMNS && (known < 0 || known >= next);
    const column = known >= 0 ? known : goesOn ? next : 0;
    if (line && goesOn) line[column] = number;
    else {
      const begun: number[] = [];
      begun[column] = number;
      lines.push(begun);
    }
    row = cell.row;
  });
  return lines;
}
