/** The three steps of a transfer, and how one leads to the next. */

import { useForm } from "@mantine/form";
import { useState } from "react";
import { BankError } from "../../bank/errors";
import { OutcomeUnknown, type Payment, type Transaction } from "../../bank/payments";
import type { PendingPayment } from "../../bank/pending";
import { usePaying } from "../../react/paying";
import type { Account } from "../accounts/read";
import { Details } from "./details";
import { checksFor, type Draft, EMPTY, paymentOf, settled } from "./draft";
import { Receipt } from "./receipt";
import { fieldsAtFault } from "./refusals";
import { Review } from "./review";

type Step =
  /** `back`: where one goes on after another step, a field at fault or the heading. Absent at first. */
  | { name: "details"; back?: string }
  | { name: "review"; draft: Draft; currency: string }
  | { name: "receipt"; transaction: Transaction };

export function Steps({ accounts, from }: { accounts: Account[]; from: string }) {
  const [step, setStep] = useState<Step>({ name: "details" });
  const form = useForm<Draft>({ initialValues: { ...EMPTY, from_account: from }, validate: checksFor(accounts) });
  const paying = usePaying();

  function change(back = "heading") {
    paying.reset();
    setStep({ name: "details", back });
  }

  function again() {
    form.setValues({ ...EMPTY, from_account: form.getValues().from_account });
    change();
  }

  function pay(what: Payment | PendingPayment) {
    paying.mutate(what, {
      onSuccess: (transaction) => setStep({ name: "receipt", transaction }),
      onError: (error) => {
        const fields = error instanceof BankError ? fieldsAtFault(error) : null;
        if (!fields) return;
        change(Object.keys(fields)[0]);
        form.setErrors(fields);
      },
    });
  }

  const { error, variables } = paying;
  // Stays in sight while it is asked about.
  const asked = paying.isPending && variables && "key" in variables ? variables : null;
  const unconfirmed = error instanceof OutcomeUnknown ? error.pending : asked;
  switch (step.name) {
    case "details":
      return (
        <Details
          form={form}
          accounts={accounts}
          back={step.back}
          onDone={(draft) => {
            const from = accounts.find(({ number }) => number === draft.from_account);
            if (from) setStep({ name: "review", draft: settled(draft, accounts), currency: from.currency });
          }}
        />
      );
    case "review":
      return (
        <Review
          draft={step.draft}
          currency={step.currency}
          accounts={accounts}
          isPaying={paying.isPending}
          unconfirmed={unconfirmed}
          error={error}
          onPay={() => pay(paymentOf(step.draft))}
          onAsk={pay}
          onChange={() => change()}
        />
      );
    case "receipt":
      return <Receipt transaction={step.transaction} accounts={accounts} onAgain={again} />;
  }
}
