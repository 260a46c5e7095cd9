/** Pays an instalment, a typed amount or the whole of a loan; from an account, or at the cash desk in cash. */

import { Alert, Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isolatedNumber } from "@/components/ui/account-number";
import { AmountInput } from "@/components/ui/amount-input";
import { ErrorAlert } from "@/components/ui/error-alert";
import { ReceiptButtons } from "@/components/ui/receipt-buttons";
import { Section } from "@/components/ui/section";
import { usePayment } from "@/hooks/use-payment";
import { useUser } from "@/hooks/use-session";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";
import { OutcomeUnknown, type Payment } from "@/lib/bank-client/payments";
import { i18n } from "@/lib/i18n";
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
  const { t } = useTranslation("loans");
  const user = useUser();
  const isStaff = user.role !== "member";
  const accounts = useBorrowerAccounts(loan.borrower.id).data?.results;
  if (isStaff && user.id === loan.borrower.id) return null;
  if (!accounts) return null;
  return (
    <Section title={t(isStaff ? "repayment.title_staff" : "repayment.title")}>
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
  const { t } = useTranslation(["loans", "common"]);
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
  if (!withCash && accounts.length === 0) return <Text>{t("repayment.no_account")}</Text>;

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
            label={t("repayment.from")}
            maw={420}
            data={[
              ...(withCash ? [{ value: CASH, label: t("repayment.cash") }] : []),
              ...accounts.map((account) => ({ value: account.number, label: describeAccount(account) })),
            ]}
            {...form.getInputProps("from_account")}
          />
          <AmountInput currency={currency} {...form.getInputProps("amount")} />
          <Suggestions loan={loan} onSelect={(amount) => form.setFieldValue("amount", amount)} />
          <Button type="submit" w="fit-content">
            {t("repayment.continue")}
          </Button>
        </Stack>
      </form>
      <Modal
        opened={reviewed !== null}
        onClose={() => payment.isPending || setReviewed(null)}
        title={t(payment.data ? "repayment.done_title" : "repayment.confirm_title")}
      >
        {payment.data ? (
          <Stack>
            <Text role="status">
              {t("repayment.done_text", {
                amount: formatMoney(payment.data.amount, currency),
                loan: loan.id,
                transaction: payment.data.id,
              })}
            </Text>
            <ReceiptButtons transaction={payment.data.id} />
            <Button ms="auto" autoFocus onClick={() => setReviewed(null)}>
              {t("common:close")}
            </Button>
          </Stack>
        ) : (
          <Stack>
            <Text>{reviewed && describePayment(reviewed, loan.id, money, form.values.from_account ?? CASH)}</Text>
            <ErrorAlert error={payment.error} toMessage={paymentErrorMessage} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setReviewed(null)} disabled={payment.isPending}>
                {t("common:cancel")}
              </Button>
              <Button onClick={pay} loading={payment.isPending} data-autofocus>
                {payment.error instanceof OutcomeUnknown
                  ? t("common:check_status")
                  : t("repayment.pay", { amount: money })}
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
  const { t } = useTranslation("loans");
  const { overdue, next_due, settlement_amount, currency } = loan;
  const suggestions = [
    { key: "repayment.overdue", amount: overdue?.amount },
    { key: "repayment.next_instalment", amount: overdue ? undefined : next_due?.amount },
    { key: "repayment.pay_off", amount: settlement_amount },
  ] as const;
  return (
    <Group gap="xs">
      {suggestions.map(
        ({ key, amount }) =>
          amount && (
            <Button key={key} variant="default" size="xs" onClick={() => onSelect(amount)}>
              {t(key, { amount: formatMoney(amount, currency) })}
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

/** The question before the payment. */
function describePayment({ to }: Payment, loan: number, amount: string, from: string): string {
  const isPayoff = to === "/api/loans/{loan_id}/settle/";
  if (!from) return i18n.t(isPayoff ? "loans:repayment.pay_off_cash" : "loans:repayment.pay_cash", { amount, loan });
  const account = isolatedNumber(from);
  return i18n.t(isPayoff ? "loans:repayment.pay_off_from" : "loans:repayment.pay_from", { amount, loan, account });
}

function amountError(typed: string, loan: Loan, from: Account | undefined): string | null {
  const digits = fractionDigits(loan.amount);
  const { amount, error } = parseTypedAmount(typed, digits, loan.currency);
  if (error) return amountErrorMessage(error, digits);
  if (from && isMoreThan(amount, from.available_balance)) {
    return i18n.t("loans:repayment.insufficient_funds", {
      amount: formatMoney(from.available_balance, from.currency),
    });
  }
  const most = loan.settlement_amount;
  return most !== null && isMoreThan(amount, most)
    ? i18n.t("loans:repayment.too_much", { amount: formatMoney(most, loan.currency) })
    : null;
}

function describeAccount(account: Account): string {
  return i18n.t("loans:repayment.account_option", {
    name: accountName(account),
    number: isolatedNumber(account.number),
    amount: formatMoney(account.available_balance, account.currency),
  });
}

/** A loan that was written off still takes payments: they are recovered. */
export function takesPayments({ status }: Loan): boolean {
  return status === "active" || status === "written_off";
}

export function WrittenOffNote({ loan }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  return loan.status === "written_off" ? <Alert color="blue">{t("written_off_note")}</Alert> : null;
}
