import { newId, part } from "../dom";
import { messages } from "../messages";
import { imageMessages } from "../messages/images";
import { afterFrame } from "./after-frame";
import { anchorAt } from "./bridge/caret";
import { BODY, type Replica } from "./bridge/replica";
import { EditorComments } from "./comments/comments";
import { DeskTools } from "./desk-tools";
import { ImageDialog } from "./images/dialog";
import { takesImage } from "./images/commands";
import { LinkDialog } from "./link-dialog";
import { indexAt } from "./model/positions";
import { readPendingInput } from "./pending-input";
import { editorPlugins } from "./plugins";
import { carets } from "./presence/carets";
import { showPeople } from "./presence/people";
import { PresenceRoom } from "./presence/presence";
import { SuggestionMode } from "./suggestions/mode";
import { bindPanel } from "./suggestions/panel";
import { TableDialog } from "./tables/dialog";
import { TableTools } from "./tables/tools";
import { TextEditor } from "./text-editor";
import { TitleField } from "./title-field";
import { TitleText } from "./title-text";
import { Toolbar } from "./toolbar/toolbar";

/** How long the person pauses (milliseconds) before view and document are compared in full. */
const QUIET = 1500;

export interface DeskOptions {
  readonly editable: () => boolean;
  readonly broadcast: (message: object) => void;
}

