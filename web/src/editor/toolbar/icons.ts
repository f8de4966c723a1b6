/** Drawings of 20 by 20, in strokes. */
const STROKES = {
  bullets: "M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01",
  numbers: "M9 5h8M9 10h8M9 15h8M3 4l1.5-1v4M3 13.2c1.8-1.4 2.8.4 1.2 1.7L3 16.2h2.4",
  indent: "M3 4h14M10 8h7M10 12h7M3 16h14M3 7.5L6 10l-3 2.5",
  outdent: "M3 4h14M10 8h7M10 12h7M3 16h14M6 7.5L3 10l3 2.5",
  quote: "M9 6L5 10l4 4M15 6l-4 4 4 4",
  link: "M8.5 11.5l3-3M7.5 9L5.6 10.900a2.500 2.500 0 0 0 3.500 3.500L11 12.500M12.500 11l1.900-1.900a2.500 2.500 0 0 0-3.500-3.500L9 7.500",
  footnote: "M3 16h14M4 12l4-9 4 9M5.300 9h5.400M14 4.500l1.500-1v5",
  rule: "M3 10h14M6 5h8M6 15h8",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12M12.500 4v12",
  image: "M3 4h14v12H3zM3 13.500l4-4 3.500 3.500 2.500-2 4 3.500M12.800 8h.01",
  undo: "M7 5L3.500 8.500 7 12M4 8.500h8a4 4 0 0 1 0 8H8",
  redo: "M13 5l3.500 3.500L13 12M16 8.500H8a4 4 0 0 0 0 8h4",
  up: "M10 16V4M5.500 8.500L10 4l4.500 4.500",
  down: "M10 4v12M5.500 11.500L10 16l4.500-4.500",
  find: "M8.500 13.500a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12.200 12.200L17 17",
  shortcuts: "M2.500 5.500h15v9h-15zM5.500 8.500h.01M8.500 8.500h.01M11.500 8.500h.01M14.500 8.500h.01M7 11.700h6",
  previous: "M5 12.500L10 7.500l5 5",
  next: "M5 7.500L10 12.500l5-5",
  close: "M5 5l10 10M15 5L5 15",
} as const;

/** Letters, where a letter says it better. */
const LETTERS = { strong: "G", em: "I" } as const;

export type Icon = keyof typeof STROKES | keyof typeof LETTERS;

/** The picture on a button, hidden from screen readers: the button has its label. */
export function icon(name: Icon): Element {
  if (name in LETTERS) {
    const letter = document.createElement("span");
    letter.className = `icone icone-${name}`;
    letter.setAttribute("aria-hidden", "true");
    letter.textContent = LETTERS[name as keyof typeof LETTERS];
    return letter;
  }
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icone");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", STROKES[name as keyof typeof STROKES]);
  svg.append(path);
  return svg;
}
