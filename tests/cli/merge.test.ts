import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyExample, repository, runCli } from "../support/cli.ts";

const modeline = "# yaml-language-server: $schema=../../templates/json-schema/decisions.schema.json\n";
const undecided = `${modeline}decisions: []\n`;

const decided = [
  ["type account.zip", "varchar(10)", "Postal codes start with zeros, and a number drops them."],
  ["same-concept account.phone account.phone_number", "phone", "Both are the number that we call."],
  [
    "default work_order.priority",
    "Normal",
    "Low would put every visit that nobody rated at the end of the queue.",
  ],
  [
    "on-delete work_order.location",
    "restrict",
    "Visits that took place are the record of our work; they do not go with a location.",
  ],
] as const;

const flags = decided.flatMap(([conflict, choose, why]) => [
  "--decide",
  `${conflict}=${choose}`,
  "--why",
  why,
]);

/** The CRM before anything was decided. */
async function crm(decisions = undecided) {
  const folder = await copyExample("crm");
  const path = join(folder.path, "decisions.yaml");
  await writeFile(path, decisions);
  return {
    merge: (argv: readonly string[], answers?: readonly unknown[]) =>
      runCli(["merge", ...argv], { cwd: folder.path, answers }),
    decisions: () => readFile(path, "utf8"),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

test("without a terminal open conflicts are named with what to write, and nothing is written", async () => {
  await using project = await crm();
  const { exit, out, err } = await project.merge([]);
  expect(exit).toBe(1);
  for (const [conflict, choose] of decided) {
    expect(out).toContain(`open ${conflict}\n`);
    expect(err).toContain(`schema merge --decide '${conflict}=`);
    expect(err).toContain(`- conflict: ${conflict}\n`);
    expect(err).toMatch(new RegExp(`^    ${choose.replace(/[()]/g, "\\$&")} +\\S`, "m"));
  }
  expect(err).toContain("16 |   zip: varchar(10)?");
  expect(err).toContain("8 |   zip: integer?");
  expect(err).toContain("4 conflicts need a decision. Then: schema merge");
  expect(await project.decisions()).toBe(undecided);
});

test("what rules settle is shown with the lines of both sides", async () => {
  await using project = await crm();
  const { out } = await project.merge([]);
  expect(out).toMatch(/merged type account\.name → varchar\(255\)/);
  expect(out).toMatch(
    /varchar\(120\) +account-management +modules\/account-management\/entities\/account\.yaml:4/,
  );
  expect(out).toContain("merged values account.status → Active, Inactive, Suspended");
  expect(out).toContain("merged nullable account.email → nullable");
  expect(out).toContain("merged type account.email → varchar(320)");
});

test("flags decide: the committed decisions of the example are what the command writes", async () => {
  await using project = await crm();
  const { exit, err } = await project.merge([...flags, "--by", "Anna"]);
  expect(exit).toBe(0);
  expect(err).toContain("Recorded in decisions.yaml: type account.zip → varchar(10);");
  expect(err).toContain("Next: schema harden");
  expect(await project.decisions()).toBe(
    await readFile(join(repository, "examples/crm/decisions.yaml"), "utf8"),
  );
  expect(await project.merge([])).toMatchObject({ exit: 0, err: "Next: schema harden" });
});

test("a dry run decides without writing", async () => {
  await using project = await crm();
  expect((await project.merge(["--dry-run", ...flags])).exit).toBe(0);
  expect(await project.decisions()).toBe(undecided);
});

test("a decision may be revised, with one reason for all", async () => {
  await using project = await crm();
  await project.merge(flags);
  const { exit, out } = await project.merge([
    "--decide",
    "type account.zip=text",
    "--why",
    "Foreign codes are longer.",
  ]);
  expect(exit).toBe(0);
  expect(out).toContain("decided type account.zip → text: Foreign codes are longer.");
  expect((await project.decisions()).match(/conflict: type account\.zip/g)).toHaveLength(1);
});

test("a terminal asks for choice and reason, again where an answer is impossible, and records each answer", async () => {
  await using project = await crm();
  const answers = [
    "both",
    "Desk and mobile.",
    "any other type",
    "no type",
    "varchar(12)",
    "",
    "Room.",
    "none",
    "Ask.",
    "cascade",
    "Gone.",
  ];
  const { exit, err } = await project.merge([], answers);
  expect(exit).toBe(0);
  expect(err).toContain("Recorded in decisions.yaml: type account.zip → varchar(12).");
  expect(await project.decisions()).toBe(`${modeline}decisions:
  - conflict: same-concept account.phone account.phone_number
    choose: both
    why: Desk and mobile.
  - conflict: type account.zip
    choose: varchar(12)
    why: Room.
  - conflict: default work_order.priority
    choose: none
    why: Ask.
  - conflict: on-delete work_order.location
    choose: cascade
    why: Gone.
`);
});

test("answers given before someone stops asking are kept", async () => {
  await using project = await crm();
  await expect(project.merge([], ["phone", "One number."])).rejects.toThrow("Unexpected question");
  expect(await project.decisions()).toContain("choose: phone");
});

test.for([
  [["--decide", "type account.zp=text", "--why", "x"], 1, 'Did you mean "type account.zip"?'],
  [
    ["--decide", "type account.zip=nonsense", "--why", "x"],
    1,
    "Choose `varchar(10)`, `integer`, any other type.",
  ],
  [["--decide", "type account.zip", "--why", "x"], 2, "does not say what to choose"],
  [["--decide", "type account.zip=text"], 2, "has no reason"],
  [["--decide", "type account.zip=text", "--why", "x", "--why", "y"], 2, "Give one --why for each --decide"],
] as const)("%j is refused, nothing is written", async ([argv, exit, message]) => {
  await using project = await crm();
  const result = await project.merge([...flags, ...argv]);
  expect(result.exit).toBe(exit);
  expect(result.err).toContain(message);
  expect(await project.decisions()).toBe(undecided);
});

test("useless and impossible decisions are findings at their lines", async () => {
  await using project = await crm(`decisions:
  - { conflict: type account.name, choose: text, why: Was open once. }
  - { conflict: on-delete work_order.location, choose: explode, why: Fun. }
`);
  const { exit, err } = await project.merge([]);
  expect(exit).toBe(1);
  expect(err).toContain('warning[merge/stale-decision]: There is no conflict "type account.name"');
  expect(err).toContain("--> decisions.yaml:2:");
  expect(err).toContain('error[merge/impossible-decision]: "explode" does not settle');
  expect(err).toContain("--> decisions.yaml:3:");
});

test("--json lists entities with fields and origins, what was widened, conflicts and decisions", async () => {
  await using project = await crm();
  const { exit, out } = await project.merge(["--json", ...flags.slice(0, 4)]);
  const result = JSON.parse(out);
  expect(exit).toBe(1);
  expect(result).toMatchObject({ version: 1, ok: false, findings: [] });
  const account = result.entities.find((entity: { name: string }) => entity.name === "account");
  expect(account.fields.find((field: { name: string }) => field.name === "zip")).toEqual({
    name: "zip",
    type: "varchar(10)",
    nullable: true,
    origins: [
      { module: "business model", file: "entities/account.yaml", line: 16, column: 3 },
      {
        module: "account-management",
        file: "modules/account-management/entities/account.yaml",
        line: 8,
        column: 3,
      },
    ],
  });
  expect(result.widened.map(({ id, to }: { id: string; to: string }) => `${id}: ${to}`)).toEqual([
    "type account.name: varchar(255)",
    "values account.status: Active, Inactive, Suspended",
    "type account.email: varchar(320)",
    "nullable account.email: nullable",
    "check account.email: email like '%_@_%'",
  ]);
  expect(result.conflicts.map(({ id }: { id: string }) => id)).toEqual([
    "same-concept account.phone account.phone_number",
    "default work_order.priority",
    "on-delete work_order.location",
  ]);
  expect(result.decisions).toMatchObject([{ id: "type account.zip", decision: { choose: "varchar(10)" } }]);
});
