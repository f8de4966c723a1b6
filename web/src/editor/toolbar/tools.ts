import { editorCommands, type EditorActions, type EditorCommand } from "../commands/table";
import type { Icon } from "./icons";

/** One button of the toolbar. */
export type Tool = EditorCommand & { readonly icon: Icon };

/** The buttons, by the names of their commands, in groups. */
const GROUPS = [
  ["strong", "em", "link", "footnote"],
  ["bullets", "numbers", "outdent", "indent"],
  ["quote", "table", "image", "rule"],
  ["moveUp", "moveDown"],
  ["undo", "redo", "find", "shortcuts"],
];

/** The buttons, in groups. */
export function toolGroups(actions: EditorActions): readonly (readonly Tool[])[] {
  const tools = new Map(editorCommands(actions).filter((command): command is Tool => !!command.icon).map((tool) => [tool.name, tool]));
  return GROUPS.map((names) => names.flatMap((name) => tools.get(name) ?? []));
}
