import { connect, createServer, type Socket } from "node:net";
import { listen, type ProxyServer } from "./proxy.ts";

/** A session on the server, and who gets its answers. */
interface Session {
  readonly socket: Socket;
  client: Socket;
}

/**
 * A pooler in transaction mode: each client logs in on a session of its own, and from then on every transaction runs on
 * the session that was used last.
 */
export async function startPooler(target: URL): Promise<ProxyServer> {
  const idle: Session[] = [];
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const session: Session = { socket: connect(Number(target.port), target.hostname), client };
    let current: Session | undefined = session;
    let loggedIn = false;
    sockets.push(client, session.socket);
    for (const socket of [client, session.socket]) socket.on("error", () => client.destroy());
    client.on("data", (bytes) => {
      if (bytes[0] === 0x58 && loggedIn) return client.end(); // Terminate: the session stays in the pool
      current = busy.get(client) ?? (loggedIn ? idle.pop() : current);
      if (current === undefined) return client.destroy();
      busy.set(client, current);
      current.client = client;
      current.socket.write(bytes);
    });
    session.socket.on("data", (bytes) => {
      session.client.write(bytes);
      // ReadyForQuery, outside a transaction, ends what the server says.
      if (!bytes.subarray(-6).equals(readyAndIdle)) return;
      busy.delete(session.client);
      if (loggedIn) idle.push(session);
      else idle.unshift(session);
      loggedIn = true;
    });
  });
  const busy = new Map<Socket, Session>();
  return await listen(server, sockets);
}

const readyAndIdle = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
