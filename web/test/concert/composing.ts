import { mock } from "node:test";
import { TextSelection } from "prosemirror-state";
import type { Random } from "../random";
import type { Writer } from "../stand";
import { toggleStrong } from "../../src/editor/commands/inline";
import { toHeading } from "../../src/editor/commands/blocks";
import { Composition } from "./composition";
import { join } from "./hands";

/** What an input method shows, and what is chosen in the end: syllables, dead keys, a telephone's whole words, or nothing. */
const COMPOSED: readonly (readonly string[])[] = [
  ["n", "ni", "nih", "日", "日本"],
  ["^", "ê"],
  ["m", "mé", "mét", "métropole"],
  ["q", "qu", "q", ""],
  ["😀", "😀😀"],
];

/** A colleague comes to where somebody composes, and does something there or just beside. */
function meanwhile(writer: Writer, colleague: Writer, random: Random): void {
  join(colleague, writer, random);
  const deed = random.below(8);
  if (deed < 3) colleague.type(random.pick(["b", "bé", "« ", "😀"]));
  else if (deed === 3) colleague.press("Backspace");
  else if (deed === 4) colleague.press("Enter");
  else if (deed === 5) colleague.run(toggleStrong);
  else if (deed === 6) colleague.run(toHeading(2));
  else colleague.editor.undo();
}

/** Somebody composes with an input method, while their colleagues write in the same lines. */
export function composing(writer: Writer, random: Random, others: readonly Writer[]): void {
  // An input method acts where there is a caret; on a whole block the browser sends keys.
  if (!(writer.view.state.selection instanceof TextSelection)) return;
  const method = new Composition(writer.view);
  const shown = random.pick(COMPOSED);
  for (const text of shown.slice(0, -1)) {
    method.update(text);
    if (random.below(3)) continue;
    const colleague = random.pick(others);
    meanwhile(writer, colleague, random);
    writer.replica.pull(colleague.replica);
  }
  method.commit(shown.at(-1)!);
  // What the editor puts off until a composition is over comes now.
  mock.timers.tick(100);
  writer.view.dom.blur();
}
