/** Loans of one status, page by page. */

import { Anchor, Paper, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { Answer } from "../../ui/answer";
import { counted } from "../../ui/count";
import { formatDay, Money } from "../../ui/money";
import { More } from "../../ui/more";
import { Row, Rows } from "../../ui/rows";
import { type Status, useLoanPages } from "./read";
import { LoanStatus } from "./status";

export function LoanList({ status }: { status: Status | null }) {
  const list = useLoanPages(status);
  const loans = list.data?.pages.flatMap(({ results }) => results) ?? [];
  // The button that was pressed may be gone: on with the first of what it brought.
  const [seen, setSeen] = useState(0);
  const firstNew = useRef<HTMLAnchorElement>(null);
  const hasCome = seen > 0 && loans.length > seen;
  useEffect(() => {
    if (hasCome) firstNew.current?.focus();
  }, [hasCome]);
  return (
    <Answer query={list}>
      {() => (
        <Stack>
          <Paper withBorder p={{ base: "md", sm: "lg" }}>
            <Rows label="Loans" empty={status === "applied" ? "Nothing waits for a decision." : "There are none."}>
              {loans.map((loan, place) => (
                <Row
                  key={loan.id}
                  title={
                    <Anchor component={Link} to={`/loans/${loan.id}`} {...(place === seen ? { ref: firstNew } : {})}>
                      {loan.borrower.full_name}
                    </Anchor>
                  }
                  note={`${loan.purpose} · ${loan.product.name}, ${counted(loan.term_months, "month")} · applied ${formatDay(loan.applied_at)}`}
                  amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
                  under={!status && <LoanStatus status={loan.status} />}
                />
              ))}
            </Rows>
          </Paper>
          <More list={list} onPress={() => setSeen(loans.length)} />
        </Stack>
      )}
    </Answer>
  );
}
