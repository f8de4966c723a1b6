import type { Node } from "prosemirror-model";
import { blockOf, isListType } from "../model/block";
import { schema } from "../model/schema";
import { cellNode, emptyTable, rowEnd, tableNodes } from "./make";
import { MOST_CELLS, MOST_COLUMNS, newName } from "./place";

type Content = readonly Node[];

/**
 * The blocks of a table of some HTML, or null where it is none: one column lays out a page, and more columns than a table
 * has are read as paragraphs. `blocksOf` reads what a cell holds. Our own keeps its rows and columns under new names.
 */
export function readTable(table: HTMLTableElement, own: boolean, blocksOf: (cell: Element) => Content): Node[] | null {
  const rows = [...table.rows].filter((row) => row.cells.length);
  if (own) return readOwn(rows, blocksOf);
  // Nobody will be let have them: what is in them is not read.
  if (table.getElementsByTagName("td").length > MOST_CELLS) return emptyTable(rows.length, Math.min(rows[0]!.cells.length, MOST_COLUMNS), false);
  if (Math.max(0, ...rows.map((row) => row.cells.length)) < 2) return null;
  const grid = spread(rows, blocksOf);
  const width = Math.max(...grid.map((row) => row.length));
  if (width > MOST_COLUMNS) return null;
  const headed = isHeader(rows);
  const full = grid.map((row, line) => Array.from({ length: width }, (_, at) => lines(row[at] ?? [], headed && line === 0)));
  return tableNodes(full, headed);
}

/** What a cell holds, each on lines of its own: a cell has no blocks. A header is strong because it is one. */
export function lines(blocks: Content, header = false): Node[] {
  const found: Node[] = [];
  for (const block of blocks) {
    if (!block.content.size && !found.length) continue;
    if (found.length) found.push(schema.text("\n"));
    if (isListType(blockOf(block)?.type)) found.push(schema.text("–\u00a0"));
    block.forEach((child) => found.push(header ? child.mark(schema.marks.strong!.removeFromSet(child.marks)) : child));
  }
  return found;
}

/** The contents of each place; what spans several stands in the first. */
function spread(rows: readonly HTMLTableRowElement[], blocksOf: (cell: Element) => Content): Content[][] {
  const spanned: number[] = [];
  return rows.map((row) => {
    const line: Content[] = [];
    const skip = (): void => {
      while ((spanned[line.length] ?? 0) > 0) {
        spanned[line.length]!--;
        line.push([]);
      }
    };
    for (const cell of row.cells) {
      skip();
      for (let at = 0; at < Math.min(cell.colSpan, MOST_COLUMNS + 1); at++) {
        spanned[line.length] = cell.rowSpan - 1;
        line.push(at ? [] : blocksOf(cell));
      }
    }
    skip();
    return line;
  });
}

/** Whether the first row is a header: it says so, or all its words are strong and not all those of the next row. */
function isHeader(rows: readonly HTMLTableRowElement[]): boolean {
  const [first, second] = rows;
  if (!first) return false;
  const says = first.parentElement?.localName === "thead" || [...first.cells].every((cell) => cell.localName === "th");
  return says || (isStrong(first) && !!second && !isStrong(second));
}

function isStrong(row: HTMLTableRowElement): boolean {
  const walker = row.ownerDocument.createTreeWalker(row, 4);
  let words = false;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.textContent?.trim()) continue;
    words = true;
    if (!text.parentElement?.closest("b, strong, [style*='font-weight:bold'], [style*='font-weight: bold'], [style*='font-weight:700'], [style*='font-weight: 700']")) return false;
  }
  return words;
}

/** Our own table, as it was copied: its names are replaced, one for one. */
function readOwn(rows: readonly HTMLTableRowElement[], blocksOf: (cell: Element) => Content): Node[] {
  const names = new Map<string, string>();
  const renamed = (name = ""): string => {
    if (!names.has(name)) names.set(name, newName());
    return names.get(name)!;
  };
  const table = newName();
  return rows.flatMap((row) => {
    const cells = [...row.cells].map((cell) => {
      const { row: line, column } = cell.dataset;
      const place = { table, row: renamed(`r${line}`), column: renamed(`c${column}`), header: cell.localName === "th" };
      return cellNode(place, blocksOf(cell)[0]?.content.content ?? []);
    });
    return [...cells, rowEnd()];
  });
}

/** Writes cells as the table that other programs understand, and that we read back as it is. */
export class TableWriter {
  private open: { readonly table: string; readonly element: HTMLElement; row: string; line: HTMLElement | null } | null = null;

  /** The element of a cell, in `place` if it begins a table. */
  cell(node: Node, place: HTMLElement | DocumentFragment, document_: Document): HTMLElement {
    const { table, row, column, header } = node.attrs as { table: string; row: string; column: string; header: boolean };
    if (this.open?.table !== table) this.open = { table, element: place.appendChild(document_.createElement("table")), row: "", line: null };
    if (!this.open.line || this.open.row !== row) {
      this.open.line = this.open.element.appendChild(document_.createElement("tr"));
      this.open.row = row;
    }
    const cell = this.open.line.appendChild(document_.createElement(header ? "th" : "td"));
    cell.dataset.row = row;
    cell.dataset.column = column;
    return cell;
  }

  end(): void {
    this.open = null;
  }
}
