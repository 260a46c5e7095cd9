/** What a loan costs, before the application. */

import { Box, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Money } from "@/components/ui/money";
import type { components } from "@/lib/bank-client/schema";
import { useQuote } from "../api/loans";
import { Instalments } from "./schedule";

interface Props {
  request: components["schemas"]["LoanQuoteRequest"] | null;
  currency: string;
}

export function Quote({ request, currency }: Props) {
  const query = useQuote(request);
  const [showsSchedule, { toggle }] = useDisclosure();
  if (!request) return <Text c="dimmed">Enter an amount and a term to see what the loan costs.</Text>;
  if (query.error) return <ErrorAlert error={query.error} />;
  const quote = query.data;
  return (
    <Box component="section" aria-label="What the loan costs" aria-busy={query.isFetching} aria-live="polite">
      {quote && (
        <>
          <DescriptionList>
            <DescriptionItem name="Monthly instalment">
              <Money inherit fw={650} fz="lg" amount={quote.instalment} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name="Annual percentage rate (APR)">
              <Text component="span" fw={650} fz="lg">
                {quote.apr}%
              </Text>
            </DescriptionItem>
            <DescriptionItem name="Last instalment">
              <Money inherit amount={quote.last_instalment} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name="Total interest">
              <Money inherit amount={quote.total_interest} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name="Fees">
              <Money inherit amount={quote.total_fees} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name="Total payable">
              <Money inherit fw={600} amount={quote.total_payable} currency={currency} />
            </DescriptionItem>
          </DescriptionList>
          <Button variant="subtle" size="compact-sm" mt="xs" onClick={toggle} aria-expanded={showsSchedule}>
            {showsSchedule ? "Hide the schedule" : "Show the schedule"}
          </Button>
          {showsSchedule && <Instalments rows={quote.schedule} currency={currency} isWrittenOff={false} />}
        </>
      )}
    </Box>
  );
}
