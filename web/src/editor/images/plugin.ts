import { keydownHandler } from "prosemirror-keymap";
import { Plugin, TextSelection, type Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { schema } from "../model/schema";
import { meetImage, selectedImage } from "./commands";

/** What the page does with images: asks for one, with the file that was pasted or dropped; or for the words of the selected one. */
export interface ImageActions {
  openImage?(file?: File): boolean;
}

const SORTS = /^image\//;

/** The first image among the files that are pasted or dropped. */
const imageFile = (data: DataTransfer | null): File | undefined => [...(data?.files ?? [])].find((file) => SORTS.test(file.type));

/** Whether HTML holds nothing to be pasted but pictures: word processors put a picture of the words beside the words. */
function isPictureOnly(html: string): boolean {
  return !html.replace(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>/g, "").trim();
}

function paste(actions: ImageActions, view: EditorView, event: ClipboardEvent): boolean {
  const data = event.clipboardData;
  const file = imageFile(data);
  if (!file || !view.editable || !isPictureOnly(data?.getData("text/html") ?? "")) return false;
  return actions.openImage?.(file) ?? false;
}

/** The nearer end of the block in which a place is: an image parts no word. */
function edge(view: EditorView, pos: number): number {
  const $pos = view.state.doc.resolve(pos);
  if (!$pos.depth) return pos;
  return $pos.parentOffset * 2 < $pos.parent.content.size ? $pos.start() : $pos.end();
}

/** A file that is dropped goes before or after the block where it is let go. */
function drop(actions: ImageActions, view: EditorView, event: DragEvent): boolean {
  const file = imageFile(event.dataTransfer);
  if (!file || !view.editable || !actions.openImage) return false;
  event.preventDefault();
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (place) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(edge(view, place.pos)))));
  return actions.openImage(file);
}

/** Images in the editor: their keys, what is typed on them, and files that are pasted or dropped. */
export function images(actions: ImageActions): Plugin {
  const describe: Command = (state) => selectedImage(state) !== null && (actions.openImage?.() ?? false);
  const keys = keydownHandler({ Enter: describe, Backspace: meetImage(-1), Delete: meetImage(1) });
  return new Plugin({
    props: {
      handleKeyDown: keys,
      // What is typed does not take the place of an image: it is gone before one sees it.
      handleTextInput: (view) => selectedImage(view.state) !== null,
      handlePaste: (view, event) => paste(actions, view, event),
      handleDoubleClickOn: (_view, _pos, node) => node.type === schema.nodes.image && (actions.openImage?.() ?? false),
      handleDOMEvents: { drop: (view, event) => drop(actions, view, event) },
    },
  });
}
