import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { harden } from "../../src/production/harden.ts";
import { type Actor, actAs } from "../../src/production/platform.ts";
import { type Server, startServer } from "../support/servers.ts";
import { projectOf } from "./definitions.ts";

const entities = `
entity: user
fields: { id: integer primary key }
access: [{ allow: all, to: authenticated }]
---
entity: folder
fields: { id: integer primary key, documents: { type: integer, derived: { count: document.folder } } }
relations:
  owner: -> user
  parent: { to: -> folder?, on delete: cascade }
access: [{ allow: all, to: authenticated, when: owner = me() }]
---
entity: document
fields: { id: integer primary key, title: text? }
relations:
  folder: { to: -> folder, on delete: cascade }
  cover: { to: -> picture?, on delete: set null }
access: [{ allow: all, to: editor }]
---
entity: picture
fields: { id: integer primary key }
access: [{ allow: all, to: authenticated }]
---
entity: signature
fields: { id: integer primary key }
relations: { document: -> document }
access: [{ allow: all, to: notary }]`;

const anna: Actor = { role: "authenticated", user: "1" };
const ben: Actor = { role: "authenticated", user: "2" };

/** Owned by a role that is no superuser and that the policies hold. */
describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  let db: Connection;

  beforeAll(async () => {
    server = await startServer(version);
    const url = new URL(await server.createDatabase("deletions"));
    await using superuser = await connectServer(url.href);
    await superuser.execute(`CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret';
      GRANT CREATE ON SCHEMA public TO keeper; GRANT CREATE ON DATABASE deletions TO keeper`);
    const { business, config } = projectOf(entities);
    const owned = new URL(url);
    [owned.username, owned.password] = ["keeper", "secret"];
    await using owner = await connectServer(owned.href);
    for (const statement of harden(business, config).statements) await owner.execute(statement);
    db = await connectServer(url.href);
  });
  afterAll(async () => {
    await db[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** Starts anew with a folder in another one, and a document in it. */
  async function start(on: Connection = db): Promise<void> {
    await on.execute(`TRUNCATE users, folders, documents, pictures, signatures CASCADE;
      INSERT INTO users (id) VALUES (1), (2);
      INSERT INTO folders (id, owner_id, parent_id, created_by) VALUES (1, 1, NULL, 1), (2, 1, 1, 1);
      INSERT INTO pictures (id, created_by) VALUES (1, 1);
      INSERT INTO documents (id, folder_id, cover_id, created_by) VALUES (1, 2, 1, 1), (2, 2, NULL, 1)`);
  }

  async function as(actor: Actor, sql: string, on: Connection = db): Promise<readonly unknown[]> {
    await on.execute(["BEGIN", ...actAs("postgres", actor)].join(";\n"));
    try {
      const rows = await on.query(sql);
      await on.execute("COMMIT");
      return rows;
    } catch (error) {
      await on.execute("ROLLBACK");
      throw error;
    }
  }

  const live = async () => {
    const [row] = await db.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM folders WHERE deleted_at IS NULL) AS folders,
        (SELECT count(*)::int FROM documents WHERE deleted_at IS NULL) AS documents`,
    );
    return row;
  };

  test("what belongs to a row goes with it, through all levels, and comes back with it, hidden or not", async () => {
    await start();
    // Documents are for editors: Anna sees none of them.
    expect(await as(anna, "SELECT FROM documents")).toEqual([]);
    await as(anna, "DELETE FROM documents");
    await as({ ...anna, roles: ["editor"] }, "DELETE FROM documents WHERE id = 2");
    await as(anna, "DELETE FROM folders WHERE id = 1");
    expect(await live()).toEqual({ folders: 0, documents: 0 });
    expect(await db.query("SELECT DISTINCT updated_by, documents FROM folders")).toEqual([
      { updated_by: 1, documents: 0 },
    ]);
    expect(
      await db.query(
        "SELECT table_name, operation, actor, count(*)::int FROM audit.log WHERE operation = 'DELETE' AND at > (SELECT max(at) FROM audit.log) - interval '0.0001 second' GROUP BY 1, 2, 3 ORDER BY 1",
      ),
    ).toEqual([
      { table_name: "public.documents", operation: "DELETE", actor: "1", count: 1 },
      { table_name: "public.folders", operation: "DELETE", actor: "1", count: 2 },
    ]);
    expect(await as(ben, "SELECT restore_folders(1)")).toEqual([{ restore_folders: false }]);
    await expect(as(anna, "SELECT restore_folders(2)")).rejects.toMatchObject({
      code: "23503",
      message: "This row of folders cannot refer to a row of folders that is deleted.",
    });
    expect(await live()).toEqual({ folders: 0, documents: 0 });
    expect(await as(anna, "SELECT restore_folders(1)")).toEqual([{ restore_folders: true }]);
    expect(await live()).toEqual({ folders: 2, documents: 1 });
    expect(await db.query("SELECT id, documents FROM folders ORDER BY id")).toEqual([
      { id: 1, documents: 0 },
      { id: 2, documents: 1 },
    ]);
    expect(await as(anna, "SELECT restore_folders(1)")).toEqual([{ restore_folders: false }]);
    expect(await live()).toEqual({ folders: 2, documents: 1 });
  });

  test("a row in use stays with all that belongs to it, also where the one who deletes cannot see why", async () => {
    await start();
    await db.execute("INSERT INTO signatures (id, document_id, created_by) VALUES (1, 1, 1)");
    await expect(as(anna, "DELETE FROM folders WHERE id = 1")).rejects.toMatchObject({
      code: "23503",
      message: "This row of documents cannot be deleted: rows of signatures refer to it.",
    });
    expect(await live()).toEqual({ folders: 2, documents: 2 });
    // Who made rows is no reason to stay.
    await db.execute("UPDATE folders SET owner_id = 2");
    await as(ben, "DELETE FROM users WHERE id = 1");
    expect(await db.query("SELECT id FROM users_live")).toEqual([{ id: 2 }]);
  });

  test("a reference is emptied", async () => {
    await start();
    await as(ben, "DELETE FROM pictures");
    expect(await db.query("SELECT id, cover_id, version FROM documents ORDER BY id")).toEqual([
      { id: 1, cover_id: null, version: 2 },
      { id: 2, cover_id: null, version: 1 },
    ]);
  });

  test("a DELETE may name what goes with an earlier row", async () => {
    await start();
    await as(anna, "DELETE FROM folders");
    expect(await live()).toEqual({ folders: 0, documents: 0 });
    expect(await db.query("SELECT DISTINCT documents FROM folders")).toEqual([{ documents: 0 }]);
  });

  test("what is deleted by a trigger is followed there", async () => {
    await start();
    await db.execute(`CREATE FUNCTION sweep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      DELETE FROM folders WHERE id = 1;
      IF EXISTS (SELECT FROM documents_live WHERE id = 2) THEN RAISE 'Documents are there.'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER sweep AFTER UPDATE ON pictures EXECUTE FUNCTION sweep();
    UPDATE pictures SET id = id`);
    expect(await live()).toEqual({ folders: 0, documents: 0 });
  });

  test("the owner of the tables is held to the policies, though it is a member of the role deletion", async () => {
    await start();
    const [seen] = await as({ role: "keeper" }, "SELECT count(*)::int FROM pictures");
    expect(seen).toEqual({ count: 0 });
  });

  describe("two at once", () => {
    const add = "INSERT INTO documents (id, folder_id, created_by) VALUES (3, 2, 1)";

    /** One statement is held open while the other one begins; gives what becomes of the other. */
    async function meanwhile(first: string, second: string): Promise<unknown> {
      await start();
      const url = server.url("deletions");
      await using one = await connectServer(url);
      await using other = await connectServer(url);
      await one.execute(`BEGIN; ${first}`);
      const [backend] = await other.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      const outcome = other.execute(second).then(
        () => "done",
        (error: { code: string }) => error.code,
      );
      await expect
        .poll(() => db.query("SELECT cardinality(pg_blocking_pids($1)) AS waits", [backend?.pid]), {
          timeout: 10_000,
        })
        .toEqual([{ waits: 1 }]);
      await one.execute("COMMIT");
      return await outcome;
    }

    test("a row is deleted while one that refers to it is made: that goes too", async () => {
      expect(await meanwhile(add, "DELETE FROM folders WHERE id = 2")).toBe("done");
      expect(await live()).toEqual({ folders: 1, documents: 0 });
    });

    test("a row is made that refers to one that is being deleted: it is refused", async () => {
      expect(await meanwhile("DELETE FROM folders WHERE id = 2", add)).toBe("23503");
      expect(await live()).toEqual({ folders: 1, documents: 0 });
    });

    test("the same for a row that goes with another one", async () => {
      expect(await meanwhile(add, "DELETE FROM folders WHERE id = 1")).toBe("done");
      expect(await live()).toEqual({ folders: 0, documents: 0 });
      expect(await meanwhile("DELETE FROM folders WHERE id = 1", add)).toBe("23503");
      expect(await live()).toEqual({ folders: 0, documents: 0 });
    });

    test("the same for an UPDATE of deleted_at by the owner", async () => {
      expect(await meanwhile(add, "UPDATE folders SET deleted_at = now() WHERE id = 2")).toBe("done");
      expect(await live()).toEqual({ folders: 1, documents: 0 });
      expect(await meanwhile("UPDATE folders SET deleted_at = now() WHERE id = 2", add)).toBe("23503");
      expect(await live()).toEqual({ folders: 1, documents: 0 });
    });
  });
});
