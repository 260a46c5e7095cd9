/** What each payment of a loan went to, and what would settle the loan on another day. */

import { Anchor, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { Money } from "@/components/ui/money";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { today } from "@/lib/bank-client/bank-time";
import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";
import type { Loan } from "@/types/api";
import { isZero } from "@/utils/amount";
import { formatDate, formatList, formatMoney } from "@/utils/format";
import { useLoanPayments, usePayoff } from "../api/loans";

type LoanPayment = components["schemas"]["LoanPayment"];

export function Payments({ loan: { id, currency } }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const list = useLoanPayments(id);
  return (
    <Section title={t("payments.title")}>
      <QueryResult query={list}>
        {({ pages }) => (
          <Rows label={t("payments.title")} empty={t("payments.empty")}>
            {pages
              .flatMap(({ results }) => results)
              .map((payment) => (
                <Row
                  key={payment.transaction}
                  title={
                    <Anchor component={Link} to={paths.transaction(payment.transaction)} inherit c="inherit">
                      {formatDate(payment.booked_at)}
                    </Anchor>
                  }
                  note={describeParts(payment, currency)}
                  amount={<Money inherit amount={payment.amount} currency={currency} />}
                />
              ))}
          </Rows>
        )}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}

function describeParts(payment: LoanPayment, currency: string): string {
  const parts = ["principal", "interest", "fees", "penalties"] as const;
  const given = parts.filter((part) => !isZero(payment[part]));
  return formatList(
    given.map((part) => i18n.t(`loans:payments.part.${part}`, { amount: formatMoney(payment[part], currency) })),
  );
}

export function Payoff({ loan: { id, currency } }: { loan: Loan }) {
  const { t } = useTranslation("loans");
  const [on, setOn] = useState(today());
  const query = usePayoff(id, on);
  return (
    <Section title={t("payoff.title")}>
      <Stack gap="sm">
        <TextInput
          type="date"
          label={t("payoff.day")}
          maw={220}
          min={today()}
          value={on}
          onChange={({ currentTarget }) => setOn(currentTarget.value)}
        />
        {on && (
          <QueryResult query={query} height={60}>
            {({ principal, interest, penalties, total }) => (
              <DescriptionList>
                <DescriptionItem name={t("payoff.total")}>
                  <Money inherit fw={600} amount={total} currency={currency} />
                </DescriptionItem>
                <DescriptionItem name={t("principal")}>
                  <Money inherit amount={principal} currency={currency} />
                </DescriptionItem>
                <DescriptionItem name={t("interest")}>
                  <Money inherit amount={interest} currency={currency} />
                </DescriptionItem>
                <DescriptionItem name={t("payoff.late_fees")}>
                  <Money inherit amount={penalties} currency={currency} />
                </DescriptionItem>
              </DescriptionList>
            )}
          </QueryResult>
        )}
      </Stack>
    </Section>
  );
}
