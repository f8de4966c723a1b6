import type { Node } from "prosemirror-model";
import { schema } from "../model/schema";
import { newName, type Place } from "./place";

/** A cell's node. */
export const cellNode = (place: Place, content: readonly Node[] = []): Node =>
  schema.nodes.table_cell!.create({ ...place }, [...content]);

export const rowEnd = (): Node => schema.nodes.row_end!.create();

/** The blocks of a new table with these rows, all equally long, of which the first heads the columns if `headed`. */
export function tableNodes(rows: readonly (readonly (readonly Node[])[])[], headed: boolean): Node[] {
  const table = newName();
  const columns = (rows[0] ?? []).map(() => newName());
  return rows.flatMap((contents, line) => {
    const row = newName();
    const header = headed && line === 0;
    return [...contents.map((content, at) => cellNode({ table, row, column: columns[at]!, header }, content)), rowEnd()];
  });
}

/** The blocks of a new table without a word. */
export const emptyTable = (rows: number, columns: number, headed: boolean): Node[] =>
  tableNodes(Array.from({ length: rows }, () => Array.from({ length: columns }, () => [])), headed);

/** The blocks of a new row of a table that has these columns. */
export function rowNodes(table: string, columns: readonly string[]): Node[] {
  const row = newName();
  return [...columns.map((column) => cellNode({ table, row, column, header: false })), rowEnd()];
}
