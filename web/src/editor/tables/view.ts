import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { tableMessages as messages } from "../../messages/tables";
import { fillPlace } from "./commands";
import { isCell, isRowEnd, spotAt, tablesOf, type Cell, type Spot, type Table } from "./table";

/** How the tables of a document are drawn, and what that depends on beside the words of its cells. */
export interface Drawing {
  readonly key: string;
  readonly decorations: DecorationSet;
}

/** The drawing of a document; the one before is kept, mapped, where only words changed. */
export function draw(doc: Node, before: Drawing | null, tr: Transaction | null): Drawing {
  if (!hasCells(doc)) return before?.key === "" ? before : { key: "", decorations: DecorationSet.empty };
  const tables = tablesOf(doc);
  const key = keyOf(doc, tables);
  if (before?.key === key && tr) return { key, decorations: before.decorations.map(tr.mapping, doc) };
  const drawn = tables.flatMap((table, number) => decorationsOf(doc, table, number + 1));
  return { key, decorations: DecorationSet.create(doc, drawn) };
}

function hasCells(doc: Node): boolean {
  for (let i = 0; i < doc.childCount; i++) if (isCell(doc.child(i))) return true;
  return false;
}

const wordsOf = (cell: Cell | null | undefined): string => (cell?.node.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 80);

/** All that decides how cells are drawn: what stands in which order, and the words of headers. */
function keyOf(doc: Node, tables: readonly Table[]): string {
  const parts: string[] = [];
  doc.forEach((node) => {
    const { table, row, column, header } = node.attrs as Record<string, unknown>;
    parts.push(isCell(node) ? `${table} ${row} ${column} ${header}` : isRowEnd(node) ? "|" : "");
  });
  const heads = tables.map((table) => (table.headed ? table.lines[0]!.cells.map(wordsOf).join("\t") : ""));
  return [...heads, ...parts].join("\n");
}

function decorationsOf(doc: Node, table: Table, number: number): Decoration[] {
  const apart = isOfTable(doc.resolve(table.start).nodeBefore) ? [gap(table.start)] : [];
  return [...apart, ...table.lines.flatMap((_, line) => lineOf(doc, table, line, number))];
}

const isOfTable = (node: Node | null): boolean => isCell(node) || isRowEnd(node);

function lineOf(doc: Node, table: Table, line: number, number: number): Decoration[] {
  const { cells, start } = table.lines[line]!;
  const drawn: Decoration[] = [];
  // Rows end where their markers are; what merges left without one ends all the same.
  if (line > 0 && !isRowEnd(doc.resolve(start).nodeBefore)) drawn.push(rowBreak(start));
  let at = start;
  cells.forEach((cell, column) => {
    if (cell) {
      drawn.push(cellOf(table, line, column, cell, number));
      at = cell.pos + cell.node.nodeSize;
    } else drawn.push(emptyPlace({ table, line, column }, at));
  });
  return drawn;
}

const headingOf = (table: Table, line: number, column: number): string => (table.headed && line > 0 ? wordsOf(table.lines[0]!.cells[column]) : "");

/** Where a cell stands, in words, with those of its column. */
function labelOf({ table, line, column }: Spot, number: number): string {
  const place = messages.place(number, line + 1, table.lines.length, column + 1, table.columns.length);
  const heading = table.headed && line === 0 ? messages.header : headingOf(table, line, column);
  return heading ? `${place}, ${heading}` : place;
}

/** What is said of the cell before which this position is. */
export function describeCell(doc: Node, pos: number): string {
  const spot = spotAt(doc, pos);
  const number = spot ? tablesOf(doc).findIndex(({ start }) => start === spot.table.start) + 1 : 0;
  return spot ? labelOf(spot, number) : "";
}

function cellOf(table: Table, line: number, column: number, cell: Cell, number: number): Decoration {
  const heading = headingOf(table, line, column);
  const classes = [`sur-${table.columns.length}`, table.headed && line === 0 ? "entete" : "", column === 0 ? "premiere" : ""];
  const label = labelOf({ table, line, column }, number);
  const attributes = { class: classes.filter(Boolean).join(" "), role: "group", "aria-label": label, ...(heading && { "data-entete": heading }) };
  return Decoration.node(cell.pos, cell.pos + cell.node.nodeSize, attributes);
}

const rowBreak = (pos: number): Decoration => Decoration.widget(pos, () => element("div", { class: "fin-de-rang" }), { side: -2, key: "rang" });
const gap = (pos: number): Decoration => Decoration.widget(pos, () => element("div", { class: "entre-tableaux" }), { side: -3, key: "entre" });

/** An empty place: a click makes its cell. */
function emptyPlace({ table, line, column }: Spot, pos: number): Decoration {
  const make = (view: EditorView): HTMLElement => {
    const place = element("div", { class: `bloc cellule vide sur-${table.columns.length}`, title: messages.fill });
    place.addEventListener("mousedown", (event) => {
      event.preventDefault();
      fill(view, table.id, line, column);
    });
    return place;
  };
  return Decoration.widget(pos, make, { side: -1, key: `vide ${table.id} ${line} ${column}` });
}

function fill(view: EditorView, id: string, line: number, column: number): void {
  const table = tablesOf(view.state.doc).find((one) => one.id === id);
  if (!view.editable || !table?.lines[line] || table.lines[line].cells[column]) return;
  view.dispatch(fillPlace(view.state.tr, { table, line, column }));
  view.focus();
}

