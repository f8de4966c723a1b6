// What a page shows and what a document holds, told in the same words, so that the one can be compared with the other.

// Runs in the page: each block's kind and place, and its runs of text with their marks.
function blocksShown() {
  const marksOf = (node, block) => {
    const marks = [];
    for (let at = node.parentElement; at !== block; at = at.parentElement) {
      if (at.localName === "strong" || at.localName === "em") marks.push(at.localName);
      else if (at.localName === "a") marks.push(`link ${at.getAttribute("href")}`);
      else if (at.classList.contains("note")) marks.push(`footnote ${at.dataset.note}`);
    }
    return marks.sort().join(", ");
  };
  const runsOf = (block) => {
    const runs = [];
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.parentElement.closest(".ProseMirror-widget")) continue;
      const marks = marksOf(node, block);
      if (runs.at(-1)?.marks === marks) runs.at(-1).text += node.data;
      else if (node.data) runs.push({ text: node.data, marks });
    }
    return runs;
  };
  return [...document.querySelector("#editeur .ProseMirror").children].map((block) => {
    const has = (name) => block.classList.contains(name);
    const list = has("item") ? (has("numero") ? "numbered" : "listed") : block.localName;
    const depth = [...block.classList].find((name) => /^niveau-\d/.test(name)) ?? "";
    return { kind: `${list} ${depth}${has("citation") ? " quoted" : ""}`, runs: runsOf(block) };
  });
}

/** The blocks that a person sees. */
export const shown = (person) => person.page.evaluate(blocksShown);

const LISTS = ["ordered-list-item", "unordered-list-item"];

function kindOf({ type, parents = [], attrs = {} }) {
  const [name, around] = [String(type), parents.map(String)];
  const depth = around.filter((parent) => LISTS.includes(parent)).length + (LISTS.includes(name) ? 1 : 0);
  const kinds = { heading: `h${Number(attrs.level ?? 1) + 1}`, "ordered-list-item": "numbered", "unordered-list-item": "listed", "horizontal-rule": "hr" };
  return `${kinds[name] ?? "p"} ${depth ? `niveau-${Math.min(depth, 8)}` : ""}${around.includes("blockquote") ? " quoted" : ""}`;
}

function marksOf(marks = {}) {
  const told = Object.entries(marks).map(([name, value]) => {
    if (name === "link") return value && `link ${JSON.parse(value).href}`;
    return name === "footnote" ? value && `footnote ${value}` : value === true && name;
  });
  return told.filter(Boolean).sort().join(", ");
}

/** The blocks that a document holds, from its spans. */
export function held(spans) {
  const blocks = [];
  for (const span of spans) {
    if (span.type === "block") {
      blocks.push({ kind: kindOf(span.value), runs: [] });
      continue;
    }
    if (!blocks.length || blocks.at(-1).kind.startsWith("hr")) blocks.push({ kind: "p ", runs: [] });
    const { runs } = blocks.at(-1);
    const marks = marksOf(span.marks);
    if (runs.at(-1)?.marks === marks) runs.at(-1).text += span.value;
    else runs.push({ text: span.value, marks });
  }
  return blocks;
}
