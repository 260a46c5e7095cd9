/** Approved loans, each with its button. */

import { Box, Button } from "@mantine/core";
import { useRef } from "react";
import type { components } from "../../bank/schema";
import { AccountNumber } from "../../ui/account-number";
import { Money } from "../../ui/money";
import { Row, Rows } from "../../ui/rows";
import { useDisbursing } from "./disbursing";

export function DisburseList({ loans }: { loans: components["schemas"]["Loan"][] }) {
  const list = useRef<HTMLDivElement>(null);
  const { ask, dialog } = useDisbursing((hasPaid) => {
    if (hasPaid) list.current?.focus();
  });
  return (
    <Box ref={list} tabIndex={-1}>
      <Rows label="Loans to disburse" empty="None is waiting.">
        {loans.map((loan) => (
          <Row
            key={loan.id}
            title={loan.borrower.full_name}
            note={
              <>
                {loan.purpose} · account <AccountNumber number={loan.account} />
              </>
            }
            amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
            action={
              <Button variant="default" size="xs" onClick={() => ask(loan)} aria-label={`Disburse loan ${loan.id}`}>
                Disburse
              </Button>
            }
          />
        ))}
      </Rows>
      {dialog}
    </Box>
  );
}
