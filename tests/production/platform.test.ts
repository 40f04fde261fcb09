import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { harden } from "../../src/production/harden.ts";
import { type Actor, actAs, preamble } from "../../src/production/platform.ts";
import { cacheDir } from "../support/cache.ts";
import { projectOf } from "./definitions.ts";

const cleo = "cccccccc-0000-4000-8000-000000000003";

describe.each(["postgres", "supabase"] as const)("on %s", (platform) => {
  let db: Connection;
  beforeAll(async () => {
    db = await openPglite({ cacheDir });
    const { business, config } = projectOf(
      "entity: user\nfields: { id: uuid primary key }\naccess: [{ allow: all, to: [authenticated, anonymous] }]\n",
      `platform: ${platform}\npostgres: 15\n`,
    );
    for (const statement of [...preamble(platform), ...harden(business, config).statements]) {
      await db.execute(statement);
    }
  });
  afterAll(async () => await db[Symbol.asyncDispose]());

  async function ask(actor: Actor): Promise<object | undefined> {
    await db.execute("BEGIN");
    try {
      for (const statement of actAs(platform, actor)) await db.execute(statement);
      const [answer] = await db.query(
        "SELECT me()::text, has_role('admin') AS admin, has_role('it''s') AS other, current_user::text AS role",
      );
      return answer;
    } finally {
      await db.execute("ROLLBACK");
    }
  }

  test("someone with roles", async () => {
    expect(await ask({ role: "authenticated", user: cleo, roles: ["it's", "admin"] })).toEqual({
      me: cleo,
      admin: true,
      other: true,
      role: "authenticated",
    });
  });

  test("someone without roles, and nobody", async () => {
    const nothing = { admin: false, other: false };
    expect(await ask({ role: "authenticated", user: cleo })).toMatchObject({ me: cleo, ...nothing });
    expect(await ask({ role: "anonymous" })).toEqual({
      me: null,
      ...nothing,
      role: platform === "postgres" ? "anonymous" : "anon",
    });
  });

  test("a session that was used before and says nothing now is nobody", async () => {
    await ask({ role: "authenticated", user: cleo, roles: ["admin"] });
    expect(await db.query("SELECT me(), has_role('admin') AS admin")).toEqual([{ me: null, admin: false }]);
  });
});
