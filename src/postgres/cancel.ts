import type { Connection } from "./connection.ts";

/** While it is held, setting the signal cancels the statement that the session runs at that moment. */
export async function cancelOn(
  signal: AbortSignal | undefined,
  db: Connection,
  connect: () => Promise<Connection>,
): Promise<AsyncDisposable> {
  const [session] = await db.query<{ pid: number }>("SELECT pg_catalog.pg_backend_pid() AS pid");
  let cancelling: Promise<void> | undefined;
  const cancel = () => {
    cancelling = cancelStatement(connect, session?.pid ?? 0).catch(() => undefined); // it then runs to its end
  };
  signal?.addEventListener("abort", cancel, { once: true });
  return {
    [Symbol.asyncDispose]: async () => {
      signal?.removeEventListener("abort", cancel);
      await cancelling; // so that no later statement is hit
    },
  };
}

async function cancelStatement(connect: () => Promise<Connection>, pid: number): Promise<void> {
  await using other = await connect();
  await other.query("SELECT pg_catalog.pg_cancel_backend($1)", [pid]);
}
