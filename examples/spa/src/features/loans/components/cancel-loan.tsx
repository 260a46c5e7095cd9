/** The borrower cancels an application or an approved loan that is not disbursed yet. */

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import type { Loan } from "@/types/api";
import { formatMoney } from "@/utils/format";

export function CancelLoan({ loan }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const cancel = $api.useMutation("post", "/api/loans/{loan_id}/cancel/");
  const confirm = () =>
    modals.openConfirmModal({
      title: t("cancel.title"),
      children: <Text>{t("cancel.text", { amount: formatMoney(loan.amount, loan.currency) })}</Text>,
      labels: { confirm: t("cancel.action"), cancel: t("cancel.keep") },
      confirmProps: { color: "red" },
      onConfirm: () => cancel.mutate({ params: { path: { loan_id: loan.id } } }),
    });
  return (
    <Section title={t(loan.status === "applied" ? "cancel.applied_title" : "cancel.approved_title")}>
      <Text>{t(loan.status === "applied" ? "cancel.applied_text" : "cancel.approved_text")}</Text>
      <ErrorAlert error={cancel.error} />
      <Button variant="default" w="fit-content" loading={cancel.isPending} onClick={confirm}>
        {t("cancel.action")}
      </Button>
    </Section>
  );
}
