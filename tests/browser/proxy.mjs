// A forward proxy between one browser and the server, whose cable can be pulled and put back.
import http from "node:http";
import net from "node:net";

/** Starts a proxy on a free port: `{ url, cut(), restore(), close() }`. */
export async function startProxy() {
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
      },
    );
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });

  // WebSockets come as CONNECT.
  server.on("connect", (request, client, head) => {
    const [host, port] = request.url.split(":");
    const onward = net.connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.write(head);
      onward.pipe(client);
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
  return {
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
}
