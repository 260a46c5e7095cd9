/** One piece of cash work at a time: written down, confirmed, paid, receipted. */

import { useForm } from "@mantine/form";
import { useState } from "react";
import { BankError, sentencesOf } from "../../bank/errors";
import { OutcomeUnknown, type Payment, type Transaction } from "../../bank/payments";
import type { PendingPayment } from "../../bank/pending";
import { usePaying } from "../../react/paying";
import { Section } from "../../ui/section";
import { type Cash, CHECKS, type FilledCash, NO_CASH, paymentOf } from "./cash";
import { CashForm } from "./cash-form";
import { Confirmation } from "./confirmation";
import { Receipt } from "./receipt";
import { UnconfirmedList } from "./unconfirmed-list";

type Step =
  | { name: "writing"; takesFocus: boolean }
  | { name: "confirming"; cash: FilledCash }
  | { name: "paid"; transaction: Transaction };

export function CashWork() {
  const [step, setStep] = useState<Step>({ name: "writing", takesFocus: false });
  const [refusal, setRefusal] = useState<unknown>(null);
  const paying = usePaying();
  const form = useForm<Cash>({ initialValues: NO_CASH, validate: CHECKS });

  const write = () => {
    setRefusal(null);
    setStep({ name: "writing", takesFocus: true });
  };
  const settle = {
    onSuccess: (transaction: Transaction) => {
      form.reset();
      setRefusal(null);
      setStep({ name: "paid", transaction });
    },
    onError: (error: Error) => {
      if (error instanceof OutcomeUnknown) {
        // It stands above the form, and the form is for the next one.
        form.reset();
        setStep({ name: "writing", takesFocus: false });
        return;
      }
      setRefusal(error);
      if (error instanceof BankError) form.setErrors(sentencesOf(error));
      setStep({ name: "writing", takesFocus: true });
    },
  };
  const pay = (asked: Payment | PendingPayment) => {
    setRefusal(null);
    paying.mutate(asked, settle);
  };

  const { error, variables } = paying;
  const unconfirmed = error instanceof OutcomeUnknown ? error.pending : null;
  const asked = paying.isPending && variables && "key" in variables ? variables : null;
  return (
    <Section title="Cash">
      {step.name === "writing" && (
        <>
          <UnconfirmedList newest={unconfirmed} asked={asked} onAsk={pay} />
          <CashForm
            form={form}
            refusal={refusal}
            takesFocus={step.takesFocus}
            onFilled={(cash) => setStep({ name: "confirming", cash })}
          />
        </>
      )}
      {step.name === "confirming" && (
        <Confirmation
          cash={step.cash}
          isPaying={paying.isPending}
          onConfirm={() => pay(paymentOf(step.cash))}
          onBack={write}
        />
      )}
      {step.name === "paid" && <Receipt transaction={step.transaction} onNext={write} />}
    </Section>
  );
}
