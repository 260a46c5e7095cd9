/** A manager reverses a transaction. */

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { ReasonPayment } from "@/components/ui/reason-payment";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { components } from "@/lib/bank-client/schema";
import { formatMoney } from "@/utils/format";

export function ReverseTransaction({ receipt }: { receipt: components["schemas"]["Receipt"] }) {
  const { t } = useTranslation("transactions");
  const navigate = useNavigate();
  const [isOpen, { open, close }] = useDisclosure();
  const { transaction, kind, amount, currency, reversed_by } = receipt;
  if (useUser().role !== "manager" || kind === "reversal" || reversed_by !== null) return null;
  return (
    <>
      <Button variant="default" w="fit-content" className="no-print" onClick={open}>
        {t("reverse.open")}
      </Button>
      <ReasonPayment
        opened={isOpen}
        onClose={close}
        title={t("reverse.title", { id: transaction })}
        effect={t("reverse.effect", { amount: formatMoney(amount, currency) })}
        action={t("reverse.action")}
        toPayment={(reason) => ({
          to: "/api/transactions/{transaction_id}/reverse/",
          body: { transaction_id: transaction, reason },
        })}
        messages={{
          insufficient_funds: t("reverse.insufficient_funds"),
          not_reversible: t("reverse.not_reversible"),
        }}
        onDone={({ id }) => void navigate(paths.transaction(id))}
      />
    </>
  );
}
