import { expect, test } from "vitest";
import { z } from "zod";
import { type CheckResult, reports } from "../../src/check/report.ts";

const source = {
  path: "examples/my crm/entities/account.yaml",
  text: "entity: account\nfields:\n  name: varchr(20)\n",
};
const rule = (code: string) => ({ code, promise: `${code} hold` });

const result: CheckResult = {
  version: "1.2.3",
  outcomes: [
    {
      rule: rule("definitions"),
      findings: [
        {
          code: "model/unknown-type",
          severity: "error",
          message: 'Field "name" has the unknown type "varchr",\n100% sure.',
          help: "Did you mean varchar?",
          at: { source, start: 32, end: 38 },
        },
        { code: "model/doc", severity: "warning", message: "Without a place." },
      ],
    },
    { rule: rule("merge"), findings: [{ code: "merge/hint", severity: "info", message: "Only a hint." }] },
    { rule: rule("production"), findings: [], blockedBy: "definitions" },
  ],
};

test("text: the findings, then a line for each rule", () => {
  expect(reports.text(result)).toMatchInlineSnapshot(`
    "error[model/unknown-type]: Field "name" has the unknown type "varchr",
    100% sure.
      --> examples/my crm/entities/account.yaml:3:9
         3 |   name: varchr(20)
           |         ^^^^^^
      help: Did you mean varchar?

    warning[model/doc]: Without a place.

    info[merge/hint]: Only a hint.

    ✗ definitions  2 findings
    · merge        1 note, see above
    - production   not checked: settle definitions first"
  `);
});

test("json: rules and findings", () => {
  expect(JSON.parse(reports.json(result))).toMatchInlineSnapshot(`
    {
      "findings": [
        {
          "code": "model/unknown-type",
          "column": 9,
          "file": "examples/my crm/entities/account.yaml",
          "help": "Did you mean varchar?",
          "line": 3,
          "message": "Field "name" has the unknown type "varchr",
    100% sure.",
          "severity": "error",
        },
        {
          "code": "model/doc",
          "message": "Without a place.",
          "severity": "warning",
        },
        {
          "code": "merge/hint",
          "message": "Only a hint.",
          "severity": "info",
        },
      ],
      "ok": false,
      "rules": [
        {
          "code": "definitions",
          "held": false,
          "promise": "definitions hold",
        },
        {
          "code": "merge",
          "held": true,
          "promise": "merge hold",
        },
        {
          "blockedBy": "definitions",
          "code": "production",
          "held": false,
          "promise": "production hold",
        },
      ],
      "version": 1,
    }
  `);
});

test("github: one annotation for each finding, escaped", () => {
  expect(reports.github(result)).toMatchInlineSnapshot(`
    "::error file=examples/my crm/entities/account.yaml,line=3,col=9,title=model/unknown-type::Field "name" has the unknown type "varchr",%0A100%25 sure.%0ADid you mean varchar?
    ::warning title=model/doc::Without a place.
    ::notice title=merge/hint::Only a hint."
  `);
});

test("sarif: a log that has what the standard asks for", () => {
  const log = sarifLog.parse(JSON.parse(reports.sarif(result)));
  expect(log.runs[0]?.results).toMatchInlineSnapshot(`
    [
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "examples/my%20crm/entities/account.yaml",
              },
              "region": {
                "endColumn": 15,
                "endLine": 3,
                "startColumn": 9,
                "startLine": 3,
              },
            },
          },
        ],
        "message": {
          "text": "Field "name" has the unknown type "varchr",
    100% sure.
    Did you mean varchar?",
        },
        "ruleId": "model/unknown-type",
        "ruleIndex": 2,
      },
      {
        "level": "warning",
        "message": {
          "text": "Without a place.",
        },
        "ruleId": "model/doc",
        "ruleIndex": 1,
      },
      {
        "level": "note",
        "message": {
          "text": "Only a hint.",
        },
        "ruleId": "merge/hint",
        "ruleIndex": 0,
      },
    ]
  `);
  for (const { ruleId, ruleIndex } of log.runs[0]?.results ?? []) {
    expect(log.runs[0]?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  }
});

test("no findings make a report too", () => {
  const clean: CheckResult = { version: "1.2.3", outcomes: [{ rule: rule("definitions"), findings: [] }] };
  expect(reports.text(clean)).toBe("✓ definitions  definitions hold");
  expect(JSON.parse(reports.json(clean))).toMatchObject({ version: 1, ok: true, findings: [] });
  expect(reports.github(clean)).toBe("");
  expect(sarifLog.parse(JSON.parse(reports.sarif(clean))).runs[0]?.results).toEqual([]);
});

/** The part of SARIF 2.1.0 that is used here, with its obligations: sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.29, 3.30. */
const line = z.int().min(1);
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.string(),
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
            rules: z.array(z.strictObject({ id: z.string() })),
          }),
        }),
        columnKind: z.literal("utf16CodeUnits"),
        results: z.array(
          z.strictObject({
            ruleId: z.string(),
            ruleIndex: z.int().min(0),
            level: z.enum(["none", "note", "warning", "error"]),
            message: z.strictObject({ text: z.string() }),
            locations: z
              .array(
                z.strictObject({
                  physicalLocation: z.strictObject({
                    artifactLocation: z.strictObject({ uri: z.string().regex(/^[^\s\\]+$/) }),
                    region: z.strictObject({
                      startLine: line,
                      startColumn: line,
                      endLine: line,
                      endColumn: line,
                    }),
                  }),
                }),
              )
              .optional(),
          }),
        ),
      }),
    )
    .min(1),
});
