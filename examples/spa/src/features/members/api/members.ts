/** Queries for members. */

import { keepPreviousData } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";

const PAGE_SIZE = 20;
/** The most entries of a page: nobody has more accounts or loans. */
const MAX_PAGE_SIZE = 200;

export function useMemberPages(search: string) {
  const query = { role: "member" as const, page_size: PAGE_SIZE, ...(search && { search }) };
  const options = { ...cursorPagination, placeholderData: keepPreviousData };
  return $api.useInfiniteQuery("get", "/api/users/", { params: { query } }, options);
}

export function useMember(id: number) {
  return $api.useQuery("get", "/api/users/{user_id}/", { params: { path: { user_id: id } } });
}

export function useAccountsOf(owner: number) {
  return $api.useQuery("get", "/api/accounts/", { params: { query: { owner, page_size: MAX_PAGE_SIZE } } });
}

export function useLoansOf(borrower: number) {
  return $api.useQuery("get", "/api/loans/", { params: { query: { borrower, page_size: MAX_PAGE_SIZE } } });
}
