/** The cash desk: deposits, withdrawals and loans to disburse. */

import { Grid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { CashTransaction } from "@/features/cash/components/cash-transaction";
import { LoansToDisburse } from "@/features/loans/components/loans-to-disburse";

export function CashDeskPage() {
  const { t } = useTranslation("app");
  return (
    <Page title={t("cash_desk")}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <CashTransaction />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <LoansToDisburse />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
