/** What the server says on a line over HTTP: its secret name, a frame, or that the line stands. */
export type Said = { readonly name: string } | { readonly frame: Uint8Array } | "ping";

/** Reads server-sent events as our server writes them (`server/src/sync/http/events.rs`), in pieces cut anywhere. */
export class EventStream {
  private rest = "";
  private readonly decoder = new TextDecoder();

  *read(piece: Uint8Array): Generator<Said> {
    const events = (this.rest + this.decoder.decode(piece, { stream: true })).split("\n\n");
    this.rest = events.pop() ?? "";
    for (const event of events) yield* said(event.split("\n"));
  }
}

function* said(lines: readonly string[]): Generator<Said> {
  const data = lines.find((line) => line.startsWith("data: "))?.slice(6);
  if (data === undefined) yield "ping";
  else if (lines.includes("event: liaison")) yield { name: data };
  else yield { frame: bytesOf(data) };
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

/** What is posted: each frame after its length, 4 bytes, most significant first. */
export function delivery(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(frames.reduce((sum, frame) => sum + 4 + frame.byteLength, 0));
  const view = new DataView(body.buffer);
  let at = 0;
  for (const frame of frames) {
    view.setUint32(at, frame.byteLength);
    body.set(frame, at + 4);
    at += 4 + frame.byteLength;
  }
  return body;
}
