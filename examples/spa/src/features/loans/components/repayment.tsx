/** Pays an instalment, a typed amount or the whole of a loan; from an account, or at the cash desk in cash. */

import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { groupNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { ReceiptButtons } from "@/components/ui/receipt-buttons";
import { Section } from "@/components/ui/section";
import { usePayment } from "@/hooks/use-payment";
import { useUser } from "@/hooks/use-session";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import { OutcomeUnknown, type Payment } from "@/lib/bank-client/payments";
import type { Account, Loan } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { fractionDigits, isMoreThan, parseTypedAmount } from "@/utils/amount";
import { amountErrorMessage } from "@/utils/amount-messages";
import { paymentErrorMessage } from "@/utils/error-messages";
import { focusFirstError } from "@/utils/form-errors";
import { formatMoney } from "@/utils/format";
import { useBorrowerAccounts } from "../api/loans";

const CASH = "";

export function Repayment({ loan }: { loan: Loan }) {
  const user = useUser();
  const isStaff = user.role !== "member";
  const accounts = useBorrowerAccounts(loan.borrower.id).data?.results;
  if (isStaff && user.id === loan.borrower.id) return null;
  if (!accounts) return null;
  return (
    <Section title={isStaff ? "Take a repayment" : "Pay"}>
      <RepaymentForm key={loan.id} loan={loan} accounts={accounts} withCash={isStaff} />
    </Section>
  );
}

interface FormProps {
  loan: Loan;
  accounts: Account[];
  withCash: boolean;
}

function RepaymentForm({ loan, accounts, withCash }: FormProps) {
  const { currency } = loan;
  const [reviewed, setReviewed] = useState<Payment | null>(null);
  const payment = usePayment();
  const findAccount = (number: string) => accounts.find((account) => account.number === number);
  const form = useForm({
    initialValues: {
      from_account: withCash ? CASH : (findAccount(loan.account) ?? accounts[0])?.number,
      amount: loan.overdue?.amount ?? loan.next_due?.amount ?? "",
    },
    validate: { amount: (amount, { from_account }) => amountError(amount, loan, findAccount(from_account ?? CASH)) },
  });
  if (!withCash && accounts.length === 0) return <Text>You have no account to pay from.</Text>;

  const submit = form.onSubmit(({ from_account, amount }) => {
    const typed = parseTypedAmount(amount, fractionDigits(loan.amount), currency).amount ?? "";
    payment.reset();
    setReviewed(toPayment(loan, typed, from_account ?? CASH));
  }, focusFirstError(form));
  const pay = () =>
    reviewed &&
    payment.mutate(payment.error instanceof OutcomeUnknown ? payment.error.pending : reviewed, {
      onSuccess: () => form.reset(),
      onError: (error) => {
        if (!(error instanceof BankError) || !error.fields.amount) return;
        form.setErrors(fieldErrors(error));
        setReviewed(null);
      },
    });
  const money = formatMoney(
    parseTypedAmount(form.values.amount, fractionDigits(loan.amount), currency).amount ?? "0",
    currency,
  );
  return (
    <>
      <form onSubmit={submit} noValidate>
        <Stack>
          <NativeSelect
            label="From"
            maw={420}
            data={[
              ...(withCash ? [{ value: CASH, label: "Cash" }] : []),
              ...accounts.map((account) => ({ value: account.number, label: describeAccount(account) })),
            ]}
            {...form.getInputProps("from_account")}
          />
          <AmountInput currency={currency} {...form.getInputProps("amount")} />
          <Suggestions loan={loan} onSelect={(amount) => form.setFieldValue("amount", amount)} />
          <Button type="submit" w="fit-content">
            Continue
          </Button>
        </Stack>
      </form>
      <Modal
        opened={reviewed !== null}
        onClose={() => payment.isPending || setReviewed(null)}
        title={payment.data ? "Payment received" : "Make this payment?"}
      >
        {payment.data ? (
          <Stack>
            <Text role="status">
              {formatMoney(payment.data.amount, currency)} for loan {loan.id}. Transaction {payment.data.id}.
            </Text>
            <ReceiptButtons transaction={payment.data.id} />
            <Button ml="auto" autoFocus onClick={() => setReviewed(null)}>
              Close
            </Button>
          </Stack>
        ) : (
          <Stack>
            <Text>
              {reviewed?.to === "/api/loans/{loan_id}/settle/"
                ? `Pay off loan ${loan.id} with ${money}`
                : `Pay ${money} for loan ${loan.id}`}
              {form.values.from_account ? ` from account ${groupNumber(form.values.from_account)}.` : " in cash."}
            </Text>
            <ErrorAlert error={payment.error} toMessage={paymentErrorMessage} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setReviewed(null)} disabled={payment.isPending}>
                Cancel
              </Button>
              <Button onClick={pay} loading={payment.isPending} data-autofocus>
                {payment.error instanceof OutcomeUnknown ? "Check status" : `Pay ${money}`}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  );
}

/** Fill in the amount: what is overdue, the next instalment, or all of the loan. */
function Suggestions({ loan, onSelect }: { loan: Loan; onSelect: (amount: string) => void }) {
  const { overdue, next_due, settlement_amount, currency } = loan;
  const suggestions = [
    { name: "Overdue", amount: overdue?.amount },
    { name: "Next instalment", amount: overdue ? undefined : next_due?.amount },
    { name: "Pay off", amount: settlement_amount },
  ];
  return (
    <Group gap="xs">
      {suggestions.map(
        ({ name, amount }) =>
          amount && (
            <Button key={name} variant="default" size="xs" onClick={() => onSelect(amount)}>
              {name}: {formatMoney(amount, currency)}
            </Button>
          ),
      )}
    </Group>
  );
}

/** What is owed today is settled, so that an instalment that falls due meanwhile leaves no rest. */
function toPayment(loan: Loan, amount: string, account: string): Payment {
  const { id: loan_id, currency } = loan;
  const from = account ? { from_account: account } : {};
  return amount === loan.settlement_amount
    ? { to: "/api/loans/{loan_id}/settle/", body: { loan_id, ...from }, currency }
    : { to: "/api/loans/{loan_id}/repay/", body: { loan_id, amount, ...from }, currency };
}

function amountError(typed: string, loan: Loan, from: Account | undefined): string | null {
  const digits = fractionDigits(loan.amount);
  const { amount, error } = parseTypedAmount(typed, digits, loan.currency);
  if (error) return amountErrorMessage(error, digits);
  if (from && isMoreThan(amount, from.available_balance)) {
    return `Insufficient funds: ${formatMoney(from.available_balance, from.currency)} is available.`;
  }
  const most = loan.settlement_amount;
  return most !== null && isMoreThan(amount, most)
    ? `This is more than what is owed: ${formatMoney(most, loan.currency)}.`
    : null;
}

function describeAccount(account: Account): string {
  const available = formatMoney(account.available_balance, account.currency);
  return `${accountName(account)} · ${groupNumber(account.number)} · ${available} available`;
}

/** A loan that was written off still takes payments: they are recovered. */
export function takesPayments({ status }: Loan): boolean {
  return status === "active" || status === "written_off";
}

export function WrittenOffNote({ loan }: { loan: Loan }) {
  return loan.status === "written_off" ? (
    <Alert color="blue">This loan was written off. Payments for it are still accepted.</Alert>
  ) : null;
}
