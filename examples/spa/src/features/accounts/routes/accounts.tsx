/** The accounts page: a member's own accounts, or all accounts for staff. */

import { Group, SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/ui/page";
import { SearchInput } from "@/components/ui/search-input";
import { useUser } from "@/hooks/use-session";
import type { AccountFilter } from "../api/accounts";
import { AccountList } from "../components/account-list";

type Status = NonNullable<AccountFilter["status"]> | "all";

export function AccountsPage() {
  const { t } = useTranslation("accounts");
  return <Page title={t("title")}>{useUser().role === "member" ? <AccountList filter={{}} /> : <AllAccounts />}</Page>;
}

function AllAccounts() {
  const { t } = useTranslation("accounts");
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState<Status>("all");
  return (
    <>
      <Group align="end" component="search">
        <SearchInput description={t("search_hint")} flex="1 1 240px" onSearch={setSearch} />
        <SegmentedControl
          aria-label={t("status.label")}
          data={[
            { value: "all", label: t("status.all") },
            { value: "active", label: t("status.active") },
            { value: "frozen", label: t("status.frozen") },
            { value: "closed", label: t("status.closed") },
          ]}
          value={status}
          onChange={(value) => setStatus(value as Status)}
        />
      </Group>
      <AccountList
        withOwner
        filter={{ ...(search && { search }), ...(status !== "all" && { status }) }}
        empty={<Text c="dimmed">{t("none_found")}</Text>}
      />
    </>
  );
}
