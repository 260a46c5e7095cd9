/** Requests that need a second factor: the prompt, the repeated request, lost responses and cancellation. */

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Tab } from "@/testing/fake-browser";
import { ACCOUNTS, MARY, OMAR, openTabAs, RENT, signIn, signInMary, TRANSFER } from "@/testing/fixtures";
import { apiError, lost, unreachable } from "@/testing/network-faults";
import { keys, OUTCOME_UNKNOWN, pay, pendingIn } from "@/testing/payment-helpers";
import type { StepUpPrompt } from "./step-up";

beforeEach(() => void vi.useFakeTimers());

type Answer = string | null;

/** A page that answers each prompt in turn: the id of a confirmation, or null to cancel. Returns the prompts. */
function answerWith(tab: Tab, ...answers: Answer[]): StepUpPrompt[] {
  const prompts: StepUpPrompt[] = [];
  tab.call(({ stepUp }) =>
    stepUp.subscribe(() => {
      const prompt = stepUp.current();
      if (!prompt || prompts.includes(prompt)) return;
      prompts.push(prompt);
      const answer = answers.shift() ?? null;
      queueMicrotask(() => (answer === null ? stepUp.cancel() : stepUp.allow(answer)));
    }),
  );
  return prompts;
}

describe.each(["cookie", "body"] as const)("in %s transport", (transport) => {
  /** Mary's tab, in a bank where her rent must be confirmed. */
  async function setUp(...confirmations: string[]) {
    const one = await signInMary(transport);
    one.bank.payments.stepUpAmount = 100;
    for (const id of confirmations) one.bank.payments.confirmations.add(id);
    return one;
  }

  test("a payment that must be confirmed is described and sent again under the same key", async () => {
    const { bank, tab } = await setUp("c-1");
    const prompts = answerWith(tab, "c-1");
    await expect(pay(tab)).resolves.toMatchObject({ amount: "250.00" });
    const [key] = keys(bank);
    const request = { method: "POST", path: TRANSFER, body: RENT.body, idempotency_key: key };
    expect(prompts).toEqual([{ kind: "confirmation", request }]);
    expect(bank.payments.made).toHaveLength(1);
    expect(keys(bank)).toHaveLength(1);
    expect(pendingIn(tab)).toEqual([]);
  });

  test("step_up_required does not end the session", async () => {
    const { tab } = await setUp();
    answerWith(tab, null);
    await expect(pay(tab)).rejects.toMatchObject({ code: "step_up_required" });
    expect(tab.state).toMatchObject({ status: "signed-in", user: { id: MARY.id } });
  });

  test("a cancelled payment is not made and leaves no pending payment", async () => {
    const { bank, tab } = await setUp();
    answerWith(tab, null);
    await expect(pay(tab)).rejects.toMatchObject({ code: "step_up_required" });
    expect(bank.payments.made).toEqual([]);
    expect(pendingIn(tab)).toEqual([]);
  });

  test("without a page that shows a dialog the error is thrown at once", async () => {
    const { tab } = await setUp();
    await expect(pay(tab)).rejects.toMatchObject({ status: 401, code: "step_up_required" });
  });

  test("a confirmation that has expired is asked for again", async () => {
    const { bank, tab } = await setUp("c-2");
    const prompts = answerWith(tab, "expired", "c-2");
    await pay(tab);
    expect(prompts).toHaveLength(2);
    expect(bank.payments.made).toHaveLength(1);
  });

  test("a lost response to a confirmed payment is repeated without asking again", async () => {
    const { browser, bank, tab } = await setUp("c-1");
    const prompts = answerWith(tab, "c-1");
    browser.failNext(TRANSFER, (serve) => serve(), lost);
    await expect(pay(tab)).resolves.toMatchObject({ amount: "250.00" });
    expect(bank.payments.made).toHaveLength(1);
    expect(prompts).toHaveLength(1);
  });

  test("a confirmed payment that did not arrive is repeated with its confirmation", async () => {
    const { browser, bank, tab } = await setUp("c-1");
    const prompts = answerWith(tab, "c-1");
    browser.failNext(TRANSFER, (serve) => serve(), unreachable);
    await pay(tab);
    expect(bank.payments.made).toHaveLength(1);
    expect(prompts).toHaveLength(1);
  });

  test("an unknown payment that did not arrive is confirmed when its status is checked", async () => {
    const { browser, bank, tab } = await setUp("c-1");
    answerWith(tab, "c-1");
    browser.failNext(TRANSFER, unreachable, unreachable, unreachable);
    await expect(pay(tab)).rejects.toMatchObject(OUTCOME_UNKNOWN);
    const [pending] = pendingIn(tab);
    await tab.run(({ payments }) => payments.confirm(pending as NonNullable<typeof pending>));
    expect(bank.payments.made).toHaveLength(1);
    expect(keys(bank)).toHaveLength(1);
  });

  test("a check of an unknown payment that is cancelled shows that it was not made", async () => {
    const { browser, tab } = await setUp();
    answerWith(tab, null);
    browser.failNext(TRANSFER, unreachable, unreachable, unreachable);
    await expect(pay(tab)).rejects.toMatchObject(OUTCOME_UNKNOWN);
    const [pending] = pendingIn(tab);
    const check = tab.run(({ payments }) => payments.confirm(pending as NonNullable<typeof pending>));
    await expect(check).rejects.toMatchObject({ code: "step_up_required" });
    expect(pendingIn(tab)).toEqual([]);
  });

  test("a double click asks once and pays once", async () => {
    const { bank, tab } = await setUp("c-1");
    const prompts = answerWith(tab, "c-1");
    await Promise.all([pay(tab), pay(tab)]);
    expect(prompts).toHaveLength(1);
    expect(bank.payments.made).toHaveLength(1);
  });

  test("another user who signs in during the dialog does not send the first user's payment", async () => {
    const { browser, bank, tab } = await setUp("c-1");
    tab.call(({ stepUp }) => stepUp.subscribe(() => {}));
    const paying = tab.start(({ payments }) => payments.pay(RENT));
    await vi.waitFor(() => expect(tab.call(({ stepUp }) => stepUp.current())).not.toBeNull());
    await tab.run(({ session }) => session.signOut());
    await signIn(tab, OMAR);
    tab.call(({ stepUp }) => stepUp.allow("c-1"));
    await expect(paying).rejects.toMatchObject({ code: "step_up_required" });
    expect(bank.payments.made).toEqual([]);
    expect(browser.tabs).toHaveLength(1);
  });

  test("prompts that wait are cancelled when the user leaves", async () => {
    const { tab } = await setUp();
    tab.call(({ stepUp }) => stepUp.subscribe(() => {}));
    const paying = tab.start(({ payments }) => payments.pay(RENT));
    await vi.waitFor(() => expect(tab.call(({ stepUp }) => stepUp.current())).not.toBeNull());
    tab.call(({ stepUp }) => stepUp.cancelAll());
    await expect(paying).rejects.toMatchObject({ code: "step_up_required" });
    expect(tab.call(({ stepUp }) => stepUp.current())).toBeNull();
  });

  test("factor_setup_required restricts the session until a factor is added", async () => {
    const { browser, tab } = await setUp();
    browser.failNext(ACCOUNTS, apiError(403, "factor_setup_required"));
    await tab.run(({ api }) => api.GET(ACCOUNTS));
    expect(tab.state).toMatchObject({ status: "signed-in", needsFactor: true });
    tab.call(({ session }) => session.factorAdded());
    expect(tab.state).not.toHaveProperty("needsFactor");
  });
});

test("a change of the user's own factors asks for a proof and is sent again without a header", async () => {
  const { browser, bank, tab } = await signInMary();
  const prompts = answerWith(tab, "");
  const path = "/api/users/factors/totp/";
  browser.failNext(path, apiError(401, "step_up_required"));
  await tab.run(({ api }) => api.DELETE(path));
  expect(prompts).toEqual([{ kind: "proof" }]);
  expect(bank.log.filter((one) => one.path === path).map(({ headers }) => headers.get("Confirmation"))).toEqual([null]);
});

test("the warning about a stolen password lasts over a reload and ends with its change", async () => {
  const { browser, tab } = await signInMary();
  const record = JSON.parse(localStorage.getItem("bank.sign-in") ?? "{}");
  const warned = { ...record, user: { ...record.user, must_change_password: true } };
  localStorage.setItem("bank.sign-in", JSON.stringify(warned));
  const other = browser.open();
  await other.run(({ session }) => session.start());
  expect(other.state).toMatchObject({ user: { must_change_password: true } });
  tab.call(({ session }) => session.passwordChanged());
  expect(tab.state).not.toHaveProperty("user.must_change_password");
  await openTabAs(browser, MARY);
});
