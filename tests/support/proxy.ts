import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that changes what the server says; of equal length, so that the protocol stays whole. */
export interface ProxyServer extends AsyncDisposable {
  readonly port: number;
}

export async function startProxy(target: URL, change: (text: string) => string): Promise<ProxyServer> {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on("error", () => client.destroy());
    client.pipe(upstream);
    upstream.on("data", (bytes) => client.write(Buffer.from(change(bytes.toString("latin1")), "latin1")));
    upstream.on("close", () => client.destroy());
  });
  return await listen(server, sockets);
}

/** On a free port, until it is disposed of with all its sockets. */
export async function listen(server: Server, sockets: readonly Socket[]): Promise<ProxyServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
