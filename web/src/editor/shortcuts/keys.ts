import { keysOf, macintosh, type EditorCommand } from "../commands/table";

type Names = Readonly<Record<string, string>>;

const PC: Names = { Mod: "Ctrl", Ctrl: "Ctrl", Alt: "Alt", Shift: "Maj", Enter: "Entrée", Tab: "Tab", ArrowUp: "↑", ArrowDown: "↓", Escape: "Échap" };
const MAC: Names = { ...PC, Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧" };
/** As `aria-keyshortcuts` wants them (WAI-ARIA 1.2). */
const ARIA: Names = { Mod: "Control", Ctrl: "Control" };
const ARIA_MAC: Names = { Mod: "Meta", Ctrl: "Control" };

const written = (keys: string, names: Names): string[] => {
  const parts = keys.split("-");
  return parts.map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
};

/** The names of the keys that are pressed together, as they stand on the keyboards sold in France. */
export const keyNames = (keys: string, mac = macintosh): readonly string[] => written(keys, mac ? MAC : PC);

/** A command's first keys in words, for its tooltip. */
export const shownKeys = (command: EditorCommand, mac = macintosh): string => keyNames(keysOf(command, mac)[0] ?? "", mac).join(mac ? "\u202f" : "+");

/** A command's keys for assistive technology. */
export const ariaKeys = (command: EditorCommand, mac = macintosh): string =>
  keysOf(command, mac).map((keys) => written(keys, mac ? ARIA_MAC : ARIA).join("+")).join(" ");
