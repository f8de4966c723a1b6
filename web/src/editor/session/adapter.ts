import { cbor } from "@automerge/automerge-repo/slim";
import { BrowserWebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket";

/** Frames longer than this (bytes) are no refusals: they are not decoded twice. */
const SHORT = 4096;
/** How long after a lost connection another is tried (milliseconds). */
const RETRY = 2_000;

/** What automerge-repo keeps to itself. */
export interface Listener {
  /** Before anything that comes is heeded. */
  onIncoming(): void;
  /** An `error` frame, which automerge-repo only logs: why, in French, and whether it is about the text (or about the connection as a whole). */
  onError(message: string, aboutText: boolean): void;
  /** A `doc-unavailable` frame: there is no such text, or not for this person. */
  onUnavailable(): void;
  /** A connection that closed, or could not be opened. */
  onClosed(): void;
}

/** automerge-repo's own WebSocket adapter, listened to, and which can be told to leave the server alone. */
export class SyncAdapter extends BrowserWebSocketClientAdapter {
  private halted = false;

  constructor(
    url: string,
    private readonly listener: Listener,
  ) {
    super(url, RETRY);
    const close = this.onClose;
    this.onClose = () => {
      close();
      listener.onClosed();
    };
  }

  /**
   * Retries that automerge-repo planned come here too, and find the door shut, or a socket that stands: another in its
   * place would be one on which the text is never asked for again.
   */
  override connect(...who: Parameters<BrowserWebSocketClientAdapter["connect"]>): void {
    const stands = this.socket && this.socket.readyState <= WebSocket.OPEN;
    if (!this.halted && !stands) super.connect(...who);
  }

  /** Leaves the server, and does not come back before {@link resume}. */
  halt(): void {
    this.halted = true;
    this.socket?.close();
  }

  resume(): void {
    if (!this.halted || !this.peerId) return;
    this.halted = false;
    this.connect(this.peerId, this.peerMetadata);
  }

  override receiveMessage(bytes: Uint8Array): void {
    this.listener.onIncoming();
    super.receiveMessage(bytes);
    if (bytes.byteLength <= SHORT) this.heed(bytes);
  }

  private heed(bytes: Uint8Array): void {
    try {
      const message = cbor.decode(new Uint8Array(bytes)) as { type?: unknown; message?: unknown; documentId?: unknown };
      if (message.type === "error") this.listener.onError(String(message.message ?? ""), typeof message.documentId === "string");
      if (message.type === "doc-unavailable") this.listener.onUnavailable();
    } catch {
      // What is not CBOR is the adapter's business.
    }
  }
}
