/** The borrower cancels an application or an approved loan that is not disbursed yet. */

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import type { Loan } from "@/types/api";
import { formatMoney } from "@/utils/format";

export function CancelLoan({ loan }: { loan: Loan }) {
  const cancel = $api.useMutation("post", "/api/loans/{loan_id}/cancel/");
  const confirm = () =>
    modals.openConfirmModal({
      title: "Cancel this loan?",
      children: (
        <Text>
          Your application for {formatMoney(loan.amount, loan.currency)} is withdrawn. You can apply again later.
        </Text>
      ),
      labels: { confirm: "Cancel the loan", cancel: "Keep it" },
      confirmProps: { color: "red" },
      onConfirm: () => cancel.mutate({ params: { path: { loan_id: loan.id } } }),
    });
  return (
    <Section title={loan.status === "applied" ? "Your application is under review" : "Your loan is approved"}>
      <Text>
        {loan.status === "applied"
          ? "A manager decides on it."
          : "It is paid into your account when it is disbursed at the cash desk."}
      </Text>
      <ErrorAlert error={cancel.error} />
      <Button variant="default" w="fit-content" loading={cancel.isPending} onClick={confirm}>
        Cancel the loan
      </Button>
    </Section>
  );
}
