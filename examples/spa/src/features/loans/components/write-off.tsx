/** A manager writes off a loan that will not be repaid. */

import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ReasonPayment } from "@/components/ui/reason-payment";
import { Section } from "@/components/ui/section";
import type { Loan } from "@/types/api";
import { formatMoney } from "@/utils/format";

export function WriteOff({ loan: { id, currency, outstanding_principal } }: { loan: Loan }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <Section title="Write-off" className="no-print">
      <Text c="dimmed">For a loan that will not be repaid. Payments for it are still accepted afterwards.</Text>
      <Button variant="default" w="fit-content" onClick={open}>
        Write off this loan
      </Button>
      <ReasonPayment
        opened={isOpen}
        onClose={close}
        title={`Write off loan ${id}?`}
        effect={`The outstanding principal of ${formatMoney(outstanding_principal, currency)} becomes a loss of the bank.`}
        action="Write off"
        toPayment={(reason) => ({ to: "/api/loans/{loan_id}/write-off/", body: { loan_id: id, reason } })}
        onDone={() => {}}
      />
    </Section>
  );
}
