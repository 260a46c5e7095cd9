/** A manager receives cash into the vault, or pays cash out of it. */

import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "@/components/ui/section";
import { useBankConfig } from "@/lib/config";
import { formatMoney } from "@/utils/format";
import { type Direction, VaultForm } from "./vault-form";

/** `balance`: what the vault holds. */
export function VaultCash({ balance }: { balance: string }) {
  const { t } = useTranslation("vault");
  const currency = useBankConfig()?.currency ?? "USD";
  const [direction, setDirection] = useState<Direction | null>(null);
  const close = () => setDirection(null);
  const finish = (amount: string) => {
    const message = direction === "receive" ? "received" : "paid_out";
    notifications.show({ message: t(message, { amount: formatMoney(amount, currency) }) });
    close();
  };
  return (
    <Section title={t("title")} note={t("title_note")} className="no-print">
      <Group gap="sm">
        <Button variant="default" onClick={() => setDirection("receive")}>
          {t("receive")}
        </Button>
        <Button variant="default" onClick={() => setDirection("pay-out")}>
          {t("pay_out")}
        </Button>
      </Group>
      <Modal
        opened={direction !== null}
        onClose={close}
        title={t(direction === "receive" ? "receive_title" : "pay_out_title")}
      >
        {direction && (
          <VaultForm direction={direction} balance={balance} currency={currency} onClose={close} onDone={finish} />
        )}
      </Modal>
    </Section>
  );
}
