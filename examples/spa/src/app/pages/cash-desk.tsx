/** The cash desk: deposits, withdrawals and loans to disburse. */

import { Grid } from "@mantine/core";
import { Page } from "@/components/ui/page";
import { CashTransaction } from "@/features/cash/components/cash-transaction";
import { LoansToDisburse } from "@/features/loans/components/loans-to-disburse";

export function CashDeskPage() {
  return (
    <Page title="Cash desk">
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
