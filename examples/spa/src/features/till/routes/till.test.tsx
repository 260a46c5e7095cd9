/** The till: the count, its difference, and a repeated count. */

import { screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { bank } from "@/lib/bank";
import { errorResponse, json, signInAs, storeConfig } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { TillPage } from "./till";

const user = userEvent.setup();

async function openTill(...responses: (Response | "no response")[]) {
  await signInAs("cashier");
  storeConfig();
  const state = bank.session.getState();
  const id = state.status === "signed-in" ? state.user.id : 0;
  const sent = mockApi({
    "GET /api/tills/": [json({ results: [{ cashier: { id, full_name: "The cashier" }, balance: "500.00" }] })],
    [`POST /api/tills/${id}/count/`]: responses,
  });
  renderPage(<TillPage />);
  await screen.findByLabelText("Counted");
  return () => sent.filter(({ method }) => method === "POST");
}

test.each([
  ["495", "495.00", "-5.00", "$5.00 short. Expected: $500.00. The difference is recorded."],
  ["$501.50", "501.50", "1.50", "$1.50 over. Expected: $500.00. The difference is recorded."],
  ["500.00", "500.00", "0.00", "The count is right: $500.00."],
])("a count of %s shows its difference", async (typed, counted, difference, message) => {
  const counts = await openTill(json({ expected: "500.00", counted, difference }, 201));
  await user.type(screen.getByLabelText("Counted"), `${typed}{Enter}`);
  expect((await screen.findByRole("status")).textContent).toBe(message);
  expect(await counts()[0]?.json()).toEqual({ counted });
});

test("a till may be empty", async () => {
  const counts = await openTill(json({ expected: "500.00", counted: "0.00", difference: "-500.00" }, 201));
  await user.type(screen.getByLabelText("Counted"), "0{Enter}");
  await screen.findByRole("status");
  expect(await counts()[0]?.json()).toEqual({ counted: "0" });
});

test.each([
  ["no response", "no response" as const],
  ["a 503", errorResponse(503, "unavailable")],
  ["a 409 of the first request in progress", errorResponse(409, "idempotency_in_progress")],
])("a count with %s is repeated under the same key", async (_, response) => {
  const counts = await openTill(response, json({ expected: "500.00", counted: "495.00", difference: "-5.00" }, 201));
  await user.type(screen.getByLabelText("Counted"), "495{Enter}");
  await screen.findByRole("alert");
  await user.click(screen.getByRole("button", { name: "Record the count" }));
  await screen.findByRole("status");
  expect(new Set(counts().map(({ headers }) => headers.get("Idempotency-Key"))).size).toBe(1);
  expect(counts()).toHaveLength(2);
});
