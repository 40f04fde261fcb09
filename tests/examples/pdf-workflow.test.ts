import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { actAs } from "../../src/production/platform.ts";
import { repository } from "../support/cli.ts";
import { type Server, startServer } from "../support/servers.ts";

/** Tables and columns in the words of the document that the example is made from. */
const columns: Readonly<Record<string, string>> = {
  workflow_sessions: `id document_url status created_at updated_at expires_at metadata creator_id current_recipient_order
    total_recipients completed_recipients`,
  recipients: `id session_id order_index unique_url status recipient_type form_data email_sent_at sms_sent_at reminder_count
    error_message retry_count`,
  attachments: `id session_id recipient_id file_name file_type file_size s3_key s3_bucket checksum scan_status
    download_count last_download`,
  workflow_audit_logs: "id session_id recipient_id event_type event_data ip_address user_agent created_at",
};
const indexes = [
  "idx_attachment_session_uploaded",
  "idx_recipient_status_session",
  "idx_recipient_unique_url",
  "idx_workflow_status_created",
];
const functions = ["generate_unique_recipient_url", "update_updated_at_column", "update_workflow_progress"];
const enums = {
  "workflow_sessions.status": "ACTIVE COMPLETED CANCELLED EXPIRED",
  "recipients.status": "PENDING ACCESSED IN_PROGRESS COMPLETED FAILED EXPIRED",
  "recipients.recipient_type": "PRESCRIBER PATIENT PHARMACY INSURANCE CUSTOM",
};

const creator = { role: "authenticated", user: "auth0|1" };
const stranger = { role: "authenticated", user: "auth0|2" };

