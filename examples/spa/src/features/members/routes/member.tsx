/** One member for staff: contact, accounts and loans, and a new account. */

import { Anchor, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AccountCard } from "@/components/ui/account-card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import { ObjectNotFound } from "@/components/ui/object-not-found";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useIdParam } from "@/hooks/use-id-param";
import { isNotFound } from "@/lib/bank-client/errors";
import type { Person } from "@/types/api";
import { formatDate, formatDateTime, formatMoney } from "@/utils/format";
import { useAccountsOf, useLoansOf, useMember } from "../api/members";
import { OpenAccountForm } from "../components/open-account-form";

export function MemberPage() {
  const id = useIdParam();
  return id === null ? <MemberNotFound /> : <KnownMember id={id} />;
}

function KnownMember({ id }: { id: number }) {
  const { t } = useTranslation("members");
  const query = useMember(id);
  if (isNotFound(query.error)) return <MemberNotFound />;
  return (
    <Page title={query.data?.full_name ?? t("member")}>
      <QueryResult query={query}>
        {(member) => (
          <Stack gap="lg">
            <Contact member={member} />
            <Accounts owner={id} />
            <Loans borrower={id} />
            {member.is_active && <OpenAccountForm owner={id} />}
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}

function Contact({ member: { email, phone, date_joined, last_login, is_active } }: { member: Person }) {
  const { t } = useTranslation(["members", "common"]);
  return (
    <Section title={t("contact")}>
      <DescriptionList>
        <DescriptionItem name={t("common:email")}>{email}</DescriptionItem>
        <DescriptionItem name={t("phone")}>{phone ? <bdi>{phone}</bdi> : t("no_phone")}</DescriptionItem>
        <DescriptionItem name={t("member_since")}>{formatDate(date_joined)}</DescriptionItem>
        <DescriptionItem name={t("last_login")}>{last_login ? formatDateTime(last_login) : t("never")}</DescriptionItem>
        <DescriptionItem name={t("status")}>{t(is_active ? "active" : "inactive")}</DescriptionItem>
      </DescriptionList>
    </Section>
  );
}

function Accounts({ owner }: { owner: number }) {
  const { t } = useTranslation("members");
  const query = useAccountsOf(owner);
  return (
    <Section title={t("accounts")}>
      <QueryResult query={query}>
        {({ results }) =>
          results.length === 0 ? (
            <Text c="dimmed">{t("no_accounts")}</Text>
          ) : (
            <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
              {results.map((account) => (
                <li key={account.number}>
                  <AccountCard account={account} />
                </li>
              ))}
            </SimpleGrid>
          )
        }
      </QueryResult>
    </Section>
  );
}

function Loans({ borrower }: { borrower: number }) {
  const { t } = useTranslation("members");
  const query = useLoansOf(borrower);
  return (
    <Section title={t("loans")}>
      <QueryResult query={query}>
        {({ results }) => (
          <Rows label={t("loans")} empty={t("no_loans")}>
            {results.map((loan) => (
              <Row
                key={loan.id}
                title={
                  <Anchor component={Link} to={paths.loan(loan.id)}>
                    {loan.purpose || loan.product.name}
                  </Anchor>
                }
                note={
                  loan.overdue
                    ? t("loan_overdue", {
                        amount: formatMoney(loan.overdue.amount, loan.currency),
                        count: loan.overdue.days_late,
                      })
                    : t("loan_term", { product: loan.product.name, count: loan.term_months })
                }
                amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
                amountNote={t(`loan_status.${loan.status}`)}
              />
            ))}
          </Rows>
        )}
      </QueryResult>
    </Section>
  );
}

function MemberNotFound() {
  return <ObjectNotFound object="member" to={paths.members} />;
}
