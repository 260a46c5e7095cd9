/** The terms, borrower and status of a loan. */

import { Anchor } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { Loan } from "@/types/api";
import { formatDate, formatDateTime, formatRate } from "@/utils/format";
import { LoanStatusBadge } from "./loan-status";

export function LoanDetails({ loan }: { loan: Loan }) {
  const { t } = useTranslation(["loans", "common"]);
  const { currency } = loan;
  const isOwn = useUser().id === loan.borrower.id;
  return (
    <Section
      title={isOwn ? loan.purpose || loan.product.name : loan.borrower.full_name}
      note={isOwn ? undefined : loan.purpose}
      aside={<LoanStatusBadge status={loan.status} />}
    >
      <DescriptionList>
        <DescriptionItem name={t("common:amount.label")}>
          <Money inherit amount={loan.amount} currency={currency} fw={600} />
        </DescriptionItem>
        <DescriptionItem name={t("details.term")}>{t("months", { count: loan.term_months })}</DescriptionItem>
        <DescriptionItem name={t("details.rate")}>
          {t("details.rate_value", { rate: formatRate(loan.annual_rate), method: t(`method.${loan.method}`) })}
        </DescriptionItem>
        <DescriptionItem name={t("product")}>{loan.product.name}</DescriptionItem>
        <DescriptionItem name={t("account")}>
          <Anchor component={Link} to={paths.account(loan.account)}>
            <AccountNumber number={loan.account} />
          </Anchor>
        </DescriptionItem>
        <DescriptionItem name={t("details.applied")}>{formatDateTime(loan.applied_at)}</DescriptionItem>
        {loan.decided_at && (
          <DescriptionItem name={t("details.decided")}>{formatDateTime(loan.decided_at)}</DescriptionItem>
        )}
        {loan.decision_note && (
          <DescriptionItem name={t("details.decision_note")}>{loan.decision_note}</DescriptionItem>
        )}
        {loan.disbursed_at && (
          <DescriptionItem name={t("details.disbursed")}>{formatDateTime(loan.disbursed_at)}</DescriptionItem>
        )}
        {loan.closed_at && (
          <DescriptionItem name={t("details.closed")}>{formatDateTime(loan.closed_at)}</DescriptionItem>
        )}
        {loan.status === "active" && (
          <DescriptionItem name={t("details.principal_outstanding")}>
            <Money inherit amount={loan.outstanding_principal} currency={currency} />
          </DescriptionItem>
        )}
        {loan.settlement_amount && (
          <DescriptionItem name={t("details.payoff_amount")}>
            <Money inherit amount={loan.settlement_amount} currency={currency} />
          </DescriptionItem>
        )}
        {loan.next_due && !loan.overdue && (
          <DescriptionItem name={t("details.next_due")}>
            <Trans
              t={t}
              i18nKey="details.next_due_value"
              values={{ date: formatDate(loan.next_due.due_date) }}
              components={{ money: <Money inherit amount={loan.next_due.amount} currency={currency} /> }}
            />
          </DescriptionItem>
        )}
        {loan.overdue && (
          <DescriptionItem
            name={t("details.overdue", {
              instalments: t("instalments", { count: loan.overdue.instalments }),
              days: t("days_late", { count: loan.overdue.days_late }),
            })}
          >
            <Trans
              t={t}
              i18nKey="details.overdue_value"
              values={{ date: formatDate(loan.overdue.since) }}
              components={{ money: <Money inherit amount={loan.overdue.amount} currency={currency} /> }}
            />
          </DescriptionItem>
        )}
      </DescriptionList>
    </Section>
  );
}
