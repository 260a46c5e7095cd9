/** The cash desk: deposits, withdrawals and loans to disburse. */

import { Grid } from "@mantine/core";
import { Page } from "../../ui/page";
import { CashTransaction } from "./cash-transaction";
import { LoansToDisburse } from "./loans-to-disburse";

export function CounterPage() {
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
