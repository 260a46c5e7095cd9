/** Queries for loans. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";
import type { components } from "@/lib/bank-client/schema";
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

/** What each payment went to. */
export function useLoanPayments(id: number) {
  return $api.useInfiniteQuery("get", "/api/loans/{loan_id}/payments/", loanPath(id), cursorPagination);
}

/** What settles the loan on a day. */
export function usePayoff(id: number, on: string) {
  const params = { path: { loan_id: id }, query: { on } };
  return $api.useQuery("get", "/api/loans/{loan_id}/payoff/", { params }, { enabled: on !== "" });
}

export function useLoanProducts() {
  return $api.useQuery("get", "/api/loans/products/", { params: { query: { is_active: true, page_size: 200 } } });
}

/** The costs of a loan. A POST that reads; null while the application is not complete. */
export function useQuote(body: components["schemas"]["LoanQuoteRequest"] | null) {
  const init = { body: body ?? { product: 0, amount: "", term_months: 0 } };
  const options = { enabled: body !== null, placeholderData: keepPreviousData };
  return useQuery($api.queryOptions("post", "/api/loans/quote/", init, options));
}

/** The accounts that a loan can be paid from, or paid into: the borrower's own. */
export function useBorrowerAccounts(owner: number) {
  const query = { owner, status: "active" as const, page_size: 200 };
  return $api.useQuery("get", "/api/accounts/", { params: { query } });
}

export function useBorrowerLoans(borrower: number) {
  return $api.useQuery("get", "/api/loans/", { params: { query: { borrower, page_size: 200 } } });
}

/** The key under which `useLoan` is cached. */
export function loanQueryKey(id: number) {
  return $api.queryOptions("get", "/api/loans/{loan_id}/", loanPath(id)).queryKey;
}

function loanPath(id: number) {
  return { params: { path: { loan_id: id } } };
}
