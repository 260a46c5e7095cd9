import { expect, test } from "vitest";
import { UNUSED_OPERATIONS } from "./unused-operations";
import { calls, documentedOperations } from "./used-operations";

const documented = documentedOperations();
const called = calls();
const isCalled = (operation: string) => called.some((call) => call.test(operation));

test("every operation of the API is called, or listed as unused with the reason", () => {
  expect(documented.length).toBeGreaterThan(80);
  expect(documented.filter((operation) => !isCalled(operation) && !(operation in UNUSED_OPERATIONS))).toEqual([]);
});

test("no listed operation is called or unknown to the API", () => {
  const listed = Object.keys(UNUSED_OPERATIONS);
  expect(listed.filter((operation) => isCalled(operation) || !documented.includes(operation))).toEqual([]);
});

test("every call is an operation of the API", () => {
  expect(called.filter((call) => !documented.some((operation) => call.test(operation)))).toEqual([]);
});
