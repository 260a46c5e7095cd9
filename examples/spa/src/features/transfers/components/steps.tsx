/** The three steps of a transfer: details, review, receipt. Each is an entry of the history, so Back leads one step back. */

import { useForm } from "@mantine/form";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useNavigate } from "react-router";
import { usePayment } from "@/hooks/use-payment";
import { BankError } from "@/lib/bank-client/errors";
import { OutcomeUnknown, type Payment, type Transaction } from "@/lib/bank-client/payments";
import type { PendingPayment } from "@/lib/bank-client/pending-payments";
import { clearDraft, readDraft, saveDraft } from "@/lib/drafts";
import type { Account } from "@/types/api";
import { useCheckPayee } from "../api/transfers";
import { type Draft, draftValidators, EMPTY_DRAFT, findAccount, normalizeDraft, toPayment } from "../utils/draft";
import { inputErrors } from "../utils/error-messages";
import type { TransferLimit } from "../utils/limit";
import { Details } from "./details";
import { Receipt } from "./receipt";
import { Review } from "./review";

interface Props {
  accounts: Account[];
  limit: TransferLimit;
  /** The name of the draft, which survives leaving the page. */
  draftName: string;
  /** Fields that a link to this page has filled in. */
  given: Partial<Draft>;
}

export function Steps({ accounts, limit, draftName, given }: Props) {
  const { t } = useTranslation("transfers");
  const { step, showReview, showDetails, showReceipt } = useSteps();
  const [focus, setFocus] = useState<string>();
  const [reviewed, setReviewed] = useState<Draft | null>(null);
  const [transaction, setTransaction] = useState<Transaction | null>(null);
  const [isChecking, setChecking] = useState(false);
  const checkPayee = useCheckPayee();
  const payment = usePayment();
  const form = useForm<Draft>({
    initialValues: initialDraft(accounts, draftName, given),
    validate: draftValidators(accounts, limit),
    onValuesChange: (values) => saveDraft(draftName, values),
  });

  async function review(typed: Draft) {
    const draft = normalizeDraft(typed, accounts);
    payment.reset();
    setChecking(true);
    const isFound = findAccount(accounts, draft.to_account) || (await checkPayee(draft.to_account));
    setChecking(false);
    if (!isFound) {
      form.setFieldError("to_account", t("account_not_found"));
      form.getInputNode("to_account")?.focus();
      return;
    }
    setReviewed(draft);
    setFocus("heading");
    showReview();
  }

  function edit(field = "heading") {
    setFocus(field);
    showDetails();
  }

  function startAgain() {
    setTransaction(null);
    edit();
  }

  function pay(next: Payment | PendingPayment) {
    payment.mutate(next, {
      onSuccess: (done) => {
        setTransaction(done);
        form.setValues({ ...EMPTY_DRAFT, from_account: form.getValues().from_account });
        clearDraft(draftName);
        showReceipt();
      },
      onError: (error) => {
        const fields = error instanceof BankError ? inputErrors(error) : null;
        if (!fields) return;
        payment.reset();
        form.setErrors(fields);
        edit(Object.keys(fields)[0]);
      },
    });
  }

  if (step === "receipt" && transaction) {
    return <Receipt transaction={transaction} accounts={accounts} onAgain={startAgain} />;
  }
  const from = findAccount(accounts, reviewed?.from_account ?? "");
  if (step === "review" && reviewed && from) {
    const { error, variables } = payment;
    // The payment stays visible while its status is checked.
    const checking = payment.isPending && variables && "key" in variables ? variables : null;
    return (
      <Review
        draft={reviewed}
        currency={from.currency}
        accounts={accounts}
        isPaying={payment.isPending}
        pending={error instanceof OutcomeUnknown ? error.pending : checking}
        error={error}
        onPay={() => pay(toPayment(reviewed, from.currency))}
        onCheck={pay}
        onChange={() => edit()}
      />
    );
  }
  return (
    <Details
      form={form}
      accounts={accounts}
      limit={limit}
      focus={focus}
      isChecking={isChecking}
      onSubmit={(draft) => void review(draft)}
    />
  );
}

function initialDraft(accounts: Account[], draftName: string, given: Partial<Draft>): Draft {
  const draft = { ...EMPTY_DRAFT, ...readDraft<Draft>(draftName), ...given };
  const [only, second] = accounts;
  const from = findAccount(accounts, draft.from_account) ?? (second ? undefined : only);
  return { ...draft, from_account: from?.number ?? "" };
}

type Step = "details" | "review" | "receipt";

/** The step in the state of the location. The reviewed draft is in memory only, so a reload begins at the details. */
function useSteps() {
  const navigate = useNavigate();
  const { state, pathname, search } = useLocation();
  const wasReloaded = useRef(true);
  const go = (step: Step, replace: boolean) => {
    wasReloaded.current = false;
    void navigate({ pathname, search }, { state: { step }, replace, preventScrollReset: true });
  };
  const step = (state as { step?: Step } | null)?.step ?? "details";
  // biome-ignore lint/correctness/useExhaustiveDependencies: only on mount
  useEffect(() => {
    if (wasReloaded.current && step !== "details") go("details", true);
  }, []);
  return {
    step,
    showReview: () => go("review", false),
    showDetails: () => (step === "review" ? void navigate(-1) : go("details", true)),
    showReceipt: () => go("receipt", true),
  };
}
