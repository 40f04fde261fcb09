import { expect, test } from "vitest";
import { areNear, nearPairs } from "../../src/merger/near-names.ts";
import { differentWords, synonyms } from "../../src/merger/words.ts";

test.for<[string, string]>([
  ["phone", "phone_number"],
  ["phone", "tel"],
  ["home_phone", "home_telephone_number"],
  ["email", "e_mail"],
  ["email_address", "mail"],
  ["zip", "postal_code"],
  ["zipCode", "postal_code"],
  ["account", "customer"],
  ["account_name", "customerName"],
  ["tag", "tags"],
  ["first_name", "firstName"],
  ["first_name", "First Name"],
  ["adress", "address"],
  ["billing_adress", "billing_address"],
  ["recieved_at", "received_at"],
  ["created_at", "creation_date"],
  ["order_no", "order_number"],
])("%s and %s may be one concept", ([a, b]) => {
  expect(areNear(a, b)).toBe(true);
  expect(nearPairs([a, b])).toEqual([[a, b].sort()]);
});

test.for<[string, string]>([
  ["phone", "mobile_phone"],
  ["height", "weight"],
  ["payer", "payee"],
  ["employer", "employee"],
  ["min_price", "max_price"],
  ["address_1", "address_2"],
  ["line10", "line20"],
  ["start_at", "end_at"],
  ["name", "game"],
  ["country", "county"],
  ["contact", "contract"],
  ["city", "state"],
  ["account", "account_number"],
  ["id", "uid"],
  ["__proto__", "constructor"],
])("%s and %s are two concepts", ([a, b]) => {
  expect(areNear(a, b)).toBe(false);
  expect(nearPairs([a, b])).toEqual([]);
});

test("pairs do not depend on the order of the names", () => {
  const names = ["tel", "phone", "adress", "address", "phone_number", "x", "addresss"];
  expect(nearPairs(names)).toEqual(nearPairs(names.toReversed()));
  expect(nearPairs(names)).toEqual([
    ["address", "addresss"],
    ["address", "adress"],
    ["phone", "phone_number"],
    ["phone", "tel"],
    ["phone_number", "tel"],
  ]);
});

test("every pair of near names is found, though not all pairs are looked at", () => {
  const slips = [
    "address",
    "adress",
    "addres",
    "adresss",
    "aadress",
    "adderss",
    "addrexs",
    "address_2",
    "adress_2",
  ];
  const names = [...new Set([...synonyms.flat(), ...differentWords.flat(), ...slips])].sort();
  const all = names.flatMap((a, index) =>
    names.slice(index + 1).flatMap((b) => (areNear(a, b) ? [[a, b]] : [])),
  );
  expect(nearPairs(names)).toEqual(all);
  expect(all.length).toBeGreaterThan(200);
});

test.for(differentWords)("%s and %s differ though a letter tells them apart", ([a, b]) => {
  expect(areNear(a, b)).toBe(false);
  expect(areNear(`${a}${a}`, `${a}${b}`)).toBe(true);
});

test("no name stands for two concepts", () => {
  const names = synonyms.flat();
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
