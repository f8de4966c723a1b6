/** What carries frames between a page and the server: a WebSocket, or plain HTTP. */
export interface Line {
  /** Sends a frame, after those sent before it. */
  send(frame: Uint8Array): void;
  /** Delivers what was sent, then closes. Nothing is told any more. */
  finish(): void;
  /** Closes at once. Nothing is told any more. */
  close(): void;
}

export interface LineEvents {
  /** Frames may be sent. */
  onOpen(): void;
  onFrame(frame: Uint8Array): void;
  /** It closed, or could not be opened; whether the server closed it, and not something on the way. */
  onClose(byServer: boolean): void;
}

/** Starts to open a line; what comes of it is told later. */
export type OpenLine = (events: LineEvents) => Line;