/** Everything a person writes with: title, text, tools, and the others who are there. */
export class WritingDesk {
  readonly presence: PresenceRoom;
  private readonly comments: EditorComments;
  private readonly editor: TextEditor;
  private readonly title: TitleField;
  private readonly mode: SuggestionMode | null;
  private readonly tools: DeskTools;
  private toolbar: Toolbar | null = null;
  private tableTools: TableTools | null = null;
  private checking: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly section: HTMLElement,
    private readonly replica: Replica,
    self: { name: string; colour: string },
    private readonly options: DeskOptions,
  ) {
    const people = part(section, "presents");
    this.presence = new PresenceRoom(options.broadcast, () => {
      showPeople(people, self, this.presence.peers.values());
      this.readInput();
      this.editor.view.updateState(this.editor.view.state);
    });
    showPeople(people, self, []);
    this.mode = replica.person === undefined ? null : new SuggestionMode(replica.person, options.editable);
    this.tools = this.makeTools();
    this.comments = new EditorComments(section, replica);
    this.editor = this.makeEditor(part(section, "corps"));
    this.comments.attach(this.editor.view);
    bindPanel();
    this.title = this.makeTitle(part(section, "titre"));
    this.setEditable(options.editable());
    this.expose();
  }

  /** Gives the pen, or takes it away: the text stays readable, and the keyboard where it was. */
  setEditable(editable: boolean): void {
    const { view } = this.editor;
    const here = view.hasFocus() || document.activeElement === view.dom;
    this.section.classList.toggle("lecture-seule", !editable);
    this.title.setEditable(editable);
    if (editable) this.toolbar ??= this.makeToolbar(part(this.section, "outils"));
    if (editable) this.mode?.show(part(this.section, "mode"));
    view.setProps({});
    this.tools.update();
    if (here) view.dom.focus();
  }

  /** To be called before a colleague's change comes in; see {@link readPendingInput}. */
  readInput(): void {
    readPendingInput(this.editor.view);
  }

  private makeTools(): DeskTools {
    return new DeskTools(this.section, {
      view: () => this.editor.view,
      replica: this.replica,
      editable: this.options.editable,
      peers: () => this.presence.peers.values(),
      actions: this.commandActions,
      comment: () => this.comments.comment(),
    });
  }

  private makeEditor(place: HTMLElement): TextEditor {
    const dialog = new LinkDialog(this.section, () => this.editor.view);
    this.openLink = () => this.options.editable() && dialog.open();
    const tables = new TableDialog(this.section, () => this.editor.view);
    this.openTable = () => this.options.editable() && tables.open();
    this.openImage = this.imageOpener();
    const plugins = editorPlugins({ ...this.commandActions, ...this.dialogs, desk: this.tools });
    place.replaceChildren();
    return new TextEditor(place, this.replica, {
      turn: (before, after, ranges) => this.mode?.turn(before, after, ranges) ?? null,
      plugins: [...(this.mode?.plugins() ?? []), ...plugins, ...this.tools.plugins(), ...this.comments.plugins(), carets(this.replica, () => this.presence.peers.values())],
      editable: this.options.editable,
      attributes: () => this.attributes(),
      onUpdate: this.follow,
      onTooMuch: () => window.alert(messages.tooMuch),
      onTitle: (caret) => this.title.focus(caret ?? 0),
    });
  }

  /** Without the pen, the text is still reached by the keyboard, to be read and copied. */
  private attributes(): Record<string, string> {
    const label = { class: "corps", "aria-label": messages.body, lang: "fr", spellcheck: "true" };
    if (!this.options.editable()) return { ...label, role: "region", tabindex: "0" };
    return { ...label, role: "textbox", "aria-multiline": "true", "aria-description": `${messages.keyboardHelp} ${this.tools.help}` };
  }

  private openLink: () => boolean = () => false;
  private openTable: () => boolean = () => false;
  private openImage: (file?: File) => boolean = () => false;

  private readonly dialogs = {
    openLink: (): boolean => this.openLink(),
    openTable: (): boolean => this.openTable(),
    openImage: (file?: File): boolean => this.openImage(file),
  };

  /** An image is written, never suggested, and stands outside tables: who asks there is told so. */
  private imageOpener(): (file?: File) => boolean {
    const dialog = new ImageDialog(this.section, () => this.editor.view);
    return (file) => {
      if (!this.options.editable()) return false;
      if (this.mode?.suggesting) this.mode.tell(imageMessages.suggesting);
      else if (!takesImage(this.editor.view.state)) this.tell(imageMessages.inTable);
      else return dialog.open(file);
      return true;
    };
  }

  private tell(sentence: string): void {
    if (this.mode) this.mode.tell(sentence);
    else window.alert(sentence);
  }

  private readonly actions = {
    undo: (): boolean => this.editor.undo(),
    redo: (): boolean => this.editor.redo(),
    newNoteId: (): string => newId(),
    canUndo: (): boolean => this.editor.history.canUndo,
    canRedo: (): boolean => this.editor.history.canRedo,
  };

  private get commandActions() {
    return { ...this.actions, ...(this.mode ? { suggestions: this.mode.actions } : {}) };
  }

  private makeTitle(place: HTMLElement): TitleField {
    const actions = { ...this.actions, goOn: () => this.editor.view.focus(), onSelect: () => this.tellPlace() };
    const field = new TitleField(place, new TitleText(this.replica, this.editor.history), this.replica, actions);
    for (const left of ["focus", "blur"]) this.editor.view.dom.addEventListener(left, () => this.tellPlace());
    field.field.addEventListener("blur", () => this.tellPlace());
    return field;
  }

  private makeToolbar(place: HTMLElement): Toolbar {
    this.tableTools = new TableTools(place, this.editor.view);
    return new Toolbar(place, this.editor.view, { ...this.actions, ...this.dialogs, desk: this.tools });
  }

  /** What shows where one is and how long the text is need not hold up the letter that is typed. */
  private readonly follow = afterFrame(() => this.updated());

  private updated(): void {
    if (!this.title || this.editor.view.isDestroyed) return;
    this.toolbar?.update(this.editor.view.state);
    this.mode?.follow(this.editor.view.state);
    this.tableTools?.update(this.editor.view.state);
    this.tools.update();
    this.comments.updated();
    this.tellPlace();
    if (this.checking) clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), QUIET);
  }

  private check(): void {
    this.editor.verify();
    this.section.dataset.reprises = String(this.editor.repairs);
  }

  private tellPlace(): void {
    this.presence.move(this.placeNow());
  }

  private placeNow() {
    if (this.title?.focused) return { where: "title" as const, ...this.title.selection };
    if (!this.editor.view.hasFocus() || !this.options.editable()) return { where: null, anchor: "start", head: "start" };
    const { doc, selection } = this.editor.view.state;
    const at = (pos: number) => anchorAt(this.replica.doc(), BODY, indexAt(doc, pos));
    return { where: "body" as const, anchor: at(selection.anchor), head: at(selection.head) };
  }

  /** How often the view had to be mended, where a test in the browser finds it. */
  private expose(): void {
    this.section.dataset.reprises = "0";
  }
}
