/** What a request would do, as the bank describes it. */

import { useTranslation } from "react-i18next";
import { AccountNumber } from "@/components/ui/account-number";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Money } from "@/components/ui/money";
import type { components } from "@/lib/bank-client/schema";
import { transactionTypeName } from "@/utils/transaction-types";

type Schemas = components["schemas"];
type TransactionType = Schemas["TransactionTypeEnum"];

export function ConfirmationSummary({ summary }: { summary: Schemas["Summary"] }) {
  const { t } = useTranslation();
  const { amount, currency, from_account, payee, transaction, loan, person, role } = summary;
  return (
    <>
      {amount && currency && <Money amount={amount} currency={currency} fz={30} fw={650} lh={1.2} />}
      <DescriptionList>
        <Party name={t("confirmation.to")} party={payee} />
        <Party name={t("confirmation.from")} party={from_account} />
        {transaction && (
          <DescriptionItem name={t("confirmation.transaction")}>
            {t("confirmation.transaction_value", {
              type: transactionTypeName(transaction.kind as TransactionType),
              id: transaction.id,
            })}
          </DescriptionItem>
        )}
        <Party name={t("confirmation.paid_from")} party={transaction?.from_account} />
        <Party name={t("confirmation.paid_to")} party={transaction?.to_account} />
        {loan && (
          <DescriptionItem name={t("confirmation.loan")}>
            {t("confirmation.loan_value", { id: loan.id, borrower: loan.borrower })}
          </DescriptionItem>
        )}
        {person && (
          <DescriptionItem name={t("confirmation.person")}>
            {t("confirmation.person_value", { name: person.full_name, email: person.email })}
          </DescriptionItem>
        )}
        {role && (
          <DescriptionItem name={t("confirmation.role")}>
            {t("confirmation.role_value", { before: role.before, after: role.after })}
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
