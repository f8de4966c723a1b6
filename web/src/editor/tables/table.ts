import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { layOut } from "./layout";
import type { Place } from "./place";

/** A cell's node, and the position before it. */
export interface Cell {
  readonly node: Node;
  readonly pos: number;
}

/** A row as it is seen: its cells, null where none is, and the positions around it with its end. */
export interface Line {
  readonly cells: readonly (Cell | null)[];
  readonly start: number;
  readonly end: number;
}

/** A table of the view. */
export interface Table {
  readonly id: string;
  readonly columns: readonly string[];
  readonly lines: readonly Line[];
  readonly start: number;
  readonly end: number;
  /** Whether its first line says that it heads the columns. */
  readonly headed: boolean;
}

/** A place in a table. */
export interface Spot {
  readonly table: Table;
  readonly line: number;
  readonly column: number;
}

export const isCell = (node: Node | null | undefined): boolean => node?.type.name === "table_cell";
export const isRowEnd = (node: Node | null | undefined): boolean => node?.type.name === "row_end";
const isOfTable = (node: Node): boolean => isCell(node) || isRowEnd(node);
const placeOf = (node: Node): Place => node.attrs as unknown as Place;

/** The tables of a text: cells that follow one another and name one table are that table. */
export function tablesOf(doc: Node): Table[] {
  const tables: Table[] = [];
  let run: Cell[] = [];
  let end = 0;
  const close = (): void => {
    if (run.length) tables.push(tableOf(doc, run, end));
    run = [];
  };
  doc.forEach((node, pos) => {
    if (isCell(node)) {
      if (run[0] && run[0].node.attrs.table !== node.attrs.table) close();
      run.push({ node, pos });
    } else if (!isOfTable(node)) close();
    if (isOfTable(node)) end = pos + node.nodeSize;
  });
  close();
  return tables;
}

function tableOf(doc: Node, run: readonly Cell[], end: number): Table {
  const { columns, lines: numbers } = layOut(run.map(({ node }) => placeOf(node)));
  const lines = numbers.map((line) => {
    const cells = line.map((number) => (number === null ? null : run[number]!));
    const own = cells.filter((cell) => cell !== null);
    const after = own.at(-1)!.pos + own.at(-1)!.node.nodeSize;
    return { cells, start: own[0]!.pos, end: isRowEnd(doc.nodeAt(after)) ? after + 1 : after };
  });
  const [first] = run as [Cell];
  return { id: first.node.attrs.table as string, columns, lines, start: first.pos, end: Math.min(end, lines.at(-1)!.end), headed: first.node.attrs.header as boolean };
}

/** Where the cell that holds the caret, or the end of the selection, stands; null outside tables. */
export function spotOf(state: EditorState): Spot | null {
  const { $head } = state.selection;
  return isCell($head.parent) ? spotAt(state.doc, $head.before(1)) : null;
}

/** Where the cell at this position stands. */
export function spotAt(doc: Node, pos: number): Spot | null {
  for (const table of tablesOf(doc)) {
    if (pos < table.start || pos >= table.end) continue;
    for (const [line, { cells }] of table.lines.entries()) {
      const column = cells.findIndex((cell) => cell?.pos === pos);
      if (column >= 0) return { table, line, column };
    }
  }
  return null;
}

/** How many cells the tables of a text have. */
export function countCells(doc: Node): number {
  let count = 0;
  doc.forEach((node) => (count += isCell(node) ? 1 : 0));
  return count;
}
