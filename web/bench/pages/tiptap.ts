// TipTap with Yjs, as its guide to collaboration has it: kept in IndexedDB, synchronised with Hocuspocus.
import { HocuspocusProvider } from "@hocuspocus/provider";
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import StarterKit from "@tiptap/starter-kit";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

const { socket, name } = document.body.dataset as { socket: string; name: string };
const ydoc = new Y.Doc();
new IndexeddbPersistence(name, ydoc);
new HocuspocusProvider({ url: socket, name, document: ydoc });
new Editor({
  element: document.getElementById("editor")!,
  extensions: [StarterKit.configure({ undoRedo: false }), Collaboration.configure({ document: ydoc })],
});
