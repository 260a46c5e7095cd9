/** The accounts: a member's own, or all of them for staff. */

import { Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useUser } from "../../react/session";
import { Page } from "../../ui/page";
import { AccountList, type Filter } from "./list";

type Status = NonNullable<Filter["status"]> | "all";

export function AccountsPage() {
  return <Page title="Accounts">{useUser().role === "member" ? <AccountList filter={{}} /> : <AllAccounts />}</Page>;
}

function AllAccounts() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState<Status>("all");
  const [settled] = useDebouncedValue(search.trim(), 300);
  return (
    <>
      <Group align="end" component="search">
        <TextInput
          label="Search"
          description="A number, a name, or an owner"
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
        filter={{ ...(settled && { search: settled }), ...(status !== "all" && { status }) }}
        ifNone={<Text c="dimmed">No account answers to that.</Text>}
      />
    </>
  );
}
