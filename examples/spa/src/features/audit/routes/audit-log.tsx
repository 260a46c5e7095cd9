/** The audit log with names, filters and export. The filter is in the address, so that it can be linked to. */

import { Paper, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ErrorAlert } from "@/components/ui/error-alert";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Rows } from "@/components/ui/rows";
import { BankError } from "@/lib/bank-client/errors";
import { type AuditFilter, downloadAuditEvents, type EventName, useAuditEvents, useNames } from "../api/audit";
import { AuditFilterForm } from "../components/audit-filter-form";
import { AuditRow } from "../components/audit-row";

export function AuditLogPage() {
  const { t } = useTranslation("audit");
  const [search, setSearch] = useSearchParams();
  const filter = filterFrom(search);
  const list = useAuditEvents(filter);
  const names = useNames();
  const download = useMutation({ mutationFn: () => downloadAuditEvents(filter), meta: { isRead: true } });
  const change = (next: AuditFilter) =>
    setSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value)), { replace: true });
  return (
    <Page title={t("title")}>
      <Stack gap="lg">
        <AuditFilterForm
          filter={filter}
          person={names.get(Number(filter.user)) ?? null}
          fields={list.error instanceof BankError ? list.error.fields : {}}
          isExporting={download.isPending}
          onChange={change}
          onExport={() => download.mutate()}
        />
        <ErrorAlert error={download.error} />
        <QueryResult query={list} height={320}>
          {({ pages }) => (
            <Paper withBorder p={{ base: "md", sm: "lg" }}>
              <Rows label={t("label")} empty={t("empty")}>
                {pages
                  .flatMap(({ results }) => results)
                  .map((event) => (
                    <AuditRow key={event.id} event={event} names={names} />
                  ))}
              </Rows>
            </Paper>
          )}
        </QueryResult>
        <InfiniteListFooter list={list} />
      </Stack>
    </Page>
  );
}

function filterFrom(search: URLSearchParams): AuditFilter {
  const user = search.get("user") ?? "";
  return {
    event: (search.get("event") ?? "") as EventName | "",
    user: /^\d{1,15}$/.test(user) ? user : "",
    from: search.get("from") ?? "",
    to: search.get("to") ?? "",
    ip_address: search.get("ip_address") ?? "",
    request_id: search.get("request_id") ?? "",
  };
}