/** The schema belongs to a role without privileges: what triggers do must not need a superuser. */
describe("the production schema on a server", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = await startServer(15);
    url = await server.createDatabase("mve_db");
    await using db = await connectServer(url);
    await db.execute(
      "CREATE ROLE mve LOGIN CREATEROLE PASSWORD 'secret'; ALTER DATABASE mve_db OWNER TO mve",
    );
    const asOwner = new URL(url);
    asOwner.username = "mve";
    asOwner.password = "secret";
    await using owner = await connectServer(asOwner.href);
    await owner.execute(
      await readFile(join(repository, "examples/pdf-workflow/production/schema.sql"), "utf8"),
    );
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  async function list(sql: string): Promise<readonly string[]> {
    await using db = await connectServer(url);
    return (await db.query<{ name: string }>(sql)).map(({ name }) => name);
  }

  test.for(Object.entries(columns))("%s has every column", async ([table, names]) => {
    const there = await list(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}'`,
    );
    expect(names.split(/\s+/).filter((name) => !there.includes(name))).toEqual([]);
  });

  test("every index, function and list of values is there, and the functions of triggers are used", async () => {
    const made = await list("SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'");
    expect(indexes.filter((name) => !made.includes(name))).toEqual([]);
    const callable = await list(
      "SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    );
    expect(functions.filter((name) => !callable.includes(name))).toEqual([]);
    const used = await list(
      "SELECT DISTINCT tgfoid::regproc::text AS name FROM pg_trigger WHERE NOT tgisinternal",
    );
    expect(used).toEqual(expect.arrayContaining(["update_updated_at_column", "update_workflow_progress"]));
    const gin = await list(
      "SELECT indexname AS name FROM pg_indexes WHERE indexdef ~ 'USING gin' ORDER BY 1",
    );
    expect(gin).toEqual(["idx_recipient_form_data", "idx_workflow_metadata"]);
    const checks = await list(
      "SELECT pg_get_constraintdef(oid) AS name FROM pg_constraint WHERE contype = 'c'",
    );
    for (const values of Object.values(enums)) {
      const listed = values.split(" ").map((value) => `'${value}'::text`);
      expect(checks.filter((check) => listed.every((value) => check.includes(value)))).not.toEqual([]);
    }
  });

  async function as<T>(actor: Parameters<typeof actAs>[1], work: (db: Connection) => Promise<T>): Promise<T> {
    await using db = await connectServer(url);
    await db.execute(["BEGIN", ...actAs("postgres", actor)].join(";\n"));
    const result = await work(db);
    await db.execute("COMMIT");
    return result;
  }

  /** A session with recipients; their URLs in turn. */
  async function start(types: readonly string[]) {
    return await as(creator, async (db) => {
      const [session] = await db.query<{ id: string }>(
        `INSERT INTO workflow_sessions (document_url, creator_id) VALUES ('https://s3.amazonaws.com/a.pdf', 'auth0|1') RETURNING id`,
      );
      const rows = types.map((type, i) => `('${session?.id}', ${i}, '${type}', '${i}@example.com')`);
      const made = await db.query<{ url: string }>(
        `INSERT INTO recipients (session_id, order_index, recipient_type, email) VALUES ${rows.join(", ")} RETURNING unique_url AS url`,
      );
      return { id: session?.id ?? "", urls: made.map((row) => row.url) };
    });
  }

  const finish = `UPDATE recipients SET status = 'COMPLETED', form_data = '{"signature": "Dr. Smith"}'`;
  const open = "UPDATE recipients SET status = 'ACCESSED'";
  const by = (recipient_url: string) => ({ role: "anonymous", claims: { recipient_url } });

  async function progress(id: string) {
    await using db = await connectServer(url);
    const [row] = await db.query(
      `SELECT current_recipient_order AS turn, total_recipients AS total, completed_recipients AS completed,
        expires_at - created_at = '48 hours' AS timely FROM workflow_sessions WHERE id = '${id}'`,
    );
    return row;
  }

  test("who comes by a URL fills in one form; turn and counters follow, also where two finish at once", async () => {
    const { id, urls } = await start(["PRESCRIBER", "PATIENT", "PHARMACY"]);
    expect(new Set(urls).size).toBe(3);
    expect(await progress(id)).toEqual({ turn: 0, total: 3, completed: 0, timely: true });
    for (const one of urls) await as(by(one), (db) => db.execute(open));
    await as(by(urls[0] ?? ""), (db) => db.execute(finish));
    expect(await progress(id)).toEqual({ turn: 1, total: 3, completed: 1, timely: true });

    const waiting = as(by(urls[1] ?? ""), async (db) => {
      await db.execute(finish);
      const other = as(by(urls[2] ?? ""), (second) => second.execute(finish));
      await new Promise((resolve) => setTimeout(resolve, 200)); // the other one waits for the session by now
      return { other };
    });
    await (await waiting).other;
    expect(await progress(id)).toEqual({ turn: 3, total: 3, completed: 3, timely: true });
  });

  test("strangers, and people with a wrong URL, see nothing", async () => {
    const { urls } = await start(["PATIENT"]);
    const count =
      "SELECT (SELECT count(*) FROM workflow_sessions) + (SELECT count(*) FROM recipients) AS rows";
    const seen = async (actor: Parameters<typeof actAs>[1]) =>
      Number((await as(actor, (db) => db.query<{ rows: unknown }>(count)))[0]?.rows);
    expect([await seen(stranger), await seen({ role: "anonymous" }), await seen(by("0".repeat(26)))]).toEqual(
      [0, 0, 0],
    );
    expect(await seen(by(urls[0] ?? ""))).toBe(2);
    await expect(
      as(by(urls[0] ?? ""), (db) => db.execute("UPDATE recipients SET order_index = 7")),
    ).rejects.toThrow("permission denied");
  });

  test("clean-up ends what is over and tells it; nothing is out of joint after that", async () => {
    const { id } = await start(["PATIENT", "CUSTOM"]);
    await using db = await connectServer(url);
    await db.execute(
      `UPDATE workflow_sessions SET created_at = now() - interval '3 days', expires_at = now() - interval '1 day' WHERE id = '${id}'`,
    );
    const problems = async () =>
      (
        await db.query<{ what: string }>(
          `SELECT check_name AS what FROM integrity_problems WHERE id = '${id}'`,
        )
      ).map(({ what }) => what);
    expect(await problems()).toEqual(["expired"]);
    const [ended] = await as({ role: "service" }, (service) =>
      service.query<{ ended: unknown }>("SELECT cleanup_expired_workflows() AS ended"),
    );
    expect(Number(ended?.ended)).toBe(1);
    expect(await problems()).toEqual([]);
    const told = await db.query(
      `SELECT event_type FROM workflow_audit_logs WHERE session_id = '${id}' UNION ALL
      SELECT DISTINCT status FROM recipients WHERE session_id = '${id}'`,
    );
    expect(told).toEqual([{ event_type: "EXPIRED" }, { event_type: "EXPIRED" }]);
    await expect(db.execute("DELETE FROM workflow_audit_logs")).rejects.toThrow("never changed");
    const stats = await as({ role: "service" }, (service) =>
      service.query("SELECT status FROM workflow_stats ORDER BY status"),
    );
    expect(stats).toContainEqual({ status: "EXPIRED" });
  });
});
