/** An alert for a payment that was sent and not confirmed: it is not known whether it was made. */

import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconClockQuestion } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import { bank } from "@/lib/bank";
import type { Payment } from "@/lib/bank-client/payments";
import { isKeyValid, type PendingPayment } from "@/lib/bank-client/pending-payments";
import { formatDateTime, formatMoney } from "@/utils/format";
import { groupNumber } from "./account-number";

interface Props {
  pending: PendingPayment;
  isChecking: boolean;
  onCheck: () => void;
  /** For a payment that was just sent: the alert is announced at once and its button gets the focus. */
  isNew?: boolean;
}

export function PendingPaymentAlert({ pending, isChecking, onCheck, isNew = false }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const needsFocus = useRef(isNew);
  // A loading button is disabled and loses the focus, so it gets the focus back with the response.
  useEffect(() => {
    if (isChecking) needsFocus.current = true;
    else if (needsFocus.current) button.current?.focus();
  }, [isChecking]);
  const when = formatDateTime(new Date(pending.startedAt).toISOString());
  return (
    <Alert
      color="yellow"
      role={isNew ? "alert" : "status"}
      icon={<IconClockQuestion aria-hidden />}
      title={`Status unknown: ${describe(pending.payment)}, ${when}`}
    >
      {isKeyValid(pending) ? (
        <Stack gap="sm" align="start">
          <Text size="sm">
            The bank did not respond, so this may or may not have been done. Check the status before paying again. If
            the bank has not received the request, checking sends it again; it is never done twice. You can leave this
            page.
          </Text>
          <Button ref={button} size="xs" variant="default" loading={isChecking} onClick={onCheck}>
            Check status
          </Button>
        </Stack>
      ) : (
        <Stack gap="sm" align="start">
          <Text size="sm">
            The status can no longer be checked here. Look for it in the transactions before paying again.
          </Text>
          <Group gap="md">
            <Anchor component={Link} to={pathOf(pending.payment)} size="sm" c="inherit" underline="always">
              View details
            </Anchor>
            <Button size="xs" variant="default" onClick={() => bank.payments.dismiss(pending)}>
              Dismiss
            </Button>
          </Group>
        </Stack>
      )}
    </Alert>
  );
}

function describe({ to, body, currency }: Payment): string {
  const money = (amount: string) => (currency ? formatMoney(amount, currency) : amount);
  switch (to) {
    case "/api/transactions/transfer/":
      return `transfer of ${money(body.amount)} to ${groupNumber(body.to_account)}`;
    case "/api/transactions/deposit/":
      return `deposit of ${money(body.amount)} to ${groupNumber(body.account)}`;
    case "/api/transactions/withdraw/":
      return `withdrawal of ${money(body.amount)} from ${groupNumber(body.account)}`;
    case "/api/loans/{loan_id}/disburse/":
      return `disbursement of loan ${body.loan_id}`;
    case "/api/loans/{loan_id}/repay/":
      return `repayment of ${money(body.amount)} for loan ${body.loan_id}`;
    case "/api/loans/{loan_id}/settle/":
      return `payoff of loan ${body.loan_id}`;
    case "/api/loans/{loan_id}/write-off/":
      return `write-off of loan ${body.loan_id}`;
    case "/api/transactions/{transaction_id}/reverse/":
      return `reversal of transaction ${body.transaction_id}`;
    case "/api/tills/{cashier_id}/fund/":
      return `${money(body.amount)} from the vault to a till`;
    case "/api/tills/{cashier_id}/return/":
      return `${money(body.amount)} from a till to the vault`;
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
      return paths.till;
    default:
      return paths.account(body.account);
  }
}
