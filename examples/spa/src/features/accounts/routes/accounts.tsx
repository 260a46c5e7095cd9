/** The accounts page: a member's own accounts, or all accounts for staff. */

import { Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Page } from "@/components/ui/page";
import { useUser } from "@/hooks/use-session";
import type { AccountFilter } from "../api/accounts";
import { AccountList } from "../components/account-list";

type Status = NonNullable<AccountFilter["status"]> | "all";

export function AccountsPage() {
  return <Page title="Accounts">{useUser().role === "member" ? <AccountList filter={{}} /> : <AllAccounts />}</Page>;
}

function AllAccounts() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState<Status>("all");
  const [debouncedSearch] = useDebouncedValue(search.trim(), 300);
  return (
    <>
      <Group align="end" component="search">
        <TextInput
          label="Search"
          description="Account number, account name or owner"
          type="search"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          style={{ flex: "1 1 240px" }}
        />
        <SegmentedControl
          aria-label="Status"
          data={[
            { value: "all", label: "All" },
            { value: "active", label: "Active" },
            { value: "frozen", label: "Frozen" },
            { value: "closed", label: "Closed" },
          ]}
          value={status}
          onChange={(value) => setStatus(value as Status)}
        />
      </Group>
      <AccountList
        withOwner
        filter={{ ...(debouncedSearch && { search: debouncedSearch }), ...(status !== "all" && { status }) }}
        empty={<Text c="dimmed">No accounts found.</Text>}
      />
    </>
  );
}
