import type { Writer } from "../stand";
import { keys } from "../decide";
import type { Random } from "../random";
import { insertRule, toggleList, toggleQuote, toHeading, toParagraph } from "../../src/editor/commands/blocks";
import { breakLine, removeLink, setLink, toggleEm, toggleFootnote, toggleStrong } from "../../src/editor/commands/inline";
import { indent, outdent } from "../../src/editor/commands/lists";
import { composing } from "./composing";
import { anywhere, carry, drag, join } from "./hands";
import { IMAGE_STEPS } from "./images";
import { takeBack } from "./own";
import { TABLE_STEPS } from "./tables";

/** One thing that somebody does; `others` are their colleagues, from whom words may come meanwhile. */
export type Step = (writer: Writer, random: Random, others: readonly Writer[]) => void;

const WORDS = ["dire ", "a", "aa", " métropole", "É", "😀", "zan", ", ", "« ", "x y", "# ", "- ", "1. ", "> ", "---", "👩‍👧"];
const PASTES = [
  "<p>un <b>deux</b></p><p>trois</p>",
  "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
  "<h2>Titre</h2><blockquote><p>cité</p></blockquote>",
  "<p>lien <a href='https://exemple.fr/'>ici</a> et <em>là</em></p>",
  "mot",
];

function retitle(writer: Writer, random: Random): void {
  const { value } = writer.title;
  const chars = [...value];
  const from = random.below(chars.length + 1);
  const start = chars.slice(0, from).join("") + random.pick(["", "dire", "é", "😀"]);
  writer.title.write(start + chars.slice(from + random.below(3)).join(""), start.length);
}

/** A text that grew long is begun again, so that people go on meeting in it. */
function clear(writer: Writer): void {
  if (writer.view.state.doc.content.size > 400) writer.press("a", { ctrlKey: true }).press("Backspace");
}

/** Somebody accepts or refuses a suggestion, and this person hears it first. */
const decideOne: Step = (writer, random) => {
  const pending = keys(writer.replica.doc());
  if (pending.length) writer.decides(random.pick(pending), random.below(2) > 0);
};

/** Goes back some way, and forth again. */
const waver: Step = (writer, random) => {
  for (let times = 1 + random.below(4); times > 0; times--) takeBack(writer, "undo");
  for (let times = random.below(4); times > 0; times--) takeBack(writer, "redo");
};

/** What people do, and how often beside the rest. */
export const STEPS: Readonly<Record<string, readonly [number, Step]>> = {
  type: [14, (writer, random) => writer.type(random.pick(WORDS))],
  select: [8, anywhere],
  join: [6, (writer, random, others) => (join(writer, random.pick(others), random), writer.type(random.pick(WORDS)))],
  enter: [5, (writer) => writer.press("Enter")],
  "break": [2, (writer) => writer.run(breakLine)],
  backspace: [5, (writer) => writer.press("Backspace")],
  "delete": [3, (writer) => writer.press("Delete")],
  list: [3, (writer, random) => writer.run(toggleList(random.below(2) > 0))],
  indent: [3, (writer) => writer.run(indent)],
  outdent: [2, (writer) => writer.run(outdent)],
  quote: [2, (writer) => writer.run(toggleQuote)],
  heading: [2, (writer, random) => writer.run(toHeading(1 + random.below(4)))],
  paragraph: [1, (writer) => writer.run(toParagraph)],
  rule: [2, (writer) => writer.run(insertRule)],
  strong: [3, (writer) => writer.run(toggleStrong)],
  em: [3, (writer) => writer.run(toggleEm)],
  link: [2, (writer) => writer.run(setLink("https://exemple.fr/", "lien"))],
  unlink: [1, (writer) => writer.run(removeLink)],
  note: [2, (writer) => writer.run(toggleFootnote(() => writer.newNote(), "Note"))],
  paste: [3, (writer, random) => writer.paste(random.pick(PASTES))],
  carry: [2, carry],
  drag: [4, (writer, random) => drag(writer, random)],
  compose: [8, composing],
  ...TABLE_STEPS,
  ...IMAGE_STEPS,
  undo: [6, (writer) => takeBack(writer, "undo")],
  redo: [4, (writer) => takeBack(writer, "redo")],
  waver: [3, waver],
  suggest: [3, (writer) => void (writer.suggesting = !writer.suggesting)],
  decide: [4, decideOne],
  title: [3, retitle],
  clear: [1, clear],
};

const WEIGHT = Object.values(STEPS).reduce((sum, [weight]) => sum + weight, 0);

/** One of {@link STEPS}, by weight. */
export function pickStep(random: Random): { name: string; step: Step } {
  let at = random.below(WEIGHT);
  for (const [name, [weight, step]] of Object.entries(STEPS)) if ((at -= weight) < 0) return { name, step };
  throw new Error("no step");
}
