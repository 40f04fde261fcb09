import { expect, test } from "vitest";
import { anyOf, runOnce } from "../../src/production/expression.ts";

test.for([
  ["owner_id = me()", "owner_id = (SELECT me())"],
  ["owner_id = public . me ( )", "owner_id = (SELECT public . me ( ))"],
  ["owner_id = (select me())", "owner_id = (select me())"],
  ["id in (select id from a where b = me())", "id in (select id from a where b = (SELECT me()))"],
  ["has_role('it''s') or has_role(wanted)", "(SELECT has_role('it''s')) or has_role(wanted)"],
  ["auth.uid() = id and x.me() and some_me()", "(SELECT auth.uid()) = id and x.me() and some_me()"],
  ["id = current_setting('app.x', true)::uuid", "id = (SELECT current_setting('app.x', true))::uuid"],
  [`a = 'me()' and "me()" = $x$ me() $x$ -- me()`, `a = 'me()' and "me()" = $x$ me() $x$ -- me()`],
  ["/* me() */ me()", "/* me() */ (SELECT me())"],
] as const)("%s", ([written, run]) => {
  expect(runOnce(written)).toBe(run);
});

test("alternatives", () => {
  expect(anyOf([])).toBeUndefined();
  expect(anyOf(["a = 1", "a = 1"])).toBe("a = 1");
  expect(anyOf(["a = 1 and b", "(SELECT has_role('x'))", "c -- d"])).toBe(
    "(a = 1 and b) OR (SELECT has_role('x')) OR (c -- d\n)",
  );
  expect(anyOf(["a = 1", "TRUE"])).toBe("TRUE");
});
