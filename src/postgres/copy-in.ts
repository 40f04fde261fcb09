import type { Client, Connection, QueryResult } from "pg";

/** Not the server failed, but whoever makes the rows. */
export class RowsNotMade extends Error {
  constructor(cause: unknown) {
    super("The rows could not be made.", { cause });
  }
}

/** Sends rows to `COPY … FROM STDIN`, no faster than the server takes them. */
export async function copyIn(client: Client, target: string, rows: Iterable<string>): Promise<void> {
  const { Query } = (await import("pg")).default;
  await new Promise<QueryResult>((resolve, reject) => {
    let over = false;
    const answered = (error: Error | undefined, result: unknown) => {
      over = true;
      if (error === undefined || error === null) resolve(result as QueryResult);
      else reject(error);
    };
    const query = new Query(`COPY ${target} FROM STDIN`, answered);
    // What the driver calls when the server is ready for rows; of its own it would refuse.
    Object.assign(query, {
      handleCopyInResponse: (connection: Connection) => {
        send(connection, rows, () => over).catch((cause: unknown) => {
          connection.stream.write(message("f", "The rows could not be made."));
          reject(new RowsNotMade(cause));
        });
      },
    });
    client.query(query);
  });
}

async function send({ stream }: Connection, rows: Iterable<string>, isOver: () => boolean): Promise<void> {
  for (const piece of rows) {
    if (isOver()) return; // refused: the server skips what comes still
    if (!stream.write(message("d", piece))) await drained(stream);
    if (stream.destroyed) return;
  }
  if (!isOver()) stream.write(message("c", ""));
}

/** Or closed: then the session is lost, which is told elsewhere. */
async function drained(stream: Connection["stream"]): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off("drain", done).off("close", done);
      resolve();
    };
    stream.once("drain", done).once("close", done);
  });
}

/** CopyData (d), CopyDone (c), CopyFail (f). @see https://www.postgresql.org/docs/current/protocol-message-formats.html */
function message(type: "d" | "c" | "f", text: string): Buffer {
  const content = type === "f" ? `${text}\0` : text;
  const length = Buffer.byteLength(content);
  const buffer = Buffer.allocUnsafe(5 + length);
  buffer.write(type, 0, "latin1");
  buffer.writeInt32BE(4 + length, 1);
  buffer.write(content, 5, "utf8");
  return buffer;
}
