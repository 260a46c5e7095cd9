/** Queries for reports, and their download as CSV. */

import { keepPreviousData } from "@tanstack/react-query";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import type { components, operations } from "@/lib/bank-client/schema";
import { downloadFile } from "@/lib/download";

export type ReportName = operations["get_report"]["parameters"]["path"]["name"];
export type Report = components["schemas"]["Report"];

/** Empty: the last thirty days. */
export interface Period {
  from: string;
  to: string;
}

export function useReports() {
  return $api.useQuery("get", "/api/reports/");
}

export function useReport(name: ReportName, period: Period) {
  const params = { path: { name }, query: { format: "json" as const, ...given(period) } };
  const query = $api.useQuery("get", "/api/reports/{name}/", { params }, { placeholderData: keepPreviousData });
  // This path returns one of two formats; JSON was requested.
  return { ...query, data: query.data as Report | undefined };
}

/** Downloads the rows, or the totals. */
export async function downloadReport(name: ReportName, period: Period, part: "rows" | "totals"): Promise<void> {
  const params = { path: { name }, query: { part, ...given(period) } };
  const call = bank.api.GET("/api/reports/{name}.csv", { params, parseAs: "blob" });
  await downloadFile(call, `${name}.csv`);
}

function given(period: Period): Partial<Period> {
  return Object.fromEntries(Object.entries(period).filter(([, day]) => day));
}
