// A forward proxy between one browser and the server, whose cable can be pulled and put back, and which may have no
// liking for WebSockets.
import http from "node:http";
import net from "node:net";

/**
 * Starts a proxy on a free port: `{ url, upgrades, cut(), restore(), close() }`. `upgrades` says what becomes of a
 * WebSocket, and may be changed: "pass"; "refuse", with a 403; "cut", once it is open and the server has spoken.
 */
export async function startProxy(upgrades = "pass") {
  const sockets = new Set();
  let whole = true;

  const server = http.createServer((request, response) => {
    const target = new URL(request.url);
    const onward = http.request(
      target,
      { method: request.method, headers: request.headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(response);
        // An answer that breaks off breaks off for the browser too.
        answer.on("close", () => answer.complete || response.destroy());
      },
    );
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });

  // WebSockets come as CONNECT.
  server.on("connect", (request, client, head) => {
    if (proxy.upgrades === "refuse") {
      client.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const [host, port] = request.url.split(":");
    const onward = net.connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(client);
      if (proxy.upgrades === "cut") cutOnceSpoken(onward, client);
      client.pipe(onward);
    });
    sockets.add(onward);
    for (const [one, other] of [[onward, client], [client, onward]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });

  server.on("connection", (socket) => {
    if (!whole) {
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  });

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = {
    upgrades,
    url: `http://127.0.0.1:${server.address().port}`,
    cut() {
      whole = false;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      whole = true;
    },
    close() {
      this.cut();
      return new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** The answer to the upgrade passes, and the server's first frame after it; nothing more. */
function cutOnceSpoken(onward, client) {
  let pieces = 0;
  onward.on("data", () => {
    pieces += 1;
    if (pieces === 2) client.end(() => onward.destroy());
  });
}
