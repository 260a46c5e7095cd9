/** A manager reverses a transaction. */

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "react-router";
import { ReasonPayment } from "@/components/ui/reason-payment";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { components } from "@/lib/bank-client/schema";
import { formatMoney } from "@/utils/format";

const MESSAGES = {
  insufficient_funds: "The money has been spent: the account that received it does not hold enough.",
  not_reversible: "This cannot be reversed. Of a loan, later repayments must be reversed first.",
  already_reversed: "This transaction has been reversed already.",
};

export function ReverseTransaction({ receipt }: { receipt: components["schemas"]["Receipt"] }) {
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const { transaction, kind, amount, currency, reversed_by } = receipt;
  if (useUser().role !== "manager" || kind === "reversal" || reversed_by !== null) return null;
  return (
    <>
      <Button variant="default" w="fit-content" className="no-print" onClick={open}>
        Reverse this transaction
      </Button>
      <ReasonPayment
        opened={isOpen}
        onClose={close}
        title={`Reverse transaction ${transaction}?`}
        effect={`A new transaction moves ${formatMoney(amount, currency)} back. Both stay in the books.`}
        action="Reverse"
        toPayment={(reason) => ({
          to: "/api/transactions/{transaction_id}/reverse/",
          body: { transaction_id: transaction, reason },
        })}
        messages={MESSAGES}
        onDone={({ id }) => void navigate(paths.transaction(id))}
      />
    </>
  );
}
