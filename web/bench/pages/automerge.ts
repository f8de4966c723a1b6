// The stock Automerge editor, as its README has it: a handle, kept in IndexedDB, synchronised over a WebSocket.
import { initializeWasm, Repo, type AutomergeUrl } from "@automerge/automerge-repo/slim";
import { BrowserWebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb";
import { init } from "@automerge/prosemirror";
import { baseKeymap } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

const { socket, name, wasm } = document.body.dataset as { socket: string; name: string; wasm: string };
await initializeWasm(fetch(wasm) as unknown as string);
const repo = new Repo({ network: [new BrowserWebSocketClientAdapter(socket)], storage: new IndexedDBStorageAdapter() });
const handle = await repo.find(name as AutomergeUrl);
const { schema, pmDoc, plugin } = init(handle, ["text"]);
const plugins = [keymap(baseKeymap), plugin];
new EditorView(document.getElementById("editor"), { state: EditorState.create({ schema, plugins, doc: pmDoc }) });
