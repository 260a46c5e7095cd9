/** An alert for a payment that was sent and not confirmed: it is not known whether it was made. */

import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconClockQuestion } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import { bank } from "@/lib/bank";
import type { Payment } from "@/lib/bank-client/payments";
import { isKeyValid, type PendingPayment } from "@/lib/bank-client/pending-payments";
import { i18n } from "@/lib/i18n";
import { formatDateTime, formatMoney } from "@/utils/format";
import { isolatedNumber } from "./account-number";

interface Props {
  pending: PendingPayment;
  isChecking: boolean;
  onCheck: () => void;
  /** For a payment that was just sent: the alert is announced at once and its button gets the focus. */
  isNew?: boolean;
}

export function PendingPaymentAlert({ pending, isChecking, onCheck, isNew = false }: Props) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const needsFocus = useRef(isNew);
  // A loading button is disabled and loses the focus, so it gets the focus back with the response.
  useEffect(() => {
    if (isChecking) needsFocus.current = true;
    else if (needsFocus.current) button.current?.focus();
  }, [isChecking]);
  const time = formatDateTime(new Date(pending.startedAt).toISOString());
  return (
    <Alert
      color="yellow"
      role={isNew ? "alert" : "status"}
      icon={<IconClockQuestion aria-hidden />}
      title={t("pending.title", { payment: describe(pending.payment), time })}
    >
      {isKeyValid(pending) ? (
        <Stack gap="sm" align="start">
          <Text size="sm">{t("pending.text")}</Text>
          <Button ref={button} size="xs" variant="default" loading={isChecking} onClick={onCheck}>
            {t("check_status")}
          </Button>
        </Stack>
      ) : (
        <Stack gap="sm" align="start">
          <Text size="sm">{t("pending.too_old")}</Text>
          <Group gap="md">
            <Anchor component={Link} to={pathOf(pending.payment)} size="sm" c="inherit" underline="always">
              {t("pending.details")}
            </Anchor>
            <Button size="xs" variant="default" onClick={() => bank.payments.dismiss(pending)}>
              {t("pending.dismiss")}
            </Button>
          </Group>
        </Stack>
      )}
    </Alert>
  );
}

function describe({ to, body, currency }: Payment): string {
  const t = i18n.getFixedT(null, "common", "pending.payment");
  const money = (amount: string) => (currency ? formatMoney(amount, currency) : amount);
  switch (to) {
    case "/api/transactions/transfer/":
      return t("transfer", { amount: money(body.amount), account: isolatedNumber(body.to_account) });
    case "/api/transactions/deposit/":
      return t("deposit", { amount: money(body.amount), account: isolatedNumber(body.account) });
    case "/api/transactions/withdraw/":
      return t("withdrawal", { amount: money(body.amount), account: isolatedNumber(body.account) });
    case "/api/loans/{loan_id}/disburse/":
      return t("disbursement", { loan: body.loan_id });
    case "/api/loans/{loan_id}/repay/":
      return t("repayment", { amount: money(body.amount), loan: body.loan_id });
    case "/api/loans/{loan_id}/settle/":
      return t("payoff", { loan: body.loan_id });
    case "/api/loans/{loan_id}/write-off/":
      return t("write_off", { loan: body.loan_id });
    case "/api/transactions/{transaction_id}/reverse/":
      return t("reversal", { transaction: body.transaction_id });
    case "/api/tills/{cashier_id}/fund/":
      return t("till_fund", { amount: money(body.amount) });
    case "/api/tills/{cashier_id}/return/":
      return t("till_return", { amount: money(body.amount) });
    case "/api/tills/vault/receive/":
      return t("vault_receive", { amount: money(body.amount) });
    case "/api/tills/vault/pay-out/":
      return t("vault_pay_out", { amount: money(body.amount) });
  }
}

/** The page that shows whether the payment was made. */
function pathOf({ to, body }: Payment): string {
  switch (to) {
    case "/api/transactions/transfer/":
      return paths.account(body.from_account);
    case "/api/loans/{loan_id}/disburse/":
    case "/api/loans/{loan_id}/repay/":
    case "/api/loans/{loan_id}/settle/":
    case "/api/loans/{loan_id}/write-off/":
      return paths.loan(body.loan_id);
    case "/api/transactions/{transaction_id}/reverse/":
      return paths.transaction(body.transaction_id);
    case "/api/tills/{cashier_id}/fund/":
    case "/api/tills/{cashier_id}/return/":
    case "/api/tills/vault/receive/":
    case "/api/tills/vault/pay-out/":
      return paths.till;
    default:
      return paths.account(body.account);
  }
}
