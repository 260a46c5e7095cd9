/** The next instalment of each of a member's loans, and the loans that are not disbursed yet. */

import { Anchor, Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Money } from "@/components/ui/money";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { i18n } from "@/lib/i18n";
import type { Loan } from "@/types/api";
import { formatDate, formatMoney } from "@/utils/format";

export function UpcomingPayments({ loans }: { loans: Loan[] }) {
  const { t } = useTranslation("dashboard");
  const shown = loans.filter(({ next_due, status }) => next_due || isPending(status)).sort(byDueDate);
  return (
    <Section title={t("loans")}>
      <Rows label={t("loans")} empty={t("upcoming.empty")}>
        {shown.map((loan) => (
          <LoanRow key={loan.id} loan={loan} />
        ))}
      </Rows>
    </Section>
  );
}

function LoanRow({ loan }: { loan: Loan }) {
  const { t } = useTranslation("dashboard");
  const { next_due, currency, days_late, overdue } = loan;
  return (
    <Row
      title={
        <Anchor component={Link} to={paths.loan(loan.id)} inherit c="inherit">
          {loan.purpose || loan.product.name}
        </Anchor>
      }
      note={
        <>
          <div>{describeDue(loan)}</div>
          {days_late > 0 && (
            <Badge color="red" variant="light" tt="none" mt={4}>
              {t("upcoming.late", { count: days_late })}
            </Badge>
          )}
        </>
      }
      amount={<Money inherit amount={overdue?.amount ?? next_due?.amount ?? loan.amount} currency={currency} />}
      amountNote={next_due && t("upcoming.outstanding", { amount: formatMoney(loan.outstanding_principal, currency) })}
    />
  );
}

/** All that is late counts as due: who pays the oldest instalment only is still late. */
function describeDue({ overdue, next_due, status }: Loan): string | undefined {
  const t = i18n.getFixedT(null, "dashboard", "upcoming");
  if (overdue) return t("overdue", { count: overdue.instalments, date: formatDate(overdue.since) });
  if (next_due) return t("due", { date: formatDate(next_due.due_date) });
  return isPending(status) ? t(status) : undefined;
}

function isPending(status: Loan["status"]): status is "applied" | "approved" {
  return status === "applied" || status === "approved";
}

/** Loans with a due payment first, the earliest on top. */
function byDueDate(one: Loan, other: Loan): number {
  return (one.next_due?.due_date ?? "9999").localeCompare(other.next_due?.due_date ?? "9999");
}
