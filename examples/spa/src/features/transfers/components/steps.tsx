/** The three steps of a transfer: details, review, receipt. */

import { useForm } from "@mantine/form";
import { useState } from "react";
import { usePayment } from "@/hooks/use-payment";
import { BankError } from "@/lib/bank-client/errors";
import { OutcomeUnknown, type Payment, type Transaction } from "@/lib/bank-client/payments";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import type { Account } from "@/types/api";
import { type Draft, draftValidators, EMPTY_DRAFT, normalizeDraft, toPayment } from "../utils/draft";
import { inputErrors } from "../utils/error-messages";
import { Details } from "./details";
import { Receipt } from "./receipt";
import { Review } from "./review";

type Step =
  /** `focus`: what gets the focus on return from a later step, a field or the heading. */
  | { name: "details"; focus?: string }
  | { name: "review"; draft: Draft; currency: string }
  | { name: "receipt"; transaction: Transaction };

export function Steps({ accounts, from }: { accounts: Account[]; from: string }) {
  const [step, setStep] = useState<Step>({ name: "details" });
  const form = useForm<Draft>({
    initialValues: { ...EMPTY_DRAFT, from_account: from },
    validate: draftValidators(accounts),
  });
  const payment = usePayment();

  function showDetails(focus = "heading") {
    payment.reset();
    setStep({ name: "details", focus });
  }

  function startAgain() {
    form.setValues({ ...EMPTY_DRAFT, from_account: form.getValues().from_account });
    showDetails();
  }

  function pay(next: Payment | PendingPayment) {
    payment.mutate(next, {
      onSuccess: (transaction) => setStep({ name: "receipt", transaction }),
      onError: (error) => {
        const fields = error instanceof BankError ? inputErrors(error) : null;
        if (!fields) return;
        showDetails(Object.keys(fields)[0]);
        form.setErrors(fields);
      },
    });
  }

  const { error, variables } = payment;
  // The payment stays visible while its status is checked.
  const checking = payment.isPending && variables && "key" in variables ? variables : null;
  const pending = error instanceof OutcomeUnknown ? error.pending : checking;
  switch (step.name) {
    case "details":
      return (
        <Details
          form={form}
          accounts={accounts}
          focus={step.focus}
          onSubmit={(draft) => {
            const from = accounts.find(({ number }) => number === draft.from_account);
            if (from) setStep({ name: "review", draft: normalizeDraft(draft, accounts), currency: from.currency });
          }}
        />
      );
    case "review":
      return (
        <Review
          draft={step.draft}
          currency={step.currency}
          accounts={accounts}
          isPaying={payment.isPending}
          pending={pending}
          error={error}
          onPay={() => pay(toPayment(step.draft))}
          onCheck={pay}
          onChange={() => showDetails()}
        />
      );
    case "receipt":
      return <Receipt transaction={step.transaction} accounts={accounts} onAgain={startAgain} />;
  }
}
