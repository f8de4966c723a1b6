import { element } from "../../dom";
import { desk } from "../../messages/desk";
import { keysOf, type EditorCommand, type GroupName } from "../commands/table";
import { typedShortcuts } from "../input-rules";
import { isOn, turn, type PreferenceName } from "../preferences";
import { keyNames } from "./keys";

const said = desk.shortcuts;

/** `<kbd>` for each key, joined: Ctrl + Maj + 8. */
const keyCaps = (keys: string): HTMLElement => {
  const caps = keyNames(keys).flatMap((name, at) => [...(at ? ["\u202f+\u202f"] : []), element("kbd", {}, name)]);
  return element("span", { class: "raccourci-touches" }, ...caps);
};

const row = (label: string, ...keys: readonly (Node | string)[]): HTMLElement[] => [element("dt", {}, label), element("dd", {}, ...keys)];

function group(title: string, rows: readonly HTMLElement[]): HTMLElement {
  const name = `raccourcis-${title.toLowerCase().replace(/[^a-z]+/g, "-")}`;
  return element("section", { "aria-labelledby": name }, element("h3", { id: name }, title), element("dl", {}, ...rows));
}

const ofCommands = (commands: readonly EditorCommand[], name: GroupName): HTMLElement =>
  group(desk.groups[name], commands.filter((command) => command.group === name).flatMap((command) => row(command.label, keyCaps(keysOf(command)[0]!))));

const typed = (): HTMLElement =>
  group(said.typed, typedShortcuts.flatMap(({ label, keys, space }) => row(label, element("kbd", {}, keys), ...(space ? [` ${said.thenSpace}`] : []))));

/** A choice of the person's own, kept on this device. */
function choice(name: PreferenceName, label: string, hint: string, onTurn: (name: PreferenceName) => void): { dom: HTMLElement; box: HTMLInputElement } {
  const box = element("input", { type: "checkbox", id: `choix-${name}`, "aria-describedby": `choix-${name}-aide` });
  box.addEventListener("change", () => {
    turn(name, box.checked);
    onTurn(name);
  });
  const dom = element("p", { class: "choix" }, box, element("label", { for: box.id }, label), element("small", { id: `choix-${name}-aide` }, hint));
  return { dom, box };
}

/** All commands with their keys, made from the commands themselves; and what a person chooses for themselves. */
export class ShortcutsDialog {
  private dialog: HTMLDialogElement | null = null;
  private boxes: Partial<Record<PreferenceName, HTMLInputElement>> = {};

  constructor(
    private readonly place: HTMLElement,
    private readonly commands: () => readonly EditorCommand[],
    private readonly onTurn: (name: PreferenceName) => void,
    private readonly onClose: () => void,
  ) {}

  open(): void {
    this.dialog ??= this.make();
    for (const [name, box] of Object.entries(this.boxes)) box.checked = isOn(name as PreferenceName);
    if (!this.dialog.open) this.dialog.showModal();
  }

  private make(): HTMLDialogElement {
    const close = element("button", { type: "button", class: "button primary" }, said.close);
    const groups = (Object.keys(desk.groups) as GroupName[]).map((name) => ofCommands(this.commands(), name));
    const list = element("div", { class: "raccourcis-groupes", tabindex: "0", role: "region", "aria-label": said.title }, ...groups, typed());
    const dialog = element("dialog", { class: "dialogue raccourcis", "aria-labelledby": "raccourcis-titre" }, element("h2", { id: "raccourcis-titre" }, said.title), this.settings(), list, element("p", { class: "dialogue-boutons" }, close));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.onClose());
    this.place.append(dialog);
    return dialog;
  }

  private settings(): HTMLElement {
    const typography = choice("typographie", said.typography, said.typographyHint, this.onTurn);
    const news = choice("annonces", said.news, said.newsHint, this.onTurn);
    this.boxes = { typographie: typography.box, annonces: news.box };
    return element("fieldset", { class: "raccourcis-choix" }, element("legend", {}, said.settings), typography.dom, news.dom);
  }
}
