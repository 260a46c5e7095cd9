/** The field for the payee's account number. It suggests the member's own accounts and accounts paid before. */

import { Autocomplete, type AutocompleteProps, type ComboboxItem, type ComboboxParsedItem, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AccountNumber, groupNumber } from "@/components/ui/account-number";
import { useUser } from "@/hooks/use-session";
import type { Account } from "@/types/api";
import { accountName } from "@/utils/account-labels";
import { stripSeparators } from "@/utils/account-number";
import { usePastPayees } from "../api/transfers";

interface Props extends AutocompleteProps {
  accounts: Account[];
  /** The payer's account, which is not suggested. */
  from: string;
}

export function PayeeInput({ accounts, from, ...props }: Props) {
  const { t } = useTranslation("transfers");
  const isMember = useUser().role === "member";
  const payer = isMember ? "member" : "staff";
  const past = usePastPayees(isMember).data?.results ?? [];
  const own = accounts.filter(({ number }) => number !== from);
  const names = new Map([
    ...past.map(({ number, name }) => [groupNumber(number), name] as const),
    ...own.map((account) => [groupNumber(account.number), accountName(account)] as const),
  ]);
  return (
    <Autocomplete
      label={t("payee.label")}
      // The groups of the number keep their order.
      dir="ltr"
      description={t(`payee.hint.${payer}`)}
      autoComplete="off"
      maxDropdownHeight={260}
      comboboxProps={{ withinPortal: false }}
      data={[
        {
          group: t(`payee.own.${payer}`),
          items: own.map(({ number }) => groupNumber(number)),
        },
        { group: t("payee.past"), items: past.map(({ number }) => groupNumber(number)) },
      ].filter(({ items }) => items.length)}
      filter={({ options, search }) =>
        options.flatMap<ComboboxParsedItem>((option) => {
          if (!("group" in option)) return [option];
          const items = option.items.filter((item) => matches(item, names, search));
          return items.length ? [{ ...option, items }] : [];
        })
      }
      renderOption={({ option: { value } }) => (
        <div>
          <Text size="sm" fw={500}>
            {names.get(value)}
          </Text>
          <Text size="sm" c="dimmed">
            <AccountNumber number={stripSeparators(value)} />
          </Text>
        </div>
      )}
      {...props}
    />
  );
}

function matches({ value }: ComboboxItem, names: Map<string, string>, search: string): boolean {
  const text = search.trim().toLowerCase();
  const digits = stripSeparators(text);
  const isName = names.get(value)?.toLowerCase().includes(text);
  return isName || (/^\d+$/.test(digits) && stripSeparators(value).startsWith(digits)) || !text;
}
