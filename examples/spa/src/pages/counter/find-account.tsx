/** Finds a member's account by its number or its owner's name. */

import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { answered } from "../../bank/errors";
import { useUser } from "../../react/session";
import { bank } from "../../settings";
import { wordFor } from "../../ui/words";
import type { Account } from "../accounts/read";
import { FoundAccount } from "./found-account";

const SHORTEST = 2;

export function FindAccount({ error, onChoose }: { error: ReactNode; onChoose: (account: Account) => void }) {
  const [typed, setTyped] = useState("");
  const search = typed.trim();
  const [asked] = useDebouncedValue(search, 200);
  const query = useFound(asked);
  const isAnswered = asked === search && query.isSuccess;
  // Never what an earlier search has found: somebody who types on and presses Enter would serve another member.
  const accounts = isAnswered ? query.data.results : [];
  const byNumber = new Map(accounts.map((account) => [account.number, account]));
  const me = useUser().id;
  const canBeServed = (account: Account) => account.owner.id !== me && account.status !== "closed";

  const choose = (number: string | null) => {
    const account = number === null ? undefined : byNumber.get(number);
    if (account) onChoose(account);
  };
  const chooseTheOnlyOne = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    // Enter in this field finds; it does not send the form.
    event.preventDefault();
    const [only, second] = accounts;
    if (only && !second && canBeServed(only)) onChoose(only);
  };

  return (
    <Select
      data-path="account"
      label="Member's account"
      description="By its number, or the member's name"
      required
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={null}
      onChange={choose}
      onKeyDown={chooseTheOnlyOne}
      data={accounts.map((account) => ({
        value: account.number,
        label: `${account.owner.full_name}, ${account.number}`,
        disabled: !canBeServed(account),
      }))}
      // The bank has searched already.
      filter={({ options }) => options}
      renderOption={({ option: { value } }) => {
        const account = byNumber.get(value);
        return account && <FoundAccount account={account} isOwn={account.owner.id === me} />;
      }}
      nothingFoundMessage={
        search.length < SHORTEST ? undefined : isAnswered ? "There is no such account." : "One moment"
      }
      rightSection={null}
      autoComplete="off"
      comboboxProps={{ withinPortal: false }}
      error={query.error ? wordFor(query.error) : !typed && error}
    />
  );
}

function useFound(search: string) {
  return useQuery({
    queryKey: ["accounts", "found", search],
    enabled: search.length >= SHORTEST,
    queryFn: ({ signal }) =>
      answered(bank.api.GET("/api/accounts/", { params: { query: { search, page_size: 20 } }, signal })),
  });
}
