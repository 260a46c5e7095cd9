/** Queries for loans. */

import { $api, cursorPagination } from "@/lib/api";
import type { LoanStatus } from "@/types/api";

/** The loans of one status, or all loans; newest first. */
export function useLoanPages(status: LoanStatus | null) {
  const query = { ...(status && { status }), page_size: 20 };
  return $api.useInfiniteQuery("get", "/api/loans/", { params: { query } }, cursorPagination);
}

export function useLoan(id: number) {
  return $api.useQuery("get", "/api/loans/{loan_id}/", loanPath(id));
}

/** The agreed schedule; before disbursement, the schedule of a disbursement today. */
export function useSchedule(id: number) {
  return $api.useQuery("get", "/api/loans/{loan_id}/schedule/", loanPath(id));
}

/** The key under which `useLoan` is cached. */
export function loanQueryKey(id: number) {
  return $api.queryOptions("get", "/api/loans/{loan_id}/", loanPath(id)).queryKey;
}

function loanPath(id: number) {
  return { params: { path: { loan_id: id } } };
}
