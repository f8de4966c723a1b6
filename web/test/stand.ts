import "./dom";
import "./wasm";
import * as A from "@automerge/automerge/slim";
import { TextSelection, type Command, type Plugin } from "prosemirror-state";
import { BODY, type Doc, type Draft, type Replica, type TextDocument } from "../src/editor/bridge/replica";
import { editorPlugins } from "../src/editor/plugins";
import { turn } from "../src/editor/suggestions/turn";
import { decide, letters } from "./decide";
import { TextEditor } from "../src/editor/text-editor";
import { TitleText } from "../src/editor/title-text";

/** A document as the server creates it: a title, and a body that starts with a paragraph's marker. */
export function newDocument(title = "Titre"): Doc {
  const actor = "00".repeat(16);
  return A.change(A.from<TextDocument>({ title, body: "" }, { actor }), (draft) => {
    A.splitBlock(draft, BODY, 0, { type: new A.ImmutableString("paragraph"), parents: [], attrs: {}, isEmbed: false });
  });
}

/** Replicas of nobody here, numbered so that a story is told the same each time. */
let elsewheres = 0;

/** A replica whose changes travel when a test says so. */
export class TestReplica implements Replica {
  private readonly listeners = new Set<(patches: readonly A.Patch[]) => void>();
  constructor(
    private current: Doc,
    readonly person?: string,
  ) {}

  doc(): Doc {
    return this.current;
  }

  change(write: (draft: Draft) => void): readonly A.Patch[] {
    const heads = A.getHeads(this.current);
    this.current = A.change(this.current, write);
    return A.diff(this.current, heads, A.getHeads(this.current));
  }

  onRemote(listener: (patches: readonly A.Patch[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Receives a change that was made elsewhere. */
  receive(write: (draft: Draft) => void): void {
    const elsewhere = A.change(A.clone(this.current, { actor: `f${(++elsewheres).toString(16).padStart(31, "0")}` }), write);
    const before = A.getHeads(this.current);
    this.current = A.merge(this.current, elsewhere);
    const done = A.diff(this.current, before, A.getHeads(this.current));
    for (const listener of this.listeners) listener(done);
  }

  /** Receives all that another has. */
  pull(other: TestReplica): void {
    const before = A.getHeads(this.current).join();
    const changes = A.getChangesSince(other.current, A.getHeads(this.current));
    const done: A.Patch[] = [];
    [this.current] = A.applyChanges(this.current, changes, { patchCallback: (patches) => done.push(...patches) });
    if (before !== A.getHeads(this.current).join()) for (const listener of this.listeners) listener(done);
  }
}

let actors = 0;

/** One person at their editor, without a network. */
export class Writer {
  readonly replica: TestReplica;
  readonly editor: TextEditor;
  readonly title: TitleText;
  time = 0;
  notes = 0;
  /** Whether what they do is only suggested. */
  suggesting = false;
  impossible = 0;
  private readonly name: string;
  private codes = 0;

  /** `person`: in 32 digits, for who may suggest. */
  constructor(
    document_: Doc,
    more: readonly Plugin[] = [],
    readonly person?: string,
  ) {
    const actor = (++actors).toString(16).padStart(32, "0");
    this.name = actor.slice(-4);
    this.replica = new TestReplica(A.clone(document_, { actor }), person);
    const place = document.body.appendChild(document.createElement("div"));
    this.editor = new TextEditor(place, this.replica, {
      plugins: [...editorPlugins({ undo: () => this.editor.undo(), redo: () => this.editor.redo(), newNoteId: () => this.newNote() }), ...more],
      now: () => this.time,
      turn: (before, after, ranges) => {
        if (this.person === undefined) return null;
        const newCode = (): string => `${this.name}${++this.codes}`;
        return turn(before, after, ranges, { person: this.person, suggesting: this.suggesting, newCode, onImpossible: () => this.impossible++ });
      },
    });
    this.title = new TitleText(this.replica, this.editor.history);
  }

  newNote(): string {
    return `note-${this.name}-${++this.notes}`;
  }

  get view() {
    return this.editor.view;
  }

  /** The body as the document has it. */
  get spans(): A.Span[] {
    return A.spans(this.replica.doc(), BODY);
  }

  get text(): string {
    return this.replica.doc().body;
  }

  /** Types as a keyboard does: each character goes through the input rules first. */
  type(text: string): this {
    for (const char of text) {
      const { from, to } = this.view.state.selection;
      const deflt = () => this.view.state.tr.insertText(char, from, to);
      const handled = this.view.someProp("handleTextInput", (handle) => handle(this.view, from, to, char, deflt));
      if (!handled) this.view.dispatch(deflt());
    }
    return this;
  }

  press(key: string, modifiers: KeyboardEventInit = {}): this {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
    this.view.someProp("handleKeyDown", (handle) => handle(this.view, event));
    return this;
  }

  run(command: Command): boolean {
    return command(this.view.state, this.view.dispatch, this.view);
  }

  /** Puts the selection at ProseMirror positions, or where a text starts. */
  select(anchor: number, head = anchor): this {
    const { doc, tr } = this.view.state;
    this.view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(anchor), doc.resolve(head))));
    return this;
  }

  /** Selects the first occurrence of `text`. */
  find(text: string): this {
    let at = -1;
    this.view.state.doc.forEach((node, pos) => {
      const offset = node.textContent.indexOf(text);
      if (at < 0 && offset >= 0) at = pos + 1 + offset;
    });
    if (at < 0) throw new Error(`no "${text}" in the view`);
    return this.select(at, at + text.length);
  }

  paste(html: string): this {
    this.view.pasteHTML(html, new Event("paste") as ClipboardEvent);
    return this;
  }

  /** The server decides, and this is the first replica that it reaches. */
  decides(key: string, accepted: boolean): void {
    const row = letters(this.replica.doc());
    this.replica.receive((draft) => decide(draft, row, key, accepted));
  }

  leave(): void {
    this.editor.destroy();
    this.view.dom.parentElement?.remove();
  }
}

/** Exchanges everything between all, twice round. */
export function sync(...writers: Writer[]): void {
  for (let round = 0; round < 2; round++) {
    for (const to of writers) for (const from of writers) if (to !== from) to.replica.pull(from.replica);
  }
}
