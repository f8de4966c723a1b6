import { cbor, NetworkAdapter, type Message, type PeerId, type PeerMetadata } from "@automerge/automerge-repo/slim";
import { httpLine } from "./line-http";
import { socketLine } from "./line-socket";
import { Route, type Way } from "./route";

/** How long a text that is not on this device waits for the server before it is said to be nowhere (milliseconds). */
const READY = 1_000;
/** The version of automerge-repo's protocol over WebSocket; over HTTP the same frames travel. */
const VERSIONS = ["1"];

/** What automerge-repo keeps to itself. */
export interface Listener {
  /** Before anything that comes is heeded. */
  onIncoming(): void;
  /** The server answered (its storage id) or is gone (null). */
  onServer(storageId: string | null): void;
  /** Which way leads to the server; null when none does. */
  onWay(way: Way | null): void;
  /** A message about a text is about to be heeded. */
  onMessage(): void;
  /** An `error` frame, which automerge-repo only logs: why, in French, and whether it is about the text (or about the connection as a whole). */
  onError(message: string, aboutText: boolean): void;
  /** A `doc-unavailable` frame: there is no such text, or not for this person. */
  onUnavailable(): void;
  /** A connection that closed, or could not be opened. */
  onClosed(): void;
}

type FromServer =
  | { readonly type: "peer"; readonly senderId: PeerId; readonly peerMetadata: PeerMetadata }
  | { readonly type: "error"; readonly message?: unknown; readonly documentId?: unknown }
  | Message;

/** automerge-repo's exchange with our server, by whichever way leads there, and which can be told to leave it alone. */
export class SyncAdapter extends NetworkAdapter {
  private readonly route: Route;
  private server: PeerId | null = null;
  private ready = false;
  private isHalted = false;
  private readonly whenever: Promise<void>;
  private setReady: () => void = () => undefined;

  constructor(
    path: string,
    private readonly listener: Listener,
  ) {
    super();
    this.whenever = new Promise((resolve) => (this.setReady = resolve));
    this.route = new Route(
      { socket: socketLine(path), http: httpLine(path) },
      {
        hello: () => this.join(),
        onLine: (way) => {
          this.leave();
          listener.onWay(way);
        },
        onFrame: (frame) => this.receive(frame),
        onDown: () => this.down(),
      },
    );
  }

  isReady(): boolean {
    return this.ready;
  }

  whenReady(): Promise<void> {
    return this.whenever;
  }

  connect(peerId: PeerId, peerMetadata: PeerMetadata = {}): void {
    this.peerId = peerId;
    this.peerMetadata = peerMetadata;
    setTimeout(() => this.becomeReady(), READY);
    if (!this.isHalted) this.route.start();
  }

  disconnect(): void {
    this.route.stop();
  }

  send(message: Message): void {
    this.route.send(cbor.encode(message));
  }

  /** Gives up a connection that no longer answers. */
  renew(): void {
    this.route.renew();
  }

  /** Leaves the server, and does not come back before {@link resume}. */
  halt(): void {
    this.isHalted = true;
    this.route.stop();
  }

  resume(): void {
    if (!this.isHalted) return;
    this.isHalted = false;
    if (this.peerId) this.route.start();
  }

  private join(): Uint8Array {
    const { peerId: senderId, peerMetadata } = this;
    return cbor.encode({ type: "join", senderId, peerMetadata, supportedProtocolVersions: VERSIONS });
  }

  private receive(frame: Uint8Array): void {
    this.listener.onIncoming();
    let message: FromServer;
    try {
      message = cbor.decode<FromServer>(frame);
    } catch {
      // Nothing that our server sends.
      return;
    }
    this.heed(message);
  }

  private heed(message: FromServer): void {
    if (isPeer(message)) this.meet(message.senderId, message.peerMetadata);
    else if (isError(message)) this.listener.onError(String(message.message ?? ""), typeof message.documentId === "string");
    else {
      this.listener.onMessage();
      this.emit("message", message);
      if (message.type === "doc-unavailable") this.listener.onUnavailable();
    }
  }

  private meet(server: PeerId, peerMetadata: PeerMetadata): void {
    this.becomeReady();
    this.server = server;
    this.emit("peer-candidate", { peerId: server, peerMetadata });
    this.listener.onServer(peerMetadata.storageId ?? "");
  }

  /** automerge-repo forgets what it believes to have sent; the page is told nothing: the server is met again at once. */
  private leave(): void {
    if (this.server) this.emit("peer-disconnected", { peerId: this.server });
    this.server = null;
  }

  private down(): void {
    const met = this.server !== null;
    this.leave();
    this.listener.onWay(null);
    if (met) this.listener.onServer(null);
    this.listener.onClosed();
  }

  private becomeReady(): void {
    this.ready = true;
    this.setReady();
  }
}

type Peer = Extract<FromServer, { type: "peer" }>;
type Failure = Extract<FromServer, { message?: unknown }>;

const isPeer = (message: FromServer): message is Peer => message.type === "peer";
const isError = (message: FromServer): message is Failure => message.type === "error";
