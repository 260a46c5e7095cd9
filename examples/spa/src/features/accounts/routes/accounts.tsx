/** The accounts page: a member's own accounts, or all accounts for staff. */

import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { Page } from "@/components/ui/page";
import { SearchInput } from "@/components/ui/search-input";
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
  return (
    <>
      <Group align="end" component="search">
        <SearchInput description="Account number, account name or owner" flex="1 1 240px" onSearch={setSearch} />
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
        filter={{ ...(search && { search }), ...(status !== "all" && { status }) }}
        empty={<Text c="dimmed">No accounts found.</Text>}
      />
    </>
  );
}
