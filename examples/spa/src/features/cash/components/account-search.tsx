/** Searches for a member's account by its number or its owner's name. */

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import type { Account } from "@/types/api";
import { errorMessage } from "@/utils/error-messages";
import { AccountOption } from "./account-option";

const MIN_SEARCH_LENGTH = 2;

interface Props {
  initialSearch: string;
  error: ReactNode;
  onSelect: (account: Account) => void;
}

export function AccountSearch({ initialSearch, error, onSelect }: Props) {
  const { t } = useTranslation(["cash", "common"]);
  const [typed, setTyped] = useState("");
  // The field clears its search when it is mounted without a value.
  useEffect(() => setTyped(initialSearch), [initialSearch]);
  const search = typed.trim();
  const [debouncedSearch] = useDebouncedValue(search, 200);
  const query = useAccountSearch(debouncedSearch);
  const hasResults = debouncedSearch === search && query.isSuccess;
  // Results of an earlier search are not shown: pressing Enter while typing could select another member's account.
  const accounts = hasResults ? query.data.results : [];
  const byNumber = new Map(accounts.map((account) => [account.number, account]));
  const me = useUser().id;
  const isSelectable = (account: Account) => account.owner.id !== me && account.status !== "closed";

  const select = (number: string | null) => {
    const account = number === null ? undefined : byNumber.get(number);
    if (account) onSelect(account);
  };
  const selectFirstResult = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Enter in this field selects an account; it does not submit the form.
    event.preventDefault();
    // The arrow keys have marked another option, which the field itself selects.
    if (event.currentTarget.getAttribute("aria-activedescendant")) return;
    const first = accounts.find(isSelectable);
    if (first) onSelect(first);
  };

  return (
    <Select
      data-path="account"
      label={t("account.label")}
      description={t("account.hint")}
      required
      withAsterisk={false}
      selectFirstOptionOnChange
      defaultDropdownOpened={initialSearch !== ""}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={select}
      onKeyDown={selectFirstResult}
      data={accounts.map((account) => ({
        value: account.number,
        label: `${account.owner.full_name}, ${account.number}`,
        disabled: !isSelectable(account),
      }))}
      // The API has filtered already.
      filter={({ options }) => options}
      renderOption={({ option: { value } }) => {
        const account = byNumber.get(value);
        return account && <AccountOption account={account} isOwn={account.owner.id === me} />;
      }}
      nothingFoundMessage={
        search.length < MIN_SEARCH_LENGTH ? undefined : t(hasResults ? "account.none_found" : "common:loading")
      }
      rightSection={null}
      autoComplete="off"
      comboboxProps={{ withinPortal: false }}
      error={query.error ? errorMessage(query.error) : !typed && error}
    />
  );
}

function useAccountSearch(search: string) {
  const params = { query: { search, page_size: 20 } };
  return $api.useQuery("get", "/api/accounts/", { params }, { enabled: search.length >= MIN_SEARCH_LENGTH });
}
