import { InputRule, inputRules } from "prosemirror-inputrules";
import type { EditorState, Plugin, Transaction } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import { QUOTE } from "./model/block";
import { schema } from "./model/schema";
import { setShape, shapeOf, type Shape } from "./commands/shape";

/** A rule for what is typed at the start of a paragraph: the characters go and the block takes a shape. */
const shortcut = (pattern: RegExp, shape: (now: Shape, match: RegExpMatchArray) => Shape): InputRule =>
  new InputRule(pattern, (state, match, start, end) => {
    const place = state.doc.resolve(start);
    const now = shapeOf(place.parent);
    if (now?.kind !== "paragraph") return null;
    return setShape(state.tr.delete(start, end), place.before(1), shape(now, match));
  });

/** `---` alone in a paragraph draws a rule and goes on after it. */
function ruleFor(state: EditorState, start: number): Transaction | null {
  const place = state.doc.resolve(start);
  if (shapeOf(place.parent)?.kind !== "paragraph" || place.parent.textContent !== "--") return null;
  const parents = place.parent.attrs.parents as readonly string[];
  const blocks = [schema.nodes.horizontal_rule!.create({ parents }), schema.nodes.paragraph!.create({ parents })];
  const from = place.before(1);
  const tr = state.tr.replaceWith(from, place.after(1), blocks);
  return tr.setSelection(TextSelection.create(tr.doc, from + 2));
}

/** Markdown's habits, at the start of a paragraph. */
export const editorInputRules = (): Plugin =>
  inputRules({
    rules: [
      shortcut(/^(#{1,4}) $/, (now, match) => ({ kind: "heading", level: match[1]!.length, parents: now.parents })),
      shortcut(/^[-*] $/, (now) => ({ kind: "item", ordered: false, parents: now.parents })),
      shortcut(/^1[.)] $/, (now) => ({ kind: "item", ordered: true, parents: now.parents })),
      shortcut(/^> $/, (now) => ({ kind: "paragraph", parents: [...now.parents, QUOTE] })),
      new InputRule(/^---$/, (state, _match, start) => ruleFor(state, start)),
    ],
  });
