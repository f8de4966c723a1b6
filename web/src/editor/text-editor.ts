import type { Patch } from "@automerge/automerge/slim";
import { EditorState, Selection, TextSelection, type Plugin, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { arrived } from "./bridge/arrivals";
import { bookmark, restored, type Bookmark } from "./bridge/caret";
import { Composing } from "./bridge/composing";
import { writeLocal } from "./bridge/local";
import { normalForm } from "./bridge/normal";
import { changedRanges, type ChangedRange } from "./bridge/ranges";
import { bring, REMOTE } from "./bridge/remote";
import { BODY, type Replica } from "./bridge/replica";
import { docOf, proven, settle } from "./bridge/settle";
import { Writer, type Done } from "./bridge/writer";
import { BODY_MOST, CHANGE_MOST } from "./model/allowed";
import { indexAt, posAt } from "./model/positions";
import { flatten, isBlock } from "./model/tokens";
import { rangesOf } from "./suggestions/edits";
import { APART } from "./undo/apart";
import { History, type Stretch } from "./undo/history";

/** How far from the screen's edges (pixels) the caret is kept: the tools may stand over the text. */
const SIGHT = { top: 130, right: 0, bottom: 48, left: 0 };

export interface TextEditorOptions {
  readonly plugins?: readonly Plugin[];
  /** Whether the person may write now. */
  readonly editable?: () => boolean;
  /** The DOM attributes of the editable element. */
  readonly attributes?: () => Record<string, string>;
  readonly now?: () => number;
  /** Makes of what is about to be done what is done instead, where suggestions ask for it; null where they do not. */
  readonly turn?: (before: EditorState, after: EditorState, ranges: readonly ChangedRange[]) => Transaction | null;
  /** Told after each change of the view: its document or its selection. */
  readonly onUpdate?: () => void;
  /** Told when a change was not made because the server would not take it: too much at once, or too long a text. */
  readonly onTooMuch?: () => void;
  /** Told where in the title an undo ended. */
  readonly onTitle?: (caret: number | null) => void;
}

/** The body of a text in a view that always equals the document: what is typed goes there, what arrives comes here. */
export class TextEditor {
  readonly view: EditorView;
  readonly history: History;
  /** How often the view was found different from the document and mended. Tests hold it at 0. */
  repairs = 0;
  private mark: Bookmark;
  private readonly editable: () => boolean;
  private readonly composing: Composing;
  private readonly stop: () => void;

  constructor(
    place: HTMLElement,
    private readonly replica: Replica,
    private readonly options: TextEditorOptions = {},
  ) {
    this.editable = options.editable ?? (() => true);
    this.history = new History(replica, options.now ?? (() => performance.now()));
    const plugins = [...(options.plugins ?? []), normalForm()];
    this.view = new EditorView(place, {
      state: EditorState.create({ doc: docOf(replica), plugins }),
      editable: this.editable,
      attributes: options.attributes ?? {},
      scrollThreshold: SIGHT,
      scrollMargin: SIGHT,
      dispatchTransaction: (tr) => this.dispatch(tr),
    });
    this.composing = new Composing(this.view);
    this.mark = this.bookmark();
    this.stop = replica.onRemote((patches) => this.receive(patches));
  }

  /** Whether the view is what the document says; reads all of it. */
  get faithful(): boolean {
    return this.view.state.doc.eq(docOf(this.replica));
  }

  /** Compares view and document, and mends the view where they differ. */
  verify(): void {
    if (this.faithful) return;
    this.repairs++;
    this.receive();
  }

  undo(): boolean {
    return this.editable() && this.follow(this.history.undo());
  }

  redo(): boolean {
    return this.editable() && this.follow(this.history.redo());
  }

  destroy(): void {
    this.stop();
    this.view.destroy();
  }

  private bookmark(): Bookmark {
    return bookmark(this.replica.doc(), this.view.state.doc, this.view.state.selection);
  }

  private dispatch(tr: Transaction): void {
    const before = this.view.state;
    let { state, transactions } = before.applyTransaction(tr);
    const changed = transactions.some((one) => one.docChanged);
    if (!changed || tr.getMeta(REMOTE)) return this.show(state);
    if (!this.editable()) return;
    let ranges = changedRanges(transactions, before.doc, state.doc);
    const turned = this.options.turn?.(before, state, ranges);
    if (turned) {
      ({ state, transactions } = before.applyTransaction(turned));
      if (!turned.docChanged) return this.show(state);
      const alone = transactions.filter((one) => one.docChanged).length === 1;
      ranges = (alone && rangesOf(turned, before.doc, state.doc)) || changedRanges(transactions, before.doc, state.doc);
    }
    if (isTooMuch(ranges, state)) return this.options.onTooMuch?.();
    const apart = transactions.some((one) => one.getMeta(APART));
    const faithful = this.write(before, state, ranges, apart);
    this.show(state);
    if (faithful === "lent") this.receive();
    else if (!faithful) this.verify();
  }

  private show(state: EditorState): void {
    this.view.updateState(state);
    this.mark = this.bookmark();
    this.options.onUpdate?.();
  }

  /** Brings a local change into the document; gives false where the view must then be mended. */
  private write(before: EditorState, after: EditorState, ranges: readonly ChangedRange[], apart: boolean): boolean | "lent" {
    let done: readonly Done[] = [];
    const patches = this.replica.change((draft) => {
      const writer = new Writer(draft, BODY, this.replica.person);
      writeLocal(writer, before.doc, after.doc, ranges);
      done = writer.done;
    });
    this.history.record(BODY, done, apart ? null : stretchOf(done, ranges, after));
    if (!done.length) return true;
    if (isProven(done, patches, ranges, after)) return true;
    const actual = docOf(this.replica);
    return actual.eq(after.doc) || settle(this.replica, flatten(after.doc), actual);
  }

  /**
   * Brings the view to the document, by the smallest replacement, with the selection where its elements are; `patches` are
   * all that was done to the document since the view was last equal to it, if that is known.
   */
  private receive(patches?: readonly Patch[]): void {
    let next = (patches && arrived(this.view.state.doc, patches)) ?? docOf(this.replica);
    if (this.composing.giveWay(next)) next = docOf(this.replica);
    const doc = this.replica.doc();
    const { state } = this.view;
    const tr = bring(state, next);
    if (!tr) return this.options.onUpdate?.();
    const kept = state.storedMarks;
    tr.setSelection(restored(doc, tr.doc, this.mark)).setStoredMarks(kept);
    this.view.dispatch(tr);
  }

  private follow(reverted: ReturnType<History["undo"]>): boolean {
    if (!reverted) return false;
    this.receive();
    const { path, caret } = reverted;
    if (path[0] === "title") this.options.onTitle?.(caret);
    else if (caret !== null) this.select(caret);
    this.options.onUpdate?.();
    return true;
  }

  private select(index: number): void {
    const { doc, tr } = this.view.state;
    const place = doc.resolve(posAt(doc, index));
    const selection = place.parent.inlineContent ? TextSelection.create(doc, place.pos) : Selection.near(place);
    this.view.dispatch(tr.setSelection(selection).scrollIntoView());
  }
}

/** Whether the server would refuse a change for its size alone. */
function isTooMuch(ranges: readonly ChangedRange[], after: EditorState): boolean {
  const touched = ranges.reduce((sum, range) => sum + Math.max(range.oldTo - range.oldFrom, range.newTo - range.newFrom), 0);
  const grows = ranges.some((range) => range.newTo - range.newFrom > range.oldTo - range.oldFrom);
  return touched > CHANGE_MOST || (grows && after.doc.content.size > BODY_MOST);
}

/** The stretch of plain typing or erasing that a change was, or null. */
function stretchOf(done: readonly Done[], ranges: readonly ChangedRange[], after: EditorState): Stretch | null {
  const [range] = ranges;
  if (!range || ranges.length !== 1 || !done.every((thing) => thing.kind === "added" || thing.kind === "removed")) return null;
  const removedBlocks = done.some((thing) => thing.kind === "removed" && thing.elements.some(({ token }) => isBlock(token)));
  if (removedBlocks || flatten(after.doc, range.newFrom, range.newTo).some(isBlock)) return null;
  return { from: indexAt(after.doc, range.newFrom), to: indexAt(after.doc, range.newTo) };
}

/** Whether it is certain that the document followed the view. */
function isProven(done: readonly Done[], patches: readonly Patch[], ranges: readonly ChangedRange[], after: EditorState): boolean {
  const [range] = ranges;
  const one = range && ranges.length === 1;
  return proven(done, patches, one ? indexAt(after.doc, range.newFrom) : -1, one ? flatten(after.doc, range.newFrom, range.newTo) : []);
}
