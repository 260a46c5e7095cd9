/** Reads loans. What is kept of them begins with "loans", so that one word makes all of it old. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { answered } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";
import { at, BY_CURSOR } from "../../ui/cursor";

type Schemas = components["schemas"];
export type Loan = Schemas["Loan"];
export type Status = Loan["status"];
export type Instalment = Schemas["Row"];

/** Those of one status, or all; newest first. */
export function useLoanPages(status: Status | null) {
  return useInfiniteQuery({
    queryKey: ["loans", "list", status],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(status && { status }), ...at(pageParam), page_size: 20 };
      return answered(bank.api.GET("/api/loans/", { params: { query }, signal }));
    },
    ...BY_CURSOR,
  });
}

export function useLoan(id: number) {
  return useQuery({
    queryKey: ["loans", id],
    queryFn: ({ signal }) =>
      answered(bank.api.GET("/api/loans/{loan_id}/", { params: { path: { loan_id: id } }, signal })),
  });
}

/** What was agreed when it was paid out; before that, what it would be if that were today. */
export function useSchedule(id: number) {
  return useQuery({
    queryKey: ["loans", id, "schedule"],
    queryFn: ({ signal }) =>
      answered(bank.api.GET("/api/loans/{loan_id}/schedule/", { params: { path: { loan_id: id } }, signal })),
  });
}
