/** A manager's actions on an account need a reason. */

import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ACCOUNT, errorResponse, json, signInAs } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import type { Account } from "@/types/api";
import { AccountActions } from "./account-actions";

const user = userEvent.setup();

async function openActions(role: "member" | "cashier" | "manager", responses: Record<string, Response[]> = {}) {
  await signInAs(role);
  const sent = mockApi(responses);
  renderPage(<AccountActions account={ACCOUNT as Account} />);
  return sent;
}

async function openDialog(name: string) {
  await user.click(screen.getByRole("button", { name }));
  return within(await screen.findByRole("dialog"));
}

test.each(["member", "cashier"] as const)("a %s is offered no actions", async (role) => {
  await openActions(role);
  expect(screen.queryByRole("button")).toBeNull();
});

test("freezing needs a reason, which is sent", async () => {
  const sent = await openActions("manager", { "POST /api/accounts/100000000287/freeze/": [json(ACCOUNT)] });
  const dialog = await openDialog("Freeze the account");
  await user.click(dialog.getByRole("button", { name: "Freeze the account" }));
  expect(dialog.getByText("Please enter a reason.")).toBeDefined();
  expect(sent).toHaveLength(0);
  await user.type(dialog.getByLabelText("Reason"), "Card lost{Enter}");
  await expect.poll(() => sent.length).toBe(1);
  expect(await sent[0]?.json()).toEqual({ reason: "Card lost" });
});

test("an account with a balance is not closed, and the reason is shown", async () => {
  await openActions("manager", {
    "POST /api/accounts/100000000287/close/": [errorResponse(422, "balance_not_zero")],
  });
  const dialog = await openDialog("Close the account");
  await user.type(dialog.getByLabelText("Reason"), "Member left{Enter}");
  expect((await dialog.findByRole("alert")).textContent).toBe("Only an account with a zero balance can be closed.");
});
