import { InputRule, inputRules } from "prosemirror-inputrules";
import type { EditorState, Plugin, Transaction } from "prosemirror-state";
import { TextSelection } from "prosemirror-state";
import { messages } from "../messages";
import { LEVELS, QUOTE } from "./model/block";
import { schema } from "./model/schema";
import { setShape, shapeOf, type Shape } from "./commands/shape";

const { tools } = messages;

/** A rule for what is typed at the start of a paragraph: the characters go and the block takes a shape. */
const shortcut = (pattern: RegExp, shape: (now: Shape) => Shape): InputRule =>
  new InputRule(pattern, (state, _match, start, end) => {
    const place = state.doc.resolve(start);
    const now = shapeOf(place.parent);
    if (now?.kind !== "paragraph") return null;
    return setShape(state.tr.delete(start, end), place.before(1), shape(now));
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

/** What is typed at the start of a paragraph to shape it. */
interface TypedShortcut {
  readonly label: string;
  /** As it is shown. */
  readonly keys: string;
  /** Whether a blank ends it. */
  readonly space: boolean;
  readonly rule: InputRule;
}

/** Markdown's habits, at the start of a paragraph. */
export const typedShortcuts: readonly TypedShortcut[] = [
  ...Array.from({ length: LEVELS }, (_, at): TypedShortcut => {
    const level = at + 1;
    const rule = shortcut(new RegExp(`^#{${level}} $`), (now) => ({ kind: "heading", level, parents: now.parents }));
    return { label: tools.heading(level), keys: "#".repeat(level), space: true, rule };
  }),
  { label: tools.bullets, keys: "-", space: true, rule: shortcut(/^[-*] $/, (now) => ({ kind: "item", ordered: false, parents: now.parents })) },
  { label: tools.numbers, keys: "1.", space: true, rule: shortcut(/^1[.)] $/, (now) => ({ kind: "item", ordered: true, parents: now.parents })) },
  { label: tools.quote, keys: ">", space: true, rule: shortcut(/^> $/, (now) => ({ kind: "paragraph", parents: [...now.parents, QUOTE] })) },
  { label: tools.rule, keys: "---", space: false, rule: new InputRule(/^---$/, (state, _match, start) => ruleFor(state, start)) },
];

export const editorInputRules = (): Plugin => inputRules({ rules: typedShortcuts.map(({ rule }) => rule) });
