/** What a request would do, as the bank describes it. */

import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import type { components } from "@/lib/bank-client/schema";
import { TRANSACTION_TYPES } from "@/utils/transaction-types";

type Schemas = components["schemas"];

export function ConfirmationSummary({ summary }: { summary: Schemas["Summary"] }) {
  const { amount, currency, from_account, payee, transaction, loan, person, role } = summary;
  return (
    <>
      {amount && currency && <Money amount={amount} currency={currency} fz={30} fw={650} lh={1.2} />}
      <DescriptionList>
        <Party name="To" party={payee} />
        <Party name="From" party={from_account} />
        {transaction && (
          <DescriptionItem name="Transaction">
            {kindName(transaction.kind)} {transaction.id}
          </DescriptionItem>
        )}
        <Party name="Paid from" party={transaction?.from_account} />
        <Party name="Paid to" party={transaction?.to_account} />
        {loan && (
          <DescriptionItem name="Loan">
            {loan.id} of {loan.borrower}
          </DescriptionItem>
        )}
        {person && (
          <DescriptionItem name="Person">
            {person.full_name}, {person.email}
          </DescriptionItem>
        )}
        {role && (
          <DescriptionItem name="Role">
            {role.before} → {role.after}
          </DescriptionItem>
        )}
      </DescriptionList>
    </>
  );
}

function Party({ name, party }: { name: string; party: Schemas["Party"] | null | undefined }) {
  if (!party) return null;
  return (
    <DescriptionItem name={name}>
      <strong>{party.name}</strong> <AccountNumber number={party.number} c="dimmed" />
    </DescriptionItem>
  );
}

function kindName(kind: string): string {
  return (TRANSACTION_TYPES as Record<string, string>)[kind] ?? kind;
}
