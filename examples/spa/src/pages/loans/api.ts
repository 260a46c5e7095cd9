/** Queries for loans. Every key starts with "loans", so that one invalidation covers them all. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { unwrap } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";
import { cursorPagination, cursorParam } from "../../ui/cursor-pagination";

type Schemas = components["schemas"];
export type Loan = Schemas["Loan"];
export type LoanStatus = Loan["status"];
export type Instalment = Schemas["Instalment"];

/** The loans of one status, or all loans; newest first. */
export function useLoanPages(status: LoanStatus | null) {
  return useInfiniteQuery({
    queryKey: ["loans", "list", status],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(status && { status }), ...cursorParam(pageParam), page_size: 20 };
      return unwrap(bank.api.GET("/api/loans/", { params: { query }, signal }));
    },
    ...cursorPagination,
  });
}

export function useLoan(id: number) {
  return useQuery({
    queryKey: ["loans", id],
    queryFn: ({ signal }) =>
      unwrap(bank.api.GET("/api/loans/{loan_id}/", { params: { path: { loan_id: id } }, signal })),
  });
}

/** The agreed schedule; before disbursement, the schedule of a disbursement today. */
export function useSchedule(id: number) {
  return useQuery({
    queryKey: ["loans", id, "schedule"],
    queryFn: ({ signal }) =>
      unwrap(bank.api.GET("/api/loans/{loan_id}/schedule/", { params: { path: { loan_id: id } }, signal })),
  });
}
