/** An infinite list of loans. */

import { Anchor, Paper, Stack } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { paths } from "@/config/paths";
import { i18n } from "@/lib/i18n";
import type { Loan, LoanStatus } from "@/types/api";
import { formatDate } from "@/utils/format";
import { useLoanPages } from "../api/loans";
import { LoanStatusBadge } from "./loan-status";

interface Props {
  /** Null for all. */
  status: LoanStatus | null;
  /** A member's own loans are named by their purpose. */
  isOwn?: boolean;
}

export function LoanList({ status, isOwn = false }: Props) {
  const { t } = useTranslation("loans");
  const list = useLoanPages(status);
  const loans = list.data?.pages.flatMap(({ results }) => results) ?? [];
  // The pressed button may be gone, so the focus moves to the first new loan.
  const [seenCount, setSeenCount] = useState(0);
  const firstNew = useRef<HTMLAnchorElement>(null);
  const hasNew = seenCount > 0 && loans.length > seenCount;
  useEffect(() => {
    if (hasNew) firstNew.current?.focus();
  }, [hasNew]);
  return (
    <QueryResult query={list}>
      {() => (
        <Stack>
          <Paper withBorder p={{ base: "md", sm: "lg" }}>
            <Rows label={t("title")} empty={t(status === "applied" ? "no_pending_loans" : "no_loans")}>
              {loans.map((loan, index) => (
                <Row
                  key={loan.id}
                  title={
                    <Anchor
                      component={Link}
                      to={paths.loan(loan.id)}
                      {...(index === seenCount ? { ref: firstNew } : {})}
                    >
                      {isOwn ? loan.purpose || loan.product.name : loan.borrower.full_name}
                    </Anchor>
                  }
                  note={
                    isOwn ? describe(loan) : t("list_note_purpose", { purpose: loan.purpose, note: describe(loan) })
                  }
                  amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
                  amountNote={!status && <LoanStatusBadge status={loan.status} />}
                />
              ))}
            </Rows>
          </Paper>
          <InfiniteListFooter list={list} onPress={() => setSeenCount(loans.length)} />
        </Stack>
      )}
    </QueryResult>
  );
}

function describe({ product, term_months, applied_at }: Loan): string {
  const months = i18n.t("loans:months", { count: term_months });
  return i18n.t("loans:list_note", { product: product.name, months, date: formatDate(applied_at) });
}
