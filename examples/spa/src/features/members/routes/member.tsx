/** One member for staff: contact, accounts and loans, and a new account. */

import { Anchor, SimpleGrid, Stack, Text } from "@mantine/core";
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
import { pluralize } from "@/utils/pluralize";
import { useAccountsOf, useLoansOf, useMember } from "../api/members";
import { OpenAccountForm } from "../components/open-account-form";

export function MemberPage() {
  const id = useIdParam();
  return id === null ? <MemberNotFound /> : <KnownMember id={id} />;
}

function KnownMember({ id }: { id: number }) {
  const query = useMember(id);
  if (isNotFound(query.error)) return <MemberNotFound />;
  return (
    <Page title={query.data?.full_name ?? "Member"}>
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
  return (
    <Section title="Contact">
      <DescriptionList>
        <DescriptionItem name="E-mail">{email}</DescriptionItem>
        <DescriptionItem name="Phone">{phone || "None"}</DescriptionItem>
        <DescriptionItem name="Member since">{formatDate(date_joined)}</DescriptionItem>
        <DescriptionItem name="Last sign-in">{last_login ? formatDateTime(last_login) : "Never"}</DescriptionItem>
        <DescriptionItem name="Status">{is_active ? "Active" : "Inactive"}</DescriptionItem>
      </DescriptionList>
    </Section>
  );
}

function Accounts({ owner }: { owner: number }) {
  const query = useAccountsOf(owner);
  return (
    <Section title="Accounts">
      <QueryResult query={query}>
        {({ results }) =>
          results.length === 0 ? (
            <Text c="dimmed">No accounts yet.</Text>
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
  const query = useLoansOf(borrower);
  return (
    <Section title="Loans">
      <QueryResult query={query}>
        {({ results }) => (
          <Rows label="Loans" empty="No loans.">
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
                    ? `${formatMoney(loan.overdue.amount, loan.currency)} overdue, ${pluralize(loan.overdue.days_late, "day")} late`
                    : `${loan.product.name}, ${pluralize(loan.term_months, "month")}`
                }
                amount={<Money inherit amount={loan.amount} currency={loan.currency} />}
                amountNote={loan.status.replace("_", " ")}
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
