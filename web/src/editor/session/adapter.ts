import { cbor } from "@automerge/automerge-repo/slim";
import { BrowserWebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";

/** Frames longer than this (bytes) are no refusals: they are not decoded twice. */
const SHORT = 4096;

/** What the server says that automerge-repo only logs. */
export interface Refusals {
  /** An `error` frame: the server closes the connection after it. */
  onError(message: string): void;
  /** A `doc-unavailable` frame: there is no such text, or not for this person. */
  onUnavailable(): void;
  /** A connection that closed, or could not be opened. */
  onClosed(): void;
}

/** automerge-repo's own WebSocket adapter, listened to. */
export class SyncAdapter extends BrowserWebSocketClientAdapter {
  constructor(
    url: string,
    private readonly refusals: Refusals,
  ) {
    super(url);
    const close = this.onClose;
    this.onClose = () => {
      close();
      refusals.onClosed();
    };
  }

  override receiveMessage(bytes: Uint8Array): void {
    super.receiveMessage(bytes);
    if (bytes.byteLength <= SHORT) this.heed(bytes);
  }

  private heed(bytes: Uint8Array): void {
    try {
      const message = cbor.decode(new Uint8Array(bytes)) as { type?: unknown; message?: unknown };
      if (message.type === "error") this.refusals.onError(String(message.message ?? ""));
      if (message.type === "doc-unavailable") this.refusals.onUnavailable();
    } catch {
      // What is not CBOR is the adapter's business.
    }
  }
}
