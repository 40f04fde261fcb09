import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import type { Connection } from "./connection.ts";

/** Typed queries on a connection. The connection stays its owner's to close. */
export function kysely<DB>(connection: Connection): Kysely<DB> {
  const session = databaseConnection(connection);
  const run = (sql: string) => session.executeQuery(CompiledQuery.raw(sql)).then(() => undefined);
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createDriver: () => ({
        init: async () => undefined,
        acquireConnection: async () => session,
        releaseConnection: async () => undefined,
        beginTransaction: () => run("BEGIN"),
        commitTransaction: () => run("COMMIT"),
        rollbackTransaction: () => run("ROLLBACK"),
        destroy: async () => undefined,
      }),
    },
  });
}

function databaseConnection(connection: Connection): DatabaseConnection {
  return {
    executeQuery: async <Row>(query: CompiledQuery) => ({
      rows: [...(await connection.query<Row & object>(query.sql, query.parameters))],
    }),
    // biome-ignore lint/correctness/useYield: streaming is refused
    streamQuery: async function* () {
      throw new Error("Streaming is not supported.");
    },
  };
}
