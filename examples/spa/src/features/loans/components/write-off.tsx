/** A manager writes off a loan that will not be repaid. */

import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { ReasonPayment } from "@/components/ui/reason-payment";
import { Section } from "@/components/ui/section";
import type { Loan } from "@/types/api";
import { formatMoney } from "@/utils/format";

export function WriteOff({ loan: { id, currency, outstanding_principal } }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <Section title={t("write_off.title")} className="no-print">
      <Text c="dimmed">{t("write_off.text")}</Text>
      <Button variant="default" w="fit-content" onClick={open}>
        {t("write_off.action_loan")}
      </Button>
      <ReasonPayment
        opened={isOpen}
        onClose={close}
        title={t("write_off.confirm_title", { id })}
        effect={t("write_off.effect", { amount: formatMoney(outstanding_principal, currency) })}
        action={t("write_off.action")}
        toPayment={(reason) => ({ to: "/api/loans/{loan_id}/write-off/", body: { loan_id: id, reason } })}
        onDone={() => {}}
      />
    </Section>
  );
}
