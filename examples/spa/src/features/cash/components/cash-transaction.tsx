/** A deposit or withdrawal in three steps: form, confirmation, receipt. */

import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "@/components/ui/section";
import { usePayment } from "@/hooks/use-payment";
import { $api } from "@/lib/api";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import { OutcomeUnknown, type Payment, type Transaction } from "@/lib/bank-client/payments";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import { CashConfirmation } from "./cash-confirmation";
import { type CashDraft, draftValidators, EMPTY_DRAFT, toPayment, type ValidCashDraft } from "./cash-draft";
import { CashForm } from "./cash-form";
import { PendingPaymentList } from "./pending-payment-list";
import { Receipt } from "./receipt";

type Step =
  | { name: "form"; takesFocus: boolean; search?: string }
  | { name: "confirmation"; draft: ValidCashDraft }
  | { name: "receipt"; transaction: Transaction };

export function CashTransaction() {
  const { t } = useTranslation("cash");
  const [step, setStep] = useState<Step>({ name: "form", takesFocus: true });
  const [formError, setFormError] = useState<unknown>(null);
  const payment = usePayment();
  const limit = $api.useQuery("get", "/api/transactions/limits/").data?.transfer.limit ?? null;
  const form = useForm<CashDraft>({ initialValues: EMPTY_DRAFT, validate: draftValidators(limit) });

  const showForm = (search = "") => {
    setFormError(null);
    setStep({ name: "form", takesFocus: true, search });
  };
  /** The next transaction is often of the same kind. */
  const resetForm = () => form.setValues({ ...EMPTY_DRAFT, kind: form.getValues().kind });
  const callbacks = {
    onSuccess: (transaction: Transaction) => {
      resetForm();
      setFormError(null);
      setStep({ name: "receipt", transaction });
    },
    onError: (error: Error) => {
      if (error instanceof OutcomeUnknown) {
        // The pending payment is listed above the form, which is reset for the next one.
        resetForm();
        setStep({ name: "form", takesFocus: false });
        return;
      }
      setFormError(error);
      if (error instanceof BankError) form.setErrors(fieldErrors(error));
      setStep({ name: "form", takesFocus: true });
    },
  };
  const pay = (next: Payment | PendingPayment) => {
    setFormError(null);
    payment.mutate(next, callbacks);
  };

  const { error, variables } = payment;
  const newest = error instanceof OutcomeUnknown ? error.pending : null;
  const checking = payment.isPending && variables && "key" in variables ? variables : null;
  return (
    <Section title={t("title")}>
      {step.name === "form" && (
        <>
          <PendingPaymentList newest={newest} checking={checking} onCheck={pay} />
          <CashForm
            form={form}
            error={formError}
            takesFocus={step.takesFocus}
            search={step.search ?? ""}
            onSubmit={(draft) => setStep({ name: "confirmation", draft })}
          />
        </>
      )}
      {step.name === "confirmation" && (
        <CashConfirmation
          draft={step.draft}
          isPaying={payment.isPending}
          onConfirm={() => pay(toPayment(step.draft))}
          onBack={() => showForm()}
        />
      )}
      {step.name === "receipt" && <Receipt transaction={step.transaction} onNext={showForm} />}
    </Section>
  );
}
