import { expect, test } from "vitest";
import { cronSchedule } from "../../src/model/schemas/cron.ts";

test.for([
  ["0 3 * * *", true],
  ["*/15 0-6,22,23 1,$ jan-Mar mon", true],
  ["0 3 * * 7", true],
  ["0 24 * * *", false],
  ["60 3 * * *", false],
  ["0 3 0 * *", false],
  ["0 3 * feb-jan *", false],
  ["0 3 * * mon-tue-wed", false],
  ["*/0 3 * * *", false],
  ["0 3 * *", false],
  ["0 3 * * * *", false],
  ["daily", false],
] as const)("%s is a schedule: %s", ([text, expected]) => {
  expect(cronSchedule.safeParse(text).success).toBe(expected);
});
