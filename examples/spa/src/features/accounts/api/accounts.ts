/** Queries for accounts. */

import { keepPreviousData } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";
import type { operations } from "@/lib/bank-client/schema";

export type AccountFilter = Pick<NonNullable<operations["list_accounts"]["parameters"]["query"]>, "search" | "status">;

export type EntryQuery = Omit<NonNullable<operations["list_entries"]["parameters"]["query"]>, "cursor" | "page_size">;

/** About two screens. */
const ENTRIES_PAGE_SIZE = 20;

export function useAccount(number: string) {
  return $api.useQuery("get", "/api/accounts/{number}/", { params: { path: { number } } });
}

export function useAccountPages(filter: AccountFilter) {
  const options = { ...cursorPagination, placeholderData: keepPreviousData };
  return $api.useInfiniteQuery("get", "/api/accounts/", { params: { query: filter } }, options);
}

export function useEntryPages(number: string, filter: EntryQuery) {
  const params = { path: { number }, query: { ...filter, page_size: ENTRIES_PAGE_SIZE } };
  const options = { ...cursorPagination, placeholderData: keepPreviousData };
  return $api.useInfiniteQuery("get", "/api/accounts/{number}/entries/", { params }, options);
}
