import { describe, expect, test } from "vitest";
import { type HardenedProject, hardenProject } from "../../src/production/harden-project.ts";
import type { ProofRecord } from "../../src/production/proof-record.ts";
import { proofs } from "../../src/production/proofs/index.ts";
import { assess, type SafeguardStatus } from "../../src/production/safeguards/assess.ts";
import { hipaa } from "../../src/production/safeguards/hipaa.ts";
import { renderSafeguards } from "../../src/production/safeguards/render.ts";
import { projectOf } from "./definitions.ts";

/** A patient's record with all that a schema can do for it today, and a table that holds nothing of people. */
const clinic = (access = "{ allow: select, to: emergency }") => `
entity: user
fields: { id: uuid primary key, email: { type: text, pii: personal } }
access: [{ allow: select, to: authenticated, when: id = me() }, ${access}]
---
entity: visit
fields: { id: uuid primary key, note: text, version: integer = 1 }
relations: { patient: -> user }
access: [{ allow: all, to: authenticated, when: patient = me() }, ${access}]
---
entity: room
fields: { id: uuid primary key, name: text }
access: [{ allow: select, to: authenticated }]`;

const regulated = "platform: postgres\npostgres: 15\nharden:\n  profile: regulated\n";

function clinicProject(entities = clinic(), rules = ""): HardenedProject {
  return hardenProject(projectOf(entities, `${regulated}${rules}`));
}

function statusOf(paragraph: string, { hardened }: HardenedProject, record?: ProofRecord): SafeguardStatus {
  const found = assess(hipaa, hardened, record).find((safeguard) => safeguard.paragraph === paragraph);
  if (found === undefined) throw new Error(`There is no ${paragraph}.`);
  return found;
}

describe("a safeguard is met by the rules that serve it, and a gap without them", () => {
  test.for([
    ["164.312(a)(1)", "row-level-security"],
    ["164.312(a)(1)", "grants"],
    ["164.312(a)(2)(i)", "actors"],
    ["164.312(a)(2)(iii)", "session-timeouts"],
    ["164.312(c)(1)", "optimistic-lock"],
  ] as const)("%s by %s", ([paragraph, rule]) => {
    expect(statusOf(paragraph, clinicProject()).status).toBe("met");
    const without = statusOf(paragraph, clinicProject(clinic(), `  rules: { ${rule}: false }\n`));
    expect(without.status).toBe("gap");
    const missing = without.measures.filter(({ missing }) => missing.length > 0);
    for (const { fix } of missing) expect(fix).toMatch(/\w+\.$/);
  });

  test("access of strangers, and none in an emergency", () => {
    const open = clinicProject(clinic("{ allow: select, to: anonymous }"));
    expect(statusOf("164.312(a)(1)", open).measures.at(-1)?.missing).toEqual(["users"]);
    expect(statusOf("164.312(a)(2)(ii)", open).status).toBe("gap");
    expect(statusOf("164.312(a)(2)(ii)", clinicProject()).status).toBe("met");
  });
});

test("only tables with classified columns count; encryption only where there is health data", () => {
  expect(statusOf("164.312(b)", clinicProject()).measures[0]?.met).toEqual(["users"]);
  expect(statusOf("164.312(a)(2)(iv)", clinicProject()).status).toBe("no data");
  const health = clinicProject(clinic().replace("note: text", "note: { type: text, pii: health }"));
  expect(statusOf("164.312(a)(2)(iv)", health).measures[0]?.missing).toEqual(["visits"]);
  const note = (more: string) => clinic().replace("note: text", `note: { type: text, pii: health${more} }`);
  expect(statusOf("164.312(a)(2)(iv)", clinicProject(note(", encrypt: health"))).status).toBe("met");
  const switchedOff = clinicProject(note(", encrypt: health"), "  rules: { encryption: false }\n");
  expect(statusOf("164.312(a)(2)(iv)", switchedOff).status).toBe("gap");
  const none = clinicProject(clinic().replace("{ type: text, pii: personal }", "text"));
  expect(renderSafeguards(none.hardened, assess(hipaa, none.hardened, undefined), undefined)).toContain(
    "No field is classified",
  );
});

test("evidence counts what was seen on the tables that it is about", () => {
  const of = (proof: string, subject: string, held = true) => ({ proof, subject, held, seen: "" });
  const record: ProofRecord = {
    by: "schema",
    on: "PostgreSQL",
    of: "",
    proofs: [
      of("audit", "users: insert"),
      of("audit", "users.email: update", false),
      of("audit", "rooms: insert"),
    ],
  };
  const [changes] = statusOf("164.312(b)", clinicProject(), record).measures;
  expect(changes?.shownBy).toEqual(["audit: 1 of 2 held"]);
});

test("every paragraph says what people must do, and names rules that have a proof where it names any", () => {
  const proven = new Set(proofs.flatMap((proof) => proof.rules));
  for (const { byPeople, measures } of hipaa) {
    expect(byPeople).toMatch(/\.$/);
    for (const { shownBy } of measures) expect(shownBy.length).toBeGreaterThan(0);
  }
  expect(proven).toContain("session-timeouts");
});

test("the report as people read it", async () => {
  const project = clinicProject();
  const report = renderSafeguards(project.hardened, assess(hipaa, project.hardened, undefined), undefined);
  await expect(`${report}\n`).toMatchFileSnapshot("safeguards.md");
});
