/** A payment that was sent and never confirmed: nobody knows yet whether the money has moved. */

import { Alert, Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { IconClockQuestion } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { Link } from "react-router";
import type { Payment } from "../bank/payments";
import { canBeAsked, type PendingPayment } from "../bank/pending";
import { bank } from "../settings";
import { groupNumber } from "./account-number";
import { formatMoment } from "./money";

interface Props {
  pending: PendingPayment;
  isAsking: boolean;
  onAsk: () => void;
  /** For what somebody has just tried to pay: said at once, and the way on has the focus. */
  isNew?: boolean;
}

export function Unconfirmed({ pending, isAsking, onAsk, isNew = false }: Props) {
  const again = useRef<HTMLButtonElement>(null);
  const wasAsked = useRef(isNew);
  // A button that waits cannot hold the focus: it is given back with the answer.
  useEffect(() => {
    if (isAsking) wasAsked.current = true;
    else if (wasAsked.current) again.current?.focus();
  }, [isAsking]);
  const when = formatMoment(new Date(pending.startedAt).toISOString());
  return (
    <Alert
      color="yellow"
      role={isNew ? "alert" : "status"}
      icon={<IconClockQuestion aria-hidden />}
      title={`${sentence(pending.payment)} (${when}) is not confirmed yet`}
    >
      {canBeAsked(pending) ? (
        <Stack gap="sm" align="start">
          <Text size="sm">
            The bank did not answer, so it is not known whether this was done. Please do not pay again; ask again
            instead: it is done at most once, however often you ask. You can leave this page, it is not forgotten.
          </Text>
          <Button ref={again} size="xs" variant="default" loading={isAsking} onClick={onAsk}>
            Ask again
          </Button>
        </Stack>
      ) : (
        <Stack gap="sm" align="start">
          <Text size="sm">
            It is too long ago to ask. Look in the transactions whether the money has moved before you pay again.
          </Text>
          <Group gap="md">
            <Anchor component={Link} to={placeOf(pending.payment)} size="sm" c="inherit" underline="always">
              Look it up
            </Anchor>
            <Button size="xs" variant="default" onClick={() => bank.payments.forget(pending)}>
              I have looked
            </Button>
          </Group>
        </Stack>
      )}
    </Alert>
  );
}

function sentence({ to, body }: Payment): string {
  switch (to) {
    case "/api/transactions/transfer/":
      return `A payment of ${body.amount} to ${groupNumber(body.to_account)}`;
    case "/api/transactions/deposit/":
      return `A deposit of ${body.amount} to ${groupNumber(body.account)}`;
    case "/api/transactions/withdraw/":
      return `A withdrawal of ${body.amount} from ${groupNumber(body.account)}`;
    case "/api/loans/{loan_id}/disburse/":
      return `The disbursement of loan ${body.loan_id}`;
  }
}

/** Where the money would be missed, or found. */
function placeOf({ to, body }: Payment): string {
  switch (to) {
    case "/api/transactions/transfer/":
      return `/accounts/${body.from_account}`;
    case "/api/loans/{loan_id}/disburse/":
      return `/loans/${body.loan_id}`;
    default:
      return `/accounts/${body.account}`;
  }
}
