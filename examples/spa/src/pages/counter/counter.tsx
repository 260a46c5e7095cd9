/** The counter: cash in, cash out, and the loans to disburse. */

import { Grid } from "@mantine/core";
import { Page } from "../../ui/page";
import { CashWork } from "./cash-work";
import { LoansToDisburse } from "./loans-to-disburse";

export function CounterPage() {
  return (
    <Page title="Counter">
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <CashWork />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <LoansToDisburse />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
