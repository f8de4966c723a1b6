import type { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { part } from "../dom";
import { desk } from "../messages/desk";
import { Announcer } from "./announce/announcer";
import { BlockNews, describe } from "./announce/blocks";
import { ColleagueNews } from "./announce/colleagues";
import { indexOfAnchor } from "./bridge/caret";
import { BODY, type Replica } from "./bridge/replica";
import { editorCommands, type DeskActions, type EditorActions } from "./commands/table";
import { FindPanel } from "./find/panel";
import { find } from "./find/plugin";
import { headingOrder } from "./headings/decorations";
import { OrderNotice } from "./headings/notice";
import { countDoc } from "./measure/count";
import { inWords, Measure } from "./measure/measure";
import { posAt } from "./model/positions";
import { blockHandle } from "./moves/handle";
import { Outline } from "./outline/outline";
import { headingsOf, sectionAt } from "./outline/sections";
import { isOn, turn, type PreferenceName } from "./preferences";
import type { Peer } from "./presence/presence";
import { ShortcutsDialog } from "./shortcuts/dialog";
import { shownKeys } from "./shortcuts/keys";
import { listItems } from "./structure/list-items";

export interface DeskToolsOptions {
  readonly view: () => EditorView;
  readonly replica: Replica;
  readonly editable: () => boolean;
  readonly peers: () => Iterable<Peer>;
  /** What the commands that the dialog lists act on. */
  readonly actions: EditorActions;
  readonly comment: () => boolean;
}

/** What stands beside the text: plan, length, search, order of headings, shortcuts, and what is said aloud. */
export class DeskTools implements DeskActions {
  private readonly announcer = new Announcer();
  private readonly outlined: Outline;
  private readonly measure = new Measure();
  private readonly search: FindPanel;
  private readonly order: OrderNotice;
  private readonly blocks: BlockNews;
  private readonly keys: ShortcutsDialog;

  constructor(
    section: HTMLElement,
    private readonly options: DeskToolsOptions,
  ) {
    const { view, editable, replica, actions } = options;
    const { say } = this.announcer;
    this.outlined = new Outline(view);
    this.search = new FindPanel(view, editable, say);
    this.order = new OrderNotice(view, editable, say);
    this.blocks = new BlockNews(view, say);
    const focus = (): void => view().focus();
    this.keys = new ShortcutsDialog(section, () => editorCommands(actions), (name) => this.told(name), focus);
    const news = new ColleagueNews(options.peers, (peer) => this.sectionOf(peer as Peer), say);
    replica.onRemote(() => news.changed());
    this.seat(section);
  }

  /** What the view needs for them. */
  readonly plugins = (): Plugin[] => [find(), listItems(), headingOrder(), blockHandle(this.busy)];

  /** How to see the shortcuts, in words. */
  get help(): string {
    const command = editorCommands(this.options.actions).find(({ name }) => name === "shortcuts");
    return command ? desk.shortcuts.help(shownKeys(command)) : "";
  }

  /** Brings all of it up to the text. */
  update(): void {
    this.outlined.update();
    this.measure.update(this.options.view().state);
    this.search.update();
    this.order.update();
    this.blocks.update();
  }

  find(replace: boolean): void {
    this.search.open(replace);
  }

  findNext(back: boolean): void {
    this.search.step(back);
  }

  outline(): void {
    this.outlined.focus();
  }

  where(): void {
    const { doc, selection } = this.options.view().state;
    const index = Math.min(selection.$head.index(0), doc.childCount - 1);
    this.announcer.say([this.sectionNamed(selection.head), describe(doc, index), inWords(countDoc(doc))].join(". "));
  }

  shortcuts(): void {
    this.keys.open();
  }

  comment(): boolean {
    return this.options.comment();
  }

  typography(): void {
    this.toggle("typographie");
  }

  news(): void {
    this.toggle("annonces");
  }

  /** Whether a colleague's caret stands between two positions. */
  readonly busy = (from: number, to: number): boolean => [...this.options.peers()].some((peer) => {
    const at = this.positionOf(peer);
    return at !== null && at > from && at < to;
  });

  /** In the desk the plan comes before the tools: from the text, Shift+Tab leads to the tools first. */
  private seat(section: HTMLElement): void {
    part(section, "etat").after(this.outlined.dom, this.measure.dom, this.order.dom, this.search.dom);
    section.append(this.announcer.dom);
  }

  private toggle(name: PreferenceName): void {
    turn(name, !isOn(name));
    this.told(name);
  }

  private told(name: PreferenceName): void {
    this.announcer.say(desk.turned[name](isOn(name)));
  }

  private sectionNamed(pos: number): string {
    const headings = headingsOf(this.options.view().state.doc);
    const heading = headings[sectionAt(headings, pos)];
    return heading ? desk.where.section(heading.text || desk.outline.untitled) : desk.where.before;
  }

  private positionOf({ place }: Peer): number | null {
    if (place.where !== "body") return null;
    const index = indexOfAnchor(this.options.replica.doc(), BODY, place.head);
    return index === null ? null : posAt(this.options.view().state.doc, index);
  }

  private sectionOf(peer: Peer): string | null {
    const pos = this.positionOf(peer);
    if (pos === null) return null;
    const headings = headingsOf(this.options.view().state.doc);
    const heading = headings[sectionAt(headings, pos)];
    return heading ? desk.news.section(heading.text || desk.outline.untitled) : desk.news.start;
  }
}
