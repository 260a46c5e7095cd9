/** What a loan costs, before the application. */

import { Box, Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Money } from "@/components/ui/money";
import type { components } from "@/lib/bank-client/schema";
import { formatRate } from "@/utils/format";
import { useQuote } from "../api/loans";
import { Instalments } from "./schedule";

interface Props {
  request: components["schemas"]["LoanQuoteRequest"] | null;
  currency: string;
}

export function Quote({ request, currency }: Props) {
  const { t } = useTranslation("loans");
  const query = useQuote(request);
  const [showsSchedule, { toggle }] = useDisclosure();
  if (!request) return <Text c="dimmed">{t("quote.incomplete")}</Text>;
  if (query.error) return <ErrorAlert error={query.error} />;
  const quote = query.data;
  return (
    <Box component="section" aria-label={t("quote.label")} aria-busy={query.isFetching} aria-live="polite">
      {quote && (
        <>
          <DescriptionList>
            <DescriptionItem name={t("quote.instalment")}>
              <Money inherit fw={650} fz="lg" amount={quote.instalment} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name={t("quote.apr")}>
              <Text component="span" fw={650} fz="lg">
                {formatRate(quote.apr)}
              </Text>
            </DescriptionItem>
            <DescriptionItem name={t("quote.last_instalment")}>
              <Money inherit amount={quote.last_instalment} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name={t("total_interest")}>
              <Money inherit amount={quote.total_interest} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name={t("quote.fees")}>
              <Money inherit amount={quote.total_fees} currency={currency} />
            </DescriptionItem>
            <DescriptionItem name={t("total_payable")}>
              <Money inherit fw={600} amount={quote.total_payable} currency={currency} />
            </DescriptionItem>
          </DescriptionList>
          <Button variant="subtle" size="compact-sm" mt="xs" onClick={toggle} aria-expanded={showsSchedule}>
            {t(showsSchedule ? "quote.hide_schedule" : "quote.show_schedule")}
          </Button>
          {showsSchedule && <Instalments rows={quote.schedule} currency={currency} isWrittenOff={false} />}
        </>
      )}
    </Box>
  );
}
