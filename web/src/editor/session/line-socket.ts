import type { Line, OpenLine } from "./line";

/** The code of a socket that closed without a word from the other end. */
const ABNORMAL = 1006;

/** A line over a WebSocket to this address of the site. */
export function socketLine(path: string): OpenLine {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace(/^http/, "ws");
  return (events): Line => {
    const socket = new WebSocket(url);
    let told = true;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => told && events.onOpen();
    socket.onmessage = ({ data }) => told && data instanceof ArrayBuffer && events.onFrame(new Uint8Array(data));
    socket.onclose = ({ code }) => told && events.onClose(code !== ABNORMAL);
    const close = (): void => {
      told = false;
      // Closing sends what was queued first.
      socket.close();
    };
    return {
      send: (frame) => void (socket.readyState === WebSocket.OPEN && socket.send(frame as Uint8Array<ArrayBuffer>)),
      finish: close,
      close,
    };
  };
}
